"""Tests of formulas, scorecards and what would change them."""
