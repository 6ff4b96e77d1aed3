-- Who can log in. Accounts are no business of the journal: they belong to a person of the
-- organisation, or to the technical administrator, who is nobody in it.
CREATE TABLE soviec.accounts (
    account_id      uuid        PRIMARY KEY,
    login           text        NOT NULL UNIQUE,
    person_id       uuid        UNIQUE,
    display_name    text        NOT NULL,
    is_admin        boolean     NOT NULL DEFAULT false,
    password_hash   text        NOT NULL,
    must_change     boolean     NOT NULL DEFAULT true,
    language        text        NOT NULL DEFAULT 'vi' CHECK (language IN ('vi', 'en')),
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    password_set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_login_at   timestamptz,
    locked_at       timestamptz,
    CHECK (is_admin = (person_id IS NULL))
);

-- What was done to accounts, by whom: account, act, time. No passwords, no addresses.
CREATE TABLE soviec.account_acts (
    act_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id uuid        NOT NULL,
    act        text        NOT NULL,
    by_account uuid,
    done_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Failed log-ins, by the hash of the name typed and of the address it came from.
CREATE TABLE soviec.login_attempts (
    key           bytea       PRIMARY KEY,
    failures      integer     NOT NULL,
    last_at       timestamptz NOT NULL,
    blocked_until timestamptz NOT NULL
);

-- Unlogged: a crash of the server logs people out, nothing more. The id itself is only in the
-- cookie; who reads this table cannot become anybody.
CREATE UNLOGGED TABLE soviec.sessions (
    id_hash     bytea       PRIMARY KEY,
    handle      text        NOT NULL UNIQUE,
    account_id  uuid        NOT NULL REFERENCES soviec.accounts ON DELETE CASCADE,
    started_at  timestamptz NOT NULL DEFAULT now(),
    seen_at     timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    address     text        NOT NULL,
    agent       text        NOT NULL,
    acting_post uuid
);
CREATE INDEX sessions_of_account ON soviec.sessions (account_id);
