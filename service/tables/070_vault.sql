-- What must not be readable yet. Outside the journal and out of reach of the roles that serve pages
-- and feed the read models. Every place holds a box of one size, used or not: neither the number of
-- rows nor their length says whether anything lies in the vault.
CREATE SCHEMA soviec_vault;
CREATE TABLE soviec_vault.places (
    place int   PRIMARY KEY,
    box   bytea NOT NULL CHECK (octet_length(box) = 3584)
) WITH (fillfactor = 45);
-- neither compressed nor moved out, so that a full box is as long as an empty one
ALTER TABLE soviec_vault.places ALTER COLUMN box SET STORAGE PLAIN;
INSERT INTO soviec_vault.places
SELECT n, convert_to(rpad('', 3584), 'UTF8') FROM generate_series(1, 324) AS n;

-- Slots that were laid out, and whether the journal has taken them in. Public times, nothing else.
CREATE TABLE soviec_vault.slots (
    slot_at   timestamptz PRIMARY KEY,
    committed boolean     NOT NULL DEFAULT false
);
