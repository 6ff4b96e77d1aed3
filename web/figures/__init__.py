"""Figures from outside: what is held, imports with their preview, the named indices."""

from web.figures import import_page, importing, indices, overview, templates

__all__ = ["CONTROLLERS"]

CONTROLLERS = (
    *overview.CONTROLLERS,
    *importing.CONTROLLERS,
    *import_page.CONTROLLERS,
    *templates.CONTROLLERS,
    *indices.CONTROLLERS,
)
