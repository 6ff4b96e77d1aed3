"""A site whose round of two units is approved to the end, so that units are ranked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.evaluation import commands as c
from domain.evaluation.sheet.state import Sheet
from domain.evaluation.values import Mark
from domain.ids import unit_id
from service.scoring.shipped_rules import shipped
from service.server import EmbeddedServer
from service.slices import SHEET
from tests.service.test_evaluation_life import (
    COUNCIL,
    ROUND,
    RULES,
    open_round,
    own_lines,
)
from tests.web.conftest import _database, served
from tests.web.evaluation_site import CHAIR, COORDINATOR, EvaluationSite
from tests.web.finding_site import concluded

HEADS = {"KTHTDT": "truong-kt", "SNC": "gd-snc"}
POINTS = {"KTHTDT": "1", "SNC": "0.75"}


class ApprovedSite(EvaluationSite):
    """Two units, self-scored, appraised, agreed to, voted on and approved."""

    def open(self) -> None:
        """With those two units only."""
        draft = c.DraftRuleSet(rule_set_id=RULES, code="phu-lien-2025", rules=shipped("ward-2025"))
        self.ask("2025-11-20 08:00", COORDINATOR, draft)
        self.ask("2025-11-21 08:00", CHAIR, c.AdoptRuleSet(rule_set_id=RULES))
        units = tuple(unit_id(code) for code in HEADS)
        self.ask("2025-12-01 08:00", CHAIR, open_round(units=units))

    def marked(self) -> None:
        """Up to the replies of the units."""
        for code, head in HEADS.items():
            sheet_id = c.sheet_of(ROUND, unit_id(code))
            own = own_lines(POINTS[code])
            self.ask("2025-12-05 08:00", head, c.SubmitSelfScore(sheet_id=sheet_id, lines=own))
        for code in HEADS:
            sheet_id = c.sheet_of(ROUND, unit_id(code))
            state = SHEET.fold(self.facts(sheet_id))
            assert isinstance(state, Sheet)
            assert state.self_score is not None
            marks = tuple(
                Mark(key=line.key, points=line.points, reason="Đồng ý.")
                for line in state.self_score.lines
            )
            self.ask("2025-12-10 08:00", "cv-vp", c.AppraiseScore(sheet_id=sheet_id, marks=marks))
        for code in HEADS:
            deliver = c.DeliverAppraisal(sheet_id=c.sheet_of(ROUND, unit_id(code)))
            self.ask("2025-12-10 09:00", COORDINATOR, deliver)
        for code, head in HEADS.items():
            sheet_id = c.sheet_of(ROUND, unit_id(code))
            self.ask("2025-12-11 08:00", head, c.AcceptAppraisal(sheet_id=sheet_id))

    def approved(self) -> None:
        """Voted on and approved as the machine proposes."""
        sheets = {code: c.sheet_of(ROUND, unit_id(code)) for code in HEADS}
        for code, head in HEADS.items():
            for member in COUNCIL:
                if member != head:
                    vote = c.CastVote(sheet_id=sheets[code], choice="for")
                    self.ask("2025-12-19 08:00", member, vote)
        for sheet_id in sheets.values():
            approve = c.ApproveScore(sheet_id=sheet_id, level="not_completed", stepped_up=True)
            self.ask("2025-12-22 08:00", CHAIR, approve, reason="Theo kết quả cả năm.")
        self.settled()


@contextmanager
def with_an_approved_round(server: EmbeddedServer, data: Path, name: str) -> Iterator[ApprovedSite]:
    """A site of its own; units wait for the vote."""
    with _database(server, name) as url, served(url, data, demo=True) as site:
        made = ApprovedSite(site)
        made.freeze()
        made.pass_to("2025-10-16 08:00")
        made.site.run(concluded, made.story)
        made.settled()
        made.open()
        made.marked()
        yield made
        made.close()
