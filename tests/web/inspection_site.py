"""A demo of its own with a published checklist and, step by step, an announced inspection."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import httpx

from domain.checklist import commands as cl
from domain.fact import Command
from domain.ids import derived, new_id
from domain.values import Doc
from service.checklist_file import shipped_items
from service.demo.cast import holder_on, post_id
from service.demo.script import hour
from service.desk import Envelope, Receipt, Who
from tests.web.conftest import Site, Visitor
from tests.web.filling import Sheet, send

CHECKLIST = derived("checklist", "cl-2025")
PAPER = {
    "doc_number": "52",
    "doc_notation": "QĐ-UBND",
    "doc_on": "02/07/2025",
    "doc_signer": "Vũ Đình Khải",
}
DOC = Doc(number="52", notation="QĐ-UBND", issued_on=date(2025, 7, 2), issuer="UBND phường")
ORDER = "/inspections/new?kind=scheduled&unit=vhxh"
FROM_ON, TO_ON = "24/07/2025", "25/07/2025"
Enter = Callable[[str], Visitor]


@contextmanager
def visitors(site: Site) -> Iterator[Enter]:
    """People who come in; each has a browser of their own."""
    came: dict[str, Visitor] = {}

    def enter(login: str) -> Visitor:
        if login not in came:
            came[login] = site.visitor().enter(login)
        return came[login]

    yield enter
    for visitor in came.values():
        visitor.client.close()


def submit(site: Site, key: str, command: Command, **more: Any) -> Receipt:
    """Past the pages, as the holder of a post."""
    person = holder_on(key, site.house.clock.today())
    envelope = Envelope(
        who=Who(person_id=person, acting_post=post_id(key)),
        command_id=new_id(site.house.clock.now()),
        document=DOC,
        reason="Theo chương trình.",
        **more,
    )
    receipt: Receipt = site.run(site.house.desk.submit, command, envelope)
    site.run(site.house.freshness.wait, receipt.position)
    return receipt


def publish_checklist(site: Site) -> None:
    """The shipped items as the first version."""
    draft = cl.DraftChecklist(
        checklist_id=CHECKLIST, code="cl-2025", title="Kiểm tra CCHC", items=shipped_items()
    )
    submit(site, "dau-moi", draft)
    submit(site, "chu-tich", cl.PublishChecklist(checklist_id=CHECKLIST))


def words(answer: httpx.Response | str) -> str:
    """A page as it is read."""
    text = answer if isinstance(answer, str) else answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def order(chair: Visitor, **more: Any) -> httpx.Response:
    """The order filled in and looked at; not yet signed."""
    page = chair.get(ORDER).text
    sheet = Sheet(page)
    answers = {
        "leader": sheet.chosen("leader", "Phó Chủ tịch Hoàng"),
        "secretary": sheet.chosen("secretary", "Phan Huy Trác"),
        "members": [sheet.chosen("secretary", "Mạc Thị Út")],
        "fields": ["5"],
        "contents": "Kiểm tra cải cách hành chính.",
        "period_from": "01/04/2025",
        "period_to": "30/06/2025",
        "from_on": FROM_ON,
        "to_on": TO_ON,
        **PAPER,
    }
    return send(chair, page, **(answers | more))


def hidden(page: str) -> dict[str, list[str]]:
    """Every hidden field of a page that was looked at."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def signed_order(chair: Visitor) -> str:
    """The address of an inspection that was ordered through the pages."""
    looked = order(chair)
    assert looked.status_code == 200, words(looked)
    fields = hidden(looked.text.split("<h1>")[1])
    answer = chair.client.post("/inspections/new", data={**fields, "confirmed": "1"})
    assert answer.status_code == 303, words(answer)
    chair.get(answer.headers["location"])
    return answer.headers["location"].split("?")[0]


def act(visitor: Visitor, address: str, slug: str, **answers: Any) -> str:
    """The form filled in and sent; the page it leads to."""
    answer = tried(visitor, address, slug, **answers)
    assert answer.status_code == 303, words(answer)
    return visitor.get(answer.headers["location"]).text


def tried(visitor: Visitor, address: str, slug: str, **answers: Any) -> httpx.Response:
    """The form filled in and sent, whatever comes of it."""
    return send(visitor, visitor.get(f"{address}/do/{slug}").text, **answers)


def on_day(site: Site, day: date, time: str = "08:00") -> None:
    """Turn the demo's day."""
    site.run(site.house.move_clock, hour(day, time))
