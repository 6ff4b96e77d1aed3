"""The organisation: units, posts, persons, terms, duties, delegations, calendar and limits.

One stream for the whole ward, so that rules across units (names, heads in office, delegations) are
invariants and not look-ups. A unit is founded, renamed, restated, merged or dissolved with a
successor; it is never deleted and keeps its id. Posts belong to units; persons hold posts in dated
terms. Document and reason of every act stand in the envelope.
"""
