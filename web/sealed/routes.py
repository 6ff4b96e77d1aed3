"""Every page of sealed values and of the public list."""

from __future__ import annotations

from web.sealed import act_routes, drawing, known, new, public

CONTROLLERS = (
    *new.CONTROLLERS,
    *drawing.CONTROLLERS,
    *known.CONTROLLERS,
    *act_routes.CONTROLLERS,
    *public.CONTROLLERS,
)
