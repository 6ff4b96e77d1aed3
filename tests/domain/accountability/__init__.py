"""Accountability: marks, lines and figures."""
