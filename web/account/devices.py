"""A browser's long name for itself, shortened to what its owner recognises."""

from __future__ import annotations

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""The first sign found counts: every browser also says it is the ones below it."""
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
AGENT_SHOWN = 60


def device(agent: str) -> str:
    """Chrome, Windows; whatever is not known stays as it said itself, cut."""
    known = [_first(agent, BROWSERS), _first(agent, SYSTEMS)]
    return ", ".join(filter(None, known)) or agent[:AGENT_SHOWN]


def _first(agent: str, signs: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in signs if sign in agent), "")
