"""Rule sets: drafted part by part, tried on real data, compared, carried in and out, adopted."""

from web.rule_sets import act_routes, files, routes

__all__ = ["CONTROLLERS"]

CONTROLLERS = (*act_routes.CONTROLLERS, *routes.CONTROLLERS, *files.CONTROLLERS)
