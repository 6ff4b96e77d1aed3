-- What helps readers: fast search without marks, how far each has looked, filters with a name.
-- A database user without the right to create extensions searches slower, nothing else.
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN NULL;
END $$;

-- How far a person has looked at what was recorded.
CREATE TABLE soviec.seen_positions (
    person_id uuid        PRIMARY KEY,
    position  bigint      NOT NULL,
    seen_at   timestamptz NOT NULL
);

-- Filters of the register that a person has given a name.
CREATE TABLE soviec.saved_filters (
    person_id uuid NOT NULL,
    name      text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    query     text NOT NULL CHECK (length(query) <= 2000),
    PRIMARY KEY (person_id, name)
);
