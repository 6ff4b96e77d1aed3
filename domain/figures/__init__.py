"""Figures from outside: dossier counts and surveys that are imported, indices that are recorded.

Dossiers are handled in the city's own system; here only counts per unit and month are kept. A count
is never edited: a later import of the same unit and month takes the place of the earlier one, and
both stay readable. Reasons and documents stand in the envelope.
"""
