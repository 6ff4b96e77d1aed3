"""Evaluation pages: rounds, scoreboard, sheet, criterion, freeze, and the forms of their acts."""

from __future__ import annotations

from litestar import Controller

from web.evaluations import act_routes, approving, freezing, opening, pages, score_pages

CONTROLLERS: list[type[Controller]] = [
    *pages.CONTROLLERS,
    *opening.CONTROLLERS,
    *act_routes.CONTROLLERS,
    *score_pages.CONTROLLERS,
    *approving.CONTROLLERS,
    *freezing.CONTROLLERS,
]
