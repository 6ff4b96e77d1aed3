"""Inspections on pages: calendar, order, programme, file with its acts and replay."""

from __future__ import annotations

from web.inspections import calendar, new, programme, replay, routes

CONTROLLERS = (
    *calendar.CONTROLLERS,
    *new.CONTROLLERS,
    *programme.CONTROLLERS,
    *replay.CONTROLLERS,
    *routes.CONTROLLERS,
)
