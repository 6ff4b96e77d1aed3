"""The environment becomes one frozen struct, or the start stops with one clear sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from service.stop import CannotStart

DEFAULT_PORT = 8000
DEFAULT_HOST = "127.0.0.1"
DEFAULT_DATA = "./var"
PORT_MAX = 65535

PREFIX = "SOVIEC_"
KNOWN = ("SOVIEC_DATABASE_URL", "SOVIEC_DATA", "PORT", "HOST", "DEMO")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What differs from one installation to the next; nothing here changes a date or a right."""

    data: Path
    """Folder of the embedded database, evidence files and logs."""
    database_url: str | None = None
    """An external PostgreSQL; None means the embedded one in `data`."""
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    demo: bool = True

    @property
    def files(self) -> Path:
        """Where evidence and plan files are kept."""
        return self.data / "files"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables; raises CannotStart on an unknown or bad value."""
    _refuse_unknown(environment)
    data = environment.get("SOVIEC_DATA", DEFAULT_DATA).strip()
    if not data:
        raise _bad("SOVIEC_DATA", "", "đường dẫn thư mục", "the path of a folder")
    host = environment.get("HOST", DEFAULT_HOST).strip()
    if not host or any(c.isspace() or c == "/" for c in host):
        raise _bad("HOST", host, "tên máy hoặc địa chỉ IP", "a host name or an IP address")
    return Settings(
        data=Path(data).expanduser().absolute(),
        database_url=_database_url(environment.get("SOVIEC_DATABASE_URL")),
        host=host,
        port=_port(environment.get("PORT", str(DEFAULT_PORT))),
        demo=_demo(environment.get("DEMO", "1")),
    )


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name not in KNOWN)
    if unknown:
        known = ", ".join(KNOWN)
        raise CannotStart(
            f"Không có thiết lập nào tên {unknown[0]}; các thiết lập: {known}.",
            f"There is no setting named {unknown[0]}; the settings are {known}.",
        )


def _database_url(text: str | None) -> str | None:
    if text is None:
        return None
    url = text.strip()
    if not url.startswith(("postgresql://", "postgres://")):
        # the value may hold a password, so it is not repeated
        raise CannotStart(
            "SOVIEC_DATABASE_URL phải có dạng postgresql://người:mật-khẩu@máy/cơ-sở-dữ-liệu.",
            "SOVIEC_DATABASE_URL must look like postgresql://user:password@host/database.",
        )
    return url


def _port(text: str) -> int:
    value = text.strip()
    if not (value.isascii() and value.isdigit() and int(value) <= PORT_MAX):
        raise _bad("PORT", text, f"số từ 0 đến {PORT_MAX}", f"a number from 0 to {PORT_MAX}")
    return int(value)


def _demo(text: str) -> bool:
    value = text.strip()
    if value not in ("0", "1"):
        raise _bad("DEMO", text, "1 (có dữ liệu minh họa) hoặc 0", "1 (with demo data) or 0")
    return value == "1"


def _bad(name: str, value: str, vi: str, en: str) -> CannotStart:
    return CannotStart(
        f"{name}={value!r} không hợp lệ: cần {vi}.",
        f"{name}={value!r} is not valid: it must be {en}.",
    )
