"""A site with an adopted rule set and an open round of five units, over a concluded inspection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from domain.evaluation import commands as c
from domain.evaluation.sheet.state import Sheet
from service.demo.cast import post_id
from service.scoring.shipped_rules import shipped
from service.server import EmbeddedServer
from service.slices import SHEET
from tests.service.test_evaluation_life import RULES, SHEET_ID, open_round, own_lines
from tests.web.conftest import Site, _database, served
from tests.web.filling import Sheet as Form
from tests.web.filling import send
from tests.web.finding_site import FindingSite, concluded

ROUND = "/evaluations/2025"
UNIT = f"{ROUND}/kthtdt"
HEAD, OFFICER = "truong-kt", "cv-kt"
CHAIR, COORDINATOR, APPRAISER = "chu-tich", "dau-moi", "cv-vp"
STRANGER, AUDITOR = "gd-hcc", "ra-soat"
PAPER = {"doc_number": "120", "doc_notation": "QĐ-UBND", "doc_on": "22/12/2025"}


class EvaluationSite(FindingSite):
    """Everybody comes in by the key of a post."""

    def open(self) -> None:
        """Rules drafted and adopted, the round opened on 01/12."""
        draft = c.DraftRuleSet(rule_set_id=RULES, code="phu-lien-2025", rules=shipped("ward-2025"))
        self.ask("2025-11-20 08:00", COORDINATOR, draft)
        self.ask("2025-11-21 08:00", CHAIR, c.AdoptRuleSet(rule_set_id=RULES))
        self.ask("2025-12-01 08:00", CHAIR, open_round())

    def page(self, post: str, path: str = "") -> httpx.Response:
        """A page of the sheet as somebody sees it."""
        return self.come(post).get(f"{UNIT}{path}")

    def form(self, post: str, act: str) -> Form:
        """The form of an act."""
        return Form(self.page(post, f"/do/{act}").text)

    def acted(self, post: str, act: str, **answers: Any) -> httpx.Response:
        """An act filled in and sent, whatever comes of it."""
        shown = self.page(post, f"/do/{act}")
        answer = send(self.come(post), shown.text, **answers)
        self.settled()
        return answer

    def done(self, post: str, act: str, **answers: Any) -> str:
        """An act that goes through; the page it leads to."""
        answer = self.acted(post, act, **answers)
        assert answer.status_code == 303, answer.text.split("<main")[-1][:3000]
        return self.come(post).get(answer.headers["location"]).text

    def sheet(self) -> Sheet:
        """As the journal has it."""
        state = SHEET.fold(self.facts(SHEET_ID))
        assert isinstance(state, Sheet)
        return state

    def scored(self) -> None:
        """Past the pages: one point for everything judged by people."""
        own = c.SubmitSelfScore(sheet_id=SHEET_ID, lines=own_lines())
        self.ask("2025-12-05 08:00", HEAD, own)

    def vote(self, posts: tuple[str, ...], choice: str = "for") -> None:
        """Members of the council vote past the pages."""
        for post in posts:
            command = c.CastVote(sheet_id=SHEET_ID, choice=choice)  # type: ignore[arg-type]
            self.ask("2025-12-19 08:00", post, command)


@contextmanager
def with_a_round(server: EmbeddedServer, data: Path, name: str) -> Iterator[EvaluationSite]:
    """A site of its own, for a file of tests."""
    with _database(server, name) as url, served(url, data, demo=True) as site:
        made = EvaluationSite(site)
        made.freeze()
        made.pass_to("2025-10-16 08:00")
        made.site.run(concluded, made.story)
        made.settled()
        made.open()
        yield made
        made.close()


__all__ = ["EvaluationSite", "Site", "post_id", "with_a_round"]
