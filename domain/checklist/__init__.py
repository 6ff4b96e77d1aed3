"""A checklist: drafted, revised item by item, published as version n, revised again, retired.

A published version never changes; a new draft begins from it. Inspections keep the version that
they were ordered with. Document and reason of every act stand in the envelope.
"""
