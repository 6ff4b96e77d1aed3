-- What a token opens, for the acts that make and revoke one; never its name, which is typed words.
ALTER TABLE soviec.account_acts ADD COLUMN about text NOT NULL DEFAULT '';
