"""Where the program's own log lines go, and from which level on.

Lines carry ids, routes and codes. What people typed, their names and addresses, and the words of an
address's query are never part of a line: the administrator who reads logs may not learn them there.
"""

from __future__ import annotations

import logging
import sys

OWN = "soviec"
"""Every logger of ours begins so: `soviec.access`, `soviec.sweep`, …"""
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
DATABASE = ("psycopg", "psycopg.pool")
"""The event store's library makes these two quieter when it is imported; we want to hear them."""


def begin(level: str) -> None:
    """Our lines from `level` on, other libraries' warnings, all to standard error."""
    logging.basicConfig(level=logging.WARNING, format=FORMAT, stream=sys.stderr, force=True)
    for name in DATABASE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(OWN).setLevel(level)
