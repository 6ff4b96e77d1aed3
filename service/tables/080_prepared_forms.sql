-- Forms that an officer has filled in for the head of the unit. Nothing has happened yet: no act,
-- so they lie outside the journal, and losing them loses nothing of it.
CREATE TABLE soviec.prepared_forms (
    task_id     uuid        NOT NULL,
    slug        text        NOT NULL CHECK (length(slug) BETWEEN 1 AND 40),
    unit_id     uuid        NOT NULL,
    prepared_by uuid[]      NOT NULL,
    answers     jsonb       NOT NULL,
    files       jsonb       NOT NULL,
    saved_at    timestamptz NOT NULL,
    PRIMARY KEY (task_id, slug)
);
CREATE INDEX ON soviec.prepared_forms (unit_id);
