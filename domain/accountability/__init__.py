"""Accountability: what the record says a unit did, line by line, and the figures made of it."""
