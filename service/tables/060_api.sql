-- Tokens by which other programs read and act for a person. The token itself was shown once; who
-- reads this table cannot become anybody.
CREATE TABLE soviec.api_tokens (
    token_id     uuid        PRIMARY KEY,
    account_id   uuid        NOT NULL REFERENCES soviec.accounts ON DELETE CASCADE,
    name         text        NOT NULL,
    scopes       text[]      NOT NULL,
    token_hash   bytea       NOT NULL UNIQUE,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    last_used_on date
);
CREATE INDEX api_tokens_of_account ON soviec.api_tokens (account_id);

-- Which request an idempotency key came with, so that the same key never stands for two requests.
-- The journal itself knows what was done; this can be forgotten after a while.
CREATE TABLE soviec.api_keys (
    command_id  uuid        PRIMARY KEY,
    fingerprint bytea       NOT NULL,
    sent_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX api_keys_by_age ON soviec.api_keys (sent_at);

-- A token dies with the lock of its account: asked with every request that shows one.
CREATE INDEX account_acts_of_account ON soviec.account_acts (account_id, done_at);
