"""A site whose visit is over, with one finding: what the minutes are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from domain.finding.commands import RecordFinding
from domain.ids import derived
from domain.inspection import commands as c
from domain.refusal import Refused
from service.demo.cast import DEMO_PASSWORD
from service.demo.script import hour
from service.server import EmbeddedServer
from tests.service.inspected_ward import LEADER, MEMBER, PHOTO, VISIT, Inspected
from tests.web.conftest import Site, Visitor, _database, served
from tests.web.filling import send
from tests.web.visit_site import CODE, VisitSite

FINDING = derived("test", "minutes finding")
ADDRESS = f"/inspections/{CODE}"
MINUTES = f"{ADDRESS}/minutes"
NASTY = '#let x = 1; *không* $5$ <b>&</b> {{ 7 * 7 }} "mã" \\ @tên'
SEEN = f"Một vị trí vắng mặt, không có người thay. {NASTY}"


async def _over(story: Inspected) -> None:
    """Everything answered, 5.1 failed, the visit closed at 11:00 on 06/10."""
    found = RecordFinding(
        finding_id=FINDING,
        inspection_id=VISIT,
        item_key="cchc-5.1",
        item_code="5.1",
        field=5,
        severity="shortcoming",
        description=SEEN,
        evidence=(PHOTO,),
        proposal="Phân công người thay.",
        proposed_on=date(2025, 10, 20),
    )
    await story.ask("2025-10-06 09:00", MEMBER, found)
    for item in (await story.inspection()).items:
        failed = item.item_key == "cchc-5.1"
        answer = c.CheckItem(
            inspection_id=VISIT,
            answer_id=derived("answer", item.item_key),
            item_key=item.item_key,
            answer="not_met" if failed else "met",
            points="" if item.source == "DATA" else ("0" if failed else item.max_points),
            note=NASTY if failed else "Theo sổ.",
            evidence=(PHOTO,) if failed else (),
            finding_id=FINDING if failed else None,
        )
        try:
            await story.ask("2025-10-06 09:30", MEMBER, answer)
        except Refused:  # there is nothing to count yet: the points are typed
            given = c.CheckItem(**{**_fields(answer), "points": item.max_points})
            await story.ask("2025-10-06 09:30", MEMBER, given)
    await story.ask("2025-10-06 11:00", LEADER, c.CloseVisit(inspection_id=VISIT))
    story.ward.clock.set(hour(date(2025, 10, 6), "11:10"))


def _fields(command: c.CheckItem) -> dict[str, object]:
    return {name: getattr(command, name) for name in command.__struct_fields__}


class MinutesSite(VisitSite):
    """The visit is over; who signs comes in by name."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        site.run(_over, self.story)

    def did(self, visitor: Visitor, act: str, **answers: object) -> str:
        """An act of the minutes filled in and sent; the page it leads to."""
        answer = send(visitor, visitor.get(f"{MINUTES}/{act}").text, **answers)
        assert answer.status_code == 303, answer.text
        self.settled()
        return visitor.get(answer.headers["location"]).text

    def sign(self, visitor: Visitor, role: str, password: str = DEMO_PASSWORD, **more: str):  # type: ignore[no-untyped-def]
        """The signing page filled in and sent, whatever comes of it."""
        page = visitor.get(f"{MINUTES}/sign/{role}")
        answer = send(visitor, page.text, password=password, **more)
        self.settled()
        return answer

    def digest(self) -> str:
        """Of the minutes as they were drawn up last."""
        minutes = self.inspection().minutes
        assert minutes is not None
        return minutes.content_hash


def hash_in(page: str) -> str:
    """The hash that a page shows."""
    return re.findall(r'class="mono">([0-9a-f]{64})', page)[0]


@contextmanager
def after_the_visit(server: EmbeddedServer, data: Path, name: str) -> Iterator[MinutesSite]:
    """A site of its own, for a file of tests."""
    with _database(server, name) as url, served(url, data, demo=True) as site:
        yield MinutesSite(site)
