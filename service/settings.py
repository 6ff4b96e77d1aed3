"""The environment becomes one frozen struct, or the start stops with one clear sentence."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, cast, get_args

import msgspec

from service.stop import CannotStart

DEFAULT_PORT = 8000
DEFAULT_HOST = "127.0.0.1"
DEFAULT_DATA = "./var"
PORT_MAX = 65535

DEFAULT_KEEP_FILES_DAYS = 7
KEEP_FILES_DAYS_MAX = 3650
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

PREFIX = "SOVIEC_"
KNOWN: Mapping[str, str] = {
    "SOVIEC_DATABASE_URL": "an external PostgreSQL ≥ 15, `postgresql://user:password@host/database`;"
    " without it the embedded one runs",
    "SOVIEC_DATA": f"folder of the embedded database and of files; default `{DEFAULT_DATA}`",
    "SOVIEC_LOG_LEVEL": "`DEBUG`, `INFO` (default: one line per request), `WARNING` or `ERROR`;"
    " lines go to standard error and hold ids and routes, never names, addresses or what was typed",
    "SOVIEC_TRUSTED_PROXY": "addresses or networks of reverse proxies, with commas, whose"
    " X-Forwarded-For and X-Forwarded-Proto are believed; default: nobody's",
    "SOVIEC_KEEP_FILES_DAYS": "days that a received file waits on disk for an act that records it;"
    f" default {DEFAULT_KEEP_FILES_DAYS}",
    "PORT": f"default {DEFAULT_PORT}; 0 takes a free one",
    "HOST": f"address to listen on; default `{DEFAULT_HOST}`",
    "DEMO": "`1` (default) shows the invented half-year, `0` an empty ledger and today's clock",
}
"""Every setting, with what it is for; docs/catalogue.md prints this table."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What differs from one installation to the next; nothing here changes a date or a right."""

    data: Path
    """Folder of the embedded database, evidence files and logs."""
    database_url: str | None = None
    """An external PostgreSQL; None means the embedded one in `data`."""
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    demo: bool = True
    log_level: LogLevel = "INFO"
    trusted_proxies: tuple[str, ...] = ()
    """Addresses and networks whose word on where a request comes from is believed."""
    keep_files_days: int = DEFAULT_KEEP_FILES_DAYS
    """How long a file that no act has recorded stays on the disk."""

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
        log_level=read_log_level(environment),
        trusted_proxies=_proxies(environment.get("SOVIEC_TRUSTED_PROXY", "")),
        keep_files_days=_keep_files_days(
            environment.get("SOVIEC_KEEP_FILES_DAYS", str(DEFAULT_KEEP_FILES_DAYS))
        ),
    )


def read_log_level(environment: Mapping[str, str]) -> LogLevel:
    """The level alone, for the logs begin before the other settings are read."""
    text = environment.get("SOVIEC_LOG_LEVEL", "INFO")
    level = text.strip().upper()
    if level not in get_args(LogLevel):
        known = ", ".join(get_args(LogLevel))
        raise _bad("SOVIEC_LOG_LEVEL", text, f"một trong {known}", f"one of {known}")
    return cast(LogLevel, level)


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


def _proxies(text: str) -> tuple[str, ...]:
    """Named one by one: a star would let every visitor say where he comes from."""
    named = tuple(part.strip() for part in text.split(",") if part.strip())
    if not all(_names_some(each) for each in named):
        raise _bad(
            "SOVIEC_TRUSTED_PROXY",
            text,
            "địa chỉ IP hoặc dải mạng như 10.0.0.0/8, cách nhau bằng dấu phẩy",
            "IP addresses or networks such as 10.0.0.0/8, with commas",
        )
    return named


def _names_some(network: str) -> bool:
    try:
        return ip_network(network).prefixlen > 0
    except ValueError:
        return False


def _keep_files_days(text: str) -> int:
    value = text.strip()
    is_number = value.isascii() and value.isdigit() and len(value) <= len(str(KEEP_FILES_DAYS_MAX))
    if not (is_number and 1 <= int(value) <= KEEP_FILES_DAYS_MAX):
        raise _bad(
            "SOVIEC_KEEP_FILES_DAYS",
            text,
            f"số ngày từ 1 đến {KEEP_FILES_DAYS_MAX}",
            f"a number of days from 1 to {KEEP_FILES_DAYS_MAX}",
        )
    return int(value)


def _bad(name: str, value: str, vi: str, en: str) -> CannotStart:
    return CannotStart(
        f"{name}={value!r} không hợp lệ: cần {vi}.",
        f"{name}={value!r} is not valid: it must be {en}.",
    )
