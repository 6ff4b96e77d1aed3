"""Opens plan files of every accepted kind and turns them into the neutral document."""
