"""Logging in and out, and one's own account."""

from web.account import admin, routes

__all__ = ["admin", "routes"]
