"""Rule sets, rounds and sheets."""
