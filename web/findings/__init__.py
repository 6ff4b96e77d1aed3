"""Findings on pages: register, follow-up, file with its acts, the unit's answer, replay."""

from __future__ import annotations

from web.findings import answer_page, enter_earlier, export, follow_up, register, replay, routes

CONTROLLERS = (
    *register.CONTROLLERS,
    *export.CONTROLLERS,
    *follow_up.CONTROLLERS,
    *enter_earlier.CONTROLLERS,
    *answer_page.CONTROLLERS,
    *replay.CONTROLLERS,
    *routes.CONTROLLERS,
)
