"""Where a visitor begins: the front door, the demo's table of roles, the first administrator."""

from web.start import begin, demo, routes, setup

__all__ = ["begin", "demo", "routes", "setup"]
