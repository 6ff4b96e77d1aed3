"""A site with one finding of a visit that is over; the minutes are frozen when a test says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from domain.inspection import commands as c
from domain.inspection.parts import OutcomeAsked
from domain.values import Doc
from service.demo.cast import DEMO_PASSWORD, POSTS, holder_on, person_id
from service.server import EmbeddedServer
from tests.service.inspected_ward import (
    HEAD,
    LEADER,
    SECRETARY,
    VISIT,
    Inspected,
    drawing,
)
from tests.web.conftest import Site, Visitor, _database, served
from tests.web.filling import send
from tests.web.minutes_site import FINDING, MinutesSite

CODE = "PH-2025-002"
"""001 was entered from paper."""
ADDRESS = f"/findings/{CODE}"
CONCLUSION = Doc(number="91", notation="TB-UBND", issued_on=date(2025, 10, 23), issuer="UBND")
FROZEN = "2025-10-06 15:00"


class FindingSite(MinutesSite):
    """Everybody who has to do with a finding comes in by the key of a post."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self._came: dict[str, Visitor] = {}

    def come(self, post: str) -> Visitor:
        """The holder of a post, logged in."""
        if post not in self._came:
            person = holder_on(post, date(2025, 10, 6))
            found = self.site.sql("SELECT login FROM soviec.accounts WHERE person_id = %s", person)
            login = found[0][0] if found else f"finding-{post}"
            if not found:
                name = next(p.holder for p in POSTS if person_id(p.holder) == person)
                self.site.run(
                    self.site.house.accounts.create,
                    login,
                    name,
                    person_id=person,
                    password=DEMO_PASSWORD,
                )
            visitor = self.site.visitor()
            answer = visitor.send("/login", {"login": login, "password": DEMO_PASSWORD})
            assert answer.status_code == 303, answer.text
            self._came[post] = visitor
        return self._came[post]

    def do(self, post: str, act: str, **answers: Any) -> str:
        """An act filled in and sent; the page it leads to."""
        answer = self.tried(post, act, **answers)
        assert answer.status_code == 303, answer.text.split("<main")[-1]
        self.settled()
        return self.come(post).get(answer.headers["location"]).text

    def tried(self, post: str, act: str, **answers: Any) -> httpx.Response:
        """The same, whatever comes of it."""
        visitor = self.come(post)
        return send(visitor, visitor.get(f"{ADDRESS}/do/{act}").text, **answers)

    def freeze(self) -> None:
        """Drawn up, signed by team and head at 15:00 on Mon 06/10."""
        self.site.run(_frozen, self.story)
        self.at("16:00")

    def pass_to(self, when: str) -> None:
        """Time goes by."""
        self.site.run(self.story.pass_to, when)

    def close(self) -> None:
        """Browsers are shut."""
        for visitor in self._came.values():
            visitor.client.close()


async def _frozen(story: Inspected) -> None:
    draw = c.DrawUpMinutes(inspection_id=VISIT, drawing=drawing())
    await story.ask("2025-10-06 14:00", SECRETARY, draw)
    shown = await story.shown()
    for role, post in (("leader", LEADER), ("secretary", SECRETARY), ("head", HEAD)):
        sign = c.SignMinutes(
            inspection_id=VISIT,
            role=role,  # type: ignore[arg-type]
            content_hash=shown,
            hash_now="",
            stepped_up=True,
        )
        await story.ask(FROZEN, post, sign)


async def concluded(story: Inspected, severity: str = "shortcoming") -> None:
    """Reported and concluded: upheld."""
    report = c.ReportInspection(inspection_id=VISIT, summary="Kết quả kiểm tra.")
    await story.ask("2025-10-17 08:00", LEADER, report)
    outcome = OutcomeAsked(finding_id=FINDING, outcome="upheld", severity=severity)  # type: ignore[arg-type]
    conclude = c.IssueConclusion(inspection_id=VISIT, outcomes=(outcome,))
    await story.ask("2025-10-23 15:00", "chu-tich", conclude, document=CONCLUSION)


@contextmanager
def with_a_finding(server: EmbeddedServer, data: Path, name: str) -> Iterator[FindingSite]:
    """A site of its own, for a file of tests."""
    with _database(server, name) as url, served(url, data, demo=True) as site:
        made = FindingSite(site)
        yield made
        made.close()
