"""Checklists: read, drafted, compared, carried in and out as tables, published."""

from web.checklists import preview, routes, tables

__all__ = ["CONTROLLERS"]

CONTROLLERS = (*routes.CONTROLLERS, *tables.CONTROLLERS, *preview.CONTROLLERS)
