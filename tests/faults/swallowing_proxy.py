"""Forwards to the database, until it swallows: nothing is refused, nothing ends, nothing arrives.

A connection that has lost a single octet stays lost, as behind a router that forgot it; new ones
work again when the swallowing ends.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self
from urllib.parse import quote

from psycopg.conninfo import conninfo_to_dict

PIECE = 65_536


class SwallowingProxy:
    """Listens on a port of its own before the socket of an embedded server."""

    def __init__(self, url: str) -> None:
        known = conninfo_to_dict(url)
        self._database = f"{known['host']}/.s.PGSQL.{known.get('port', 5432)}"
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        self.url = f"postgresql://{quote(str(known['user']))}@127.0.0.1:{port}/{known['dbname']}"
        self.swallows = threading.Event()
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *failure: object) -> None:
        for each in (self._listening, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._database)
                self._open += [client, server]
                lost = threading.Event()
                for ends in ((client, server), (server, client)):
                    threading.Thread(target=self._pump, args=(*ends, lost), daemon=True).start()

    def _pump(self, come: socket.socket, go: socket.socket, lost: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while piece := come.recv(PIECE):
                if self.swallows.is_set():
                    lost.set()
                if not lost.is_set():
                    go.sendall(piece)
        if not lost.is_set():
            for each in (come, go):
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
