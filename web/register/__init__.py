"""The register of tasks: one list with filters, exports and named lists."""

from web.register import routes

__all__ = ["routes"]
