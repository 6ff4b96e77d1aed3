"""How plans stand: the shelf, and the matrix of one plan."""

from web.plan_overview import routes

__all__ = ["routes"]
