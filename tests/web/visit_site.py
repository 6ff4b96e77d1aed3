"""A site whose team stands at the door: one scheduled inspection opened on Mon 06/10/2025."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from domain.fact import Recorded
from domain.finding.commands import EnterEarlierFinding
from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection.state import Inspection
from service.accounts import LoginTaken
from service.demo.cast import DEMO_PASSWORD, POSTS, holder_on, person_id, post_id
from service.demo.script import hour
from service.server import EmbeddedServer
from tests.service.founded_ward import Ward
from tests.service.inspected_ward import HEAD, LEADER, MEMBER, SECRETARY, UNIT, VISIT, Inspected
from tests.service.test_inspection_life import checklist
from tests.web.conftest import Site, Visitor, _database, served

DAY = "2025-10-06"
CODE = "KT-2025-01"
ADDRESS = f"/inspections/{CODE}/visit"
TEAM = {"leader": LEADER, "secretary": SECRETARY, "member": MEMBER, "head": HEAD}
"""Who logs in here → post; the last one is the head who is inspected."""


class VisitSite:
    """The running program, its story and its clock."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.story: Inspected = site.run(_begun, site)

    def at(self, time: str, day: str = DAY) -> None:
        """The hour it is."""
        self.site.run(self._set, day, time)

    async def _set(self, day: str, time: str) -> None:
        self.story.ward.clock.set(hour(date.fromisoformat(day), time))

    def ask(self, when: str, post: str, command: Any, **more: Any) -> None:
        """Something that is not done on the pages of the visit."""
        self.site.run(self.story.ask, when, post, command, **more)

    def settled(self) -> None:
        """Read models have seen everything."""
        self.site.run(self.story.settle)

    def login(self, who: str) -> str:
        """A person has one account; some have theirs from the demo."""
        person = holder_on(TEAM[who], date(2025, 10, 6))
        ((login,),) = self.site.sql(
            "SELECT login FROM soviec.accounts WHERE person_id = %s", person
        )
        return str(login)

    def enter(self, who: str) -> Visitor:
        """Logged in with the password of the tests."""
        visitor, login = self.site.visitor(), self.login(who)
        answer = visitor.send("/login", {"login": login, "password": DEMO_PASSWORD})
        assert answer.status_code == 303, answer.text
        return visitor

    def inspection(self) -> Inspection:
        """As the journal has it."""
        found: Inspection = self.site.run(self.story.inspection)
        return found

    def facts(self, stream: Any = VISIT) -> list[Recorded]:
        """The acts of a stream."""
        found: list[Recorded] = self.site.run(self.story.facts, stream)
        return found


async def _begun(site: Site) -> Inspected:
    story = Inspected(Ward(site.house))
    story.ward.clock.set(hour(date(2025, 8, 4), "09:00"))
    names = {post.key: post.holder for post in POSTS}
    for who, post in TEAM.items():
        person = holder_on(post, date(2025, 10, 6))
        name = next(n for n in names.values() if person_id(n) == person)
        with contextlib.suppress(LoginTaken):
            await site.house.accounts.create(
                f"visit-{who}", name, person_id=person, password=DEMO_PASSWORD
            )
    await _earlier_finding(story)
    await _opened(story)
    return story


async def _earlier_finding(story: Inspected) -> None:
    """What was found at 5.1 on paper, in the spring."""
    command = EnterEarlierFinding(
        finding_id=derived("test", "earlier"),
        unit_id=UNIT,
        item_key="cchc-5.1",
        item_code="5.1",
        field=5,
        severity="shortcoming",
        description="Một vị trí vắng mặt không có người thay.",
        recorded_on=date(2025, 3, 18),
    )
    await story.ask("2025-08-05 08:00", "dau-moi", command)


async def _opened(story: Inspected) -> None:
    found = await checklist(story)
    words = c.OrderWords(
        kind="scheduled",
        unit_id=UNIT,
        leader_post=post_id(LEADER),
        secretary_post=post_id(SECRETARY),
        member_posts=(post_id(MEMBER),),
        fields=(1, 5),
        period_from=date(2025, 7, 1),
        period_to=date(2025, 9, 30),
        from_on=date(2025, 10, 6),
        to_on=date(2025, 10, 7),
    )
    order = c.OrderInspection(inspection_id=VISIT, words=words, checklist=found.place)
    await story.ask("2025-09-18 08:00", "chu-tich", order)
    for post in (LEADER, SECRETARY, MEMBER):
        say = c.DeclareIndependence(inspection_id=VISIT, post_id=post_id(post))
        await story.ask("2025-09-19 08:00", post, say)
    tell = c.AnnounceInspection(inspection_id=VISIT, outline="Đề cương", visit_on=date(2025, 10, 6))
    await story.ask("2025-09-22 08:00", SECRETARY, tell)
    door = c.OpenInspection(inspection_id=VISIT, received_by_post=post_id(HEAD))
    await story.ask("2025-10-06 08:00", LEADER, door)


@contextmanager
def at_the_door(server: EmbeddedServer, data: Path, name: str) -> Iterator[VisitSite]:
    """A site of its own, for a file of tests."""
    with _database(server, name) as url, served(url, data, demo=True) as site:
        yield VisitSite(site)
