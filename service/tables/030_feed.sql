-- Bookkeeping of the feed. `position` is the last journal number each read model has taken in.
CREATE TABLE soviec_read.positions (
    name     text   PRIMARY KEY,
    version  int    NOT NULL,
    position bigint NOT NULL
);
CREATE TABLE soviec_read.parked (
    name      text        PRIMARY KEY,
    position  bigint      NOT NULL,
    error     text        NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
