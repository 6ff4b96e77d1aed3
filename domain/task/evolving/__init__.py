"""How each kind of event changes what a task remembers; by theme, never refusing."""
