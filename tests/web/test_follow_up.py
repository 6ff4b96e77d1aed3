"""Promised fixes on pages: the board with each measure, the look that is owed, what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.finding import commands as c
from domain.finding.values import Promise
from service.server import EmbeddedServer
from tests.service.inspected_ward import HEAD, LEADER, MEMBER
from tests.web.finding_site import ADDRESS, FindingSite, concluded, with_a_finding
from tests.web.inspection_site import words
from tests.web.minutes_site import FINDING

BOARD = "/findings/follow-up"
OTHER_UNIT = "gd-hcc"


@pytest.fixture(scope="module")
def story(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FindingSite]:
    folder: Path = tmp_path_factory.mktemp("promises")
    with with_a_finding(server, folder, "site_promises") as made:
        made.freeze()
        made.ask("2025-10-07 08:00", HEAD, c.AcknowledgeFinding(finding_id=FINDING))
        promise = Promise(text="Lập sổ trực", on=date(2025, 10, 31))
        said = c.SubmitExplanation(finding_id=FINDING, stance="accept", measures=(promise,))
        made.ask("2025-10-09 08:00", HEAD, said)
        keep = c.AcceptExplanation(finding_id=FINDING, effect="keep")
        made.ask("2025-10-10 08:00", LEADER, keep)
        made.site.run(concluded, made.story)
        made.settled()
        yield made


def test_an_act_is_entered_after_it_happened(story: FindingSite) -> None:
    story.at("09:00", "2025-10-27")
    plan = {"measure_1": "Lập sổ trực", "on_1": "05/11/2025"}
    no_hour = story.tried(HEAD, "plan-remediation", happened_on="24/10/2025", **plan)
    assert no_hour.status_code == 422
    assert "Nhập giờ xảy ra" in words(no_hour)
    assert '<details class="earlier" open>' in no_hour.text
    moment = {"happened_on": "23/10/2025", "happened_hour": "08:00"}
    too_early = story.tried(HEAD, "plan-remediation", **plan, **moment)
    assert too_early.status_code == 422
    assert 'value="23/10/2025"' in too_early.text, "what was typed is kept"
    moment = {"happened_on": "24/10/2025", "happened_hour": "10:00"}
    page = words(story.do(HEAD, "plan-remediation", **plan, **moment))
    assert "24/10 10:00" in page or "24/10, 10:00" in page, page


def test_a_measure_stands_on_the_board_with_its_own_day(story: FindingSite) -> None:
    board = words(story.come(LEADER).get(BOARD))
    assert "Lập sổ trực 05/11/2025 đã hứa" in board
    assert "Lập sổ trực" not in words(story.come(OTHER_UNIT).get(BOARD)), "the plan is the unit's"


def test_the_day_passes_and_the_team_goes_and_looks(story: FindingSite) -> None:
    story.pass_to("2025-11-06 00:10")
    board = words(story.come(LEADER).get(BOARD))
    assert "1 quá hạn" in board
    assert "Lập sổ trực 05/11/2025 quá hạn" in board
    for post in (LEADER, MEMBER):
        work = words(story.come(post).get("/my-work"))
        assert "Xem lại việc đã hứa: Một vị trí vắng mặt" in work, post
    assert "Xem lại việc đã hứa" not in words(story.come(HEAD).get("/my-work"))
    assert story.tried(HEAD, "note-follow-up").status_code == 422
    nothing_said = story.tried(MEMBER, "note-follow-up", note="?")
    assert nothing_said.status_code == 422
    done = story.do(MEMBER, "note-follow-up", seen="not_done", note="Chưa có sổ.")
    assert "đã xem lại việc hẹn ngày 05/11/2025: chưa làm" in words(done)
    assert "Chưa có sổ" in words(done)
    assert "đoàn thấy chưa làm" in words(story.come(LEADER).get(BOARD))
    assert "Xem lại việc đã hứa" not in words(story.come(MEMBER).get("/my-work"))


def test_granted_time_and_looks_are_told_in_english_too(story: FindingSite) -> None:
    reader = story.come(MEMBER)
    page = words(reader.get(f"{ADDRESS}?lang=en"))
    assert "looked at what was promised for 05/11/2025: not done" in page


def test_board_and_work_of_a_past_day_are_as_they_were(story: FindingSite) -> None:
    then = words(story.come(LEADER).get(f"{BOARD}?as_of=28/10/2025"))
    assert "Lập sổ trực 05/11/2025 đã hứa" in then
    assert "Chưa có sổ" not in then, "the look of November was to come"
    earlier = words(story.come(LEADER).get(f"{BOARD}?as_of=25/10/2025"))
    assert "1 đã hứa" in earlier
    assert "Lập sổ trực" not in earlier, "the plan was only recorded on the 27th"
    assert "0 đã hứa" in words(story.come(LEADER).get(f"{BOARD}?as_of=08/10/2025"))
    assert "Lập sổ trực" not in words(story.come(OTHER_UNIT).get(f"{BOARD}?as_of=28/10/2025"))
    page = story.come(HEAD).get("/my-work?as_of=08/10/2025")
    assert "Một vị trí vắng mặt" in words(page)
    assert f"{ADDRESS}?as_of=2025-10-08" in page.text
    assert f"{ADDRESS}/do/" not in page.text, "nothing can be done in the past"
    assert "Một vị trí vắng mặt" not in words(
        story.come(OTHER_UNIT).get("/my-work?as_of=08/10/2025")
    )
    assert "Một vị trí vắng mặt" not in words(story.come(HEAD).get("/my-work?as_of=03/10/2025"))
