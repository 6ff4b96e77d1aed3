"""One line per request without a word of anybody's, and addresses that only a named proxy tells."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service import log_lines
from service.running import web_config
from service.settings import Settings
from tests.web.conftest import Site
from tests.web.waiting import until_lines_are_written

LINE = re.compile(
    r"INFO soviec\.access (GET|POST) (\S+) \d{3} \d+ms"
    r" account=(-|[0-9a-f-]{36}) request=[0-9a-f]{12}$"
)


@pytest.fixture
def begun(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """The program's own logging, and everything as it was afterwards."""
    root, own = logging.getLogger(), logging.getLogger(log_lines.OWN)
    database = [logging.getLogger(name) for name in log_lines.DATABASE]
    before = (list(root.handlers), root.level, own.level)
    levels = [logger.level for logger in database]
    yield lambda level: (log_lines.begin(level), capsys)[1]
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in before[0]:
        root.addHandler(handler)
    root.setLevel(before[1])
    own.setLevel(before[2])
    for logger, level in zip(database, levels, strict=True):
        logger.setLevel(level)


def test_a_request_is_one_line_that_tells_nothing_personal(site: Site, begun: Any) -> None:
    visitor = site.visitor().enter("chutich")
    until_lines_are_written(site)
    heard = begun("INFO")
    visitor.get("/tasks?q=Vũ+Đình+Khải&unit=VHXH&sealed=đột+xuất")
    visitor.get("/tasks/PL-2025-9999")
    visitor.send_blind("/login", {"login": "ten.bi.mat", "password": "mat khau bi mat"})
    until_lines_are_written(site)
    lines = [line for line in heard.readouterr().err.splitlines() if "soviec.access" in line]
    assert [match[2] for line in lines if (match := LINE.search(line))] == [
        "/tasks",
        "/tasks/{code}",
        "/login",
    ]
    assert len(lines) == 3
    whole = "\n".join(lines)
    for secret in ("Khải", "VHXH", "9999", "bi.mat", "bi mat", "127.0.0.1", "%C4"):
        assert secret not in whole


def test_a_higher_level_silences_requests(site: Site, begun: Any) -> None:
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # as a library may have done
    heard = begun("WARNING")
    site.visitor().get("/login")
    until_lines_are_written(site)
    assert "soviec.access" not in heard.readouterr().err
    assert logging.getLogger("psycopg.pool").getEffectiveLevel() == logging.WARNING
    assert sys.stderr is not None


# -- behind a proxy ------------------------------------------------------------


def seen_from(proxies: tuple[str, ...], peer: str) -> tuple[str, str]:
    """The address and scheme that pages see, when a request claims to come from elsewhere."""
    seen: list[tuple[str, str]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope["client"][0], scope["scheme"]))

    config = web_config(app, Settings(data=Path(), trusted_proxies=proxies))
    config.load()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "client": (peer, 5000),
        "scheme": "http",
        "headers": [
            (b"x-forwarded-for", b"6.6.6.6, 203.0.113.9"),
            (b"x-forwarded-proto", b"https"),
        ],
    }
    asyncio.run(config.loaded_app(scope, None, None))
    return seen[0]


@pytest.mark.parametrize(
    ("proxies", "peer", "expected"),
    [
        ((), "127.0.0.1", ("127.0.0.1", "http")),
        (("10.0.0.7",), "10.0.0.7", ("203.0.113.9", "https")),
        (("10.0.0.0/24",), "10.0.0.7", ("203.0.113.9", "https")),
        (("10.0.0.7",), "10.0.0.8", ("10.0.0.8", "http")),
        (("10.0.0.7",), "127.0.0.1", ("127.0.0.1", "http")),
    ],
)
def test_only_a_named_proxy_says_where_a_request_comes_from(
    proxies: tuple[str, ...], peer: str, expected: tuple[str, str]
) -> None:
    assert seen_from(proxies, peer) == expected
