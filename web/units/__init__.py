"""Accountability: what units did, who answered for it, and how every figure is made."""

from web.units import compare, export, figures, overview, pages, people

CONTROLLERS = (
    *overview.CONTROLLERS,
    *pages.CONTROLLERS,
    *figures.CONTROLLERS,
    *compare.CONTROLLERS,
    *export.CONTROLLERS,
    *people.CONTROLLERS,
)
