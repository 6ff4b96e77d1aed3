"""A demo of its own in which surprise visits are sealed through the pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from service.server import EmbeddedServer
from tests.web.conftest import Site, Visitor, _database, served
from tests.web.filling import Sheet, send
from tests.web.inspection_site import PAPER, on_day, publish_checklist

ORDERER, LEADER, MEMBER, SECRETARY = "chutich", "pct", "daumoi", "vienchuc"
"""Logins of the demo; the unit inspected is the economic division, nobody's of them."""
UNIT_NAME = "Phòng Kinh tế"
WORDS = "Trực một cửa và bàn giao hồ sơ"
SEALED_ON = date(2025, 7, 3)
FROM_ON, TO_ON = date(2025, 7, 7), date(2025, 7, 11)


@contextmanager
def sealed_site(server: EmbeddedServer, folder: Path, name: str) -> Iterator[Site]:
    """The demo on Thu 03/07/2025, 08:00: slots have begun, nothing is sealed."""
    with _database(server, name) as url, served(url, folder, demo=True) as running:
        publish_checklist(running)
        pass_to(running, SEALED_ON, "08:00")
        yield running


def pass_to(site: Site, day: date, time: str) -> None:
    """Turn the clock, and wait until slots that were due stand in the register."""
    on_day(site, day, time)
    site.run(site.house.seal_slots.run)
    ((position,),) = site.sql("SELECT max(notification_id) FROM soviec.journal_events")
    site.run(site.house.freshness.wait, position)


def sheet_of(visitor: Visitor, address: str = "/sealed/new") -> tuple[str, Sheet]:
    """The form of a page."""
    page = visitor.get(address)
    assert page.status_code == 200, page.text
    return page.text, Sheet(page.text)


def seal(visitor: Visitor, **more: Any) -> httpx.Response:
    """The order filled in and sealed, whatever comes of it."""
    page, sheet = sheet_of(visitor)
    answers = {
        "unit": sheet.chosen("unit", UNIT_NAME),
        "leader": sheet.chosen("leader", "Phó Chủ tịch Hoàng"),
        "secretary": sheet.chosen("secretary", "Mạc Thị Út"),
        "members": [sheet.chosen("secretary", "Vũ Thị Hạnh")],
        "contents": WORDS,
        "period_from": "01/04/2025",
        "period_to": "30/06/2025",
        "from_on": f"{FROM_ON:%d/%m/%Y}",
        "to_on": f"{TO_ON:%d/%m/%Y}",
        **PAPER,
    }
    return send(visitor, page, **(answers | more))


def sealed(visitor: Visitor, **more: Any) -> str:
    """The address of an order that was sealed."""
    answer = seal(visitor, **more)
    assert answer.status_code == 303, words(answer)
    return answer.headers["location"].split("?")[0]


def words(answer: httpx.Response) -> str:
    """A page as it is read."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
