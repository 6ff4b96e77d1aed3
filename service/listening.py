"""The port is taken before anything else is started, so that a taken one is noticed at once."""

from __future__ import annotations

import errno
import socket

from service.stop import CannotStart

BACKLOG = 512


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises CannotStart when the address cannot be had."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise CannotStart(
            f"Không tìm thấy máy {host!r}; hãy sửa HOST.",
            f"There is no host named {host!r}; change HOST.",
        ) from error
    family, kind, protocol, _, address = found[0]
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise _refusal(error, host, port) from error
    return listening


def address_of(listening: socket.socket, host: str) -> str:
    """What to type into a browser."""
    port = listening.getsockname()[1]
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _refusal(error: OSError, host: str, port: int) -> CannotStart:
    if error.errno == errno.EADDRINUSE:
        return CannotStart(
            f"Cổng {port} đang có chương trình khác dùng; hãy chọn cổng khác, ví dụ PORT=8001.",
            f"Port {port} is taken by another program; choose another one, e.g. PORT=8001.",
        )
    return CannotStart(
        f"Không mở được {host}:{port} ({error.strerror}); hãy sửa HOST hoặc PORT.",
        f"{host}:{port} cannot be opened ({error.strerror}); change HOST or PORT.",
    )
