"""How the house is, for people and for machines."""

from web.trouble import routes

__all__ = ["routes"]
