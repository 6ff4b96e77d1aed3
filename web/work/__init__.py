"""My work: the start page of everybody who works in the ward."""

from web.work import routes

__all__ = ["routes"]
