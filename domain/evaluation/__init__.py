"""The yearly evaluation: rule sets, rounds, sheets with three scores side by side."""
