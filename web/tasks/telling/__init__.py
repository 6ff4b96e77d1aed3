"""What each kind of event says, by theme; every event of a task has exactly one teller."""
