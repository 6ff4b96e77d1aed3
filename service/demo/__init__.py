"""A believable half-year, invented: the ward's real plan worked on by people who do not exist.

Everything enters through the front door (commands under a moving clock, never rows), so the demo is
also the largest test of the product.
"""
