"""How soon a connection is given up on which packets vanish: no refusal, no end, only silence.

The first four find out on a connection that waits, the last one where something was sent and is
not even acknowledged. Connections inside one machine ignore them.
"""

from __future__ import annotations

SILENCE: dict[str, int] = {
    "keepalives": 1,
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 7000,
}
"""Seconds, a number, and milliseconds: about 7 s until an error, where nothing may hang for 10."""
