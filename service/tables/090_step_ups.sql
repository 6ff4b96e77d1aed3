-- Who proved a second time who they are, in which session and for exactly what: good for minutes,
-- of use to nobody afterwards. The hash of the session, never the session itself.
CREATE TABLE soviec.step_ups (
    session_hash bytea       NOT NULL,
    subject      text        NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
    account_id   uuid        NOT NULL,
    proven_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (session_hash, subject)
);
