-- What this installation is. One row each.
CREATE TABLE soviec.installation (
    only_row   boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    journal_id uuid        NOT NULL DEFAULT gen_random_uuid(),
    is_demo    boolean,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO soviec.installation DEFAULT VALUES;

-- The movable day of the demo: the moment shown, and the real instant it was set at.
CREATE TABLE soviec.demo_clock (
    only_row boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    moved_to timestamptz NOT NULL,
    set_at   timestamptz NOT NULL
);

-- How far the reactions have come, and what they could not do.
CREATE TABLE soviec.reaction_position (
    name     text   PRIMARY KEY,
    position bigint NOT NULL
);
CREATE TABLE soviec.reaction_parked (
    reaction  text        NOT NULL,
    position  bigint      NOT NULL,
    error     text        NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (reaction, position)
);
