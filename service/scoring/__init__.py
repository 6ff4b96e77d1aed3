"""Scores made of a history: formulas, shipped rule sets, scorecards, and what would change them."""
