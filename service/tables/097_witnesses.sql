-- Citizens who witnessed that somebody did not sign: name and address lie here, the journal has the
-- reference only. What was not recorded in the end is blanked; who reads is noted.
CREATE TABLE soviec_vault.witnesses (
    reference     text        PRIMARY KEY,
    inspection_id uuid        NOT NULL,
    name          text        NOT NULL,
    address       text        NOT NULL DEFAULT '',
    kept_at       timestamptz NOT NULL
);
CREATE TABLE soviec_vault.witness_reads (
    reference text        NOT NULL,
    person_id uuid        NOT NULL,
    read_at   timestamptz NOT NULL
);
