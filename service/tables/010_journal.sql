-- The journal: what happened, in the order it was recorded. Written only by append_facts; never
-- changed. The table has the shape that the eventsourcing library expects, plus recorded_at.
CREATE TABLE soviec.journal_events (
    originator_id      uuid        NOT NULL,
    originator_version bigint      NOT NULL,
    topic              text        NOT NULL,
    state              bytea       NOT NULL,
    notification_id    bigserial,
    recorded_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX journal_events_notification_id_idx
    ON soviec.journal_events (notification_id);
CREATE INDEX journal_events_recorded_at_idx ON soviec.journal_events (recorded_at);

-- One batch of facts. The lock is taken before any number is drawn, so the order of numbers is the
-- order of commits and a reader that tails the journal misses nothing.
CREATE FUNCTION soviec.append_facts(
    ids uuid[], versions bigint[], topics text[], states bytea[], recorded timestamptz[]
) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = soviec, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7306, 1);
    NOTIFY soviec_journal;
    RETURN QUERY
        INSERT INTO soviec.journal_events
            (originator_id, originator_version, topic, state, recorded_at)
        SELECT f.id, f.version, f.topic, f.state, f.recorded
        FROM unnest(ids, versions, topics, states, recorded)
            WITH ORDINALITY AS f (id, version, topic, state, recorded, place)
        ORDER BY f.place
        RETURNING notification_id;
END $$;

CREATE FUNCTION soviec.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_is_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON soviec.journal_events
    FOR EACH STATEMENT EXECUTE FUNCTION soviec.refuse_change();
-- also when a session calls itself a replica, which silences ordinary triggers
ALTER TABLE soviec.journal_events ENABLE ALWAYS TRIGGER journal_is_append_only;

-- For an auditor with psql.
CREATE VIEW soviec.journal_readable AS
SELECT notification_id AS position,
       recorded_at,
       topic AS name,
       originator_id AS stream_id,
       originator_version AS version,
       convert_from(state, 'UTF8')::jsonb -> 'data' AS data,
       convert_from(state, 'UTF8')::jsonb -> 'meta' AS meta
FROM soviec.journal_events;
