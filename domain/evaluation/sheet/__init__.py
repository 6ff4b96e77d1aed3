"""The sheet of a unit in a round: three scores side by side, reply, vote, approval, versions."""
