"""Logging in and out, and one's own account."""

from web.account import acts, admin, routes, tokens

__all__ = ["acts", "admin", "routes", "tokens"]
