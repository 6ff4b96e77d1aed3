"""What-if on pages: side by side, explained, never stored, and true to the decimal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.server import EmbeddedServer
from tests.web.evaluation_site import (
    APPRAISER,
    AUDITOR,
    CHAIR,
    COORDINATOR,
    HEAD,
    OFFICER,
    ROUND,
    EvaluationSite,
    with_a_round,
)
from tests.web.inspection_site import words

ASK = f"{ROUND}/what-if"
DECREE = "shipped:nd335-2026-unit"
TOTAL = re.compile(r"việc làm khác đi: ([\d,]+) điểm \(([^)]+)\), ([^.]+)\.")


@pytest.fixture(scope="module")
def story(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EvaluationSite]:
    folder: Path = tmp_path_factory.mktemp("whatif")
    with with_a_round(server, folder, "site_what_if") as made:
        made.site.run(made.story.pass_to, "2025-12-05 08:00")
        made.scored()
        yield made


def stored(story: EvaluationSite) -> list[tuple[object, ...]]:
    """Position of the journal, and a digest of everything that is kept of evaluation."""
    found = story.site.sql("SELECT max(notification_id), count(*) FROM soviec.journal_events")
    for name in ("round_index", "sheet_index", "rule_set_index", "rule_set_versions",
                 "accountability_records", "accountability_spans"):  # fmt: skip
        if story.site.sql("SELECT to_regclass(%s)", name)[0][0] is not None:
            found += story.site.sql(
                f"SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM {name} AS t"
            )
    return found


def test_other_rules_stand_beside_those_of_the_round_and_nothing_is_stored(
    story: EvaluationSite,
) -> None:
    before = stored(story)
    visitor = story.come(CHAIR)
    every = visitor.get(ASK, params={"rule_set": DECREE})
    assert every.status_code == 200
    assert "không lưu gì" in words(every)
    one = visitor.get(ASK, params={"unit": "kthtdt", "rule_set": DECREE})
    seen = words(one)
    assert "Bộ tiêu chí tính thử không có tiêu chí này." in seen
    assert "Bộ tiêu chí của đợt không có tiêu chí này." in seen
    own = visitor.get(ASK, params={"unit": "kthtdt"})
    assert "0 tiêu chí khác nhau giữa hai bên." in words(own)
    assert stored(story) == before


def test_another_cut_is_explained_by_figures_and_by_facts_with_links(
    story: EvaluationSite,
) -> None:
    every = {"unit": "kthtdt", "cut": "01/10/2025", "differ": "0"}
    seen = story.come(CHAIR).get(ASK, params=every)
    assert seen.status_code == 200
    told = words(seen)
    assert "Chỉ bên của đợt tính" in told
    assert re.search(r"K11\..*: [\d,–]+ → [\d,–]+\.", told)
    assert 'href="/inspections/KT-2025-01' in seen.text
    short = story.come(CHAIR).get(
        ASK, params={"unit": "kthtdt", "cut": "2025-10-01", "basis": "then"}
    )
    assert "Hiện mọi tiêu chí" in words(short)
    assert short.text.count("<tr") < seen.text.count("<tr")


def test_the_trial_of_a_suggestion_says_what_the_suggestion_said(story: EvaluationSite) -> None:
    """Both are made of the same changed lines: this proves only that a link keeps its promise.

    That acts led as suggested come to that score is shown in
    `tests/service/scoring/test_lived_otherwise.py`.
    """
    visitor = story.come(COORDINATOR)
    tried = 0
    for asked in ({}, {"entries": "full", "rule_set": DECREE}, {"rule_set": "shipped:ward-2025"}):
        for unit in ("kthtdt", "vp", "pvhcc"):
            page = visitor.get(ASK, params={"unit": unit, **asked})
            text = page.text
            for direction in ("up", "down"):
                link = re.search(rf'href="(\?[^"]*apply={direction}[^"]*)"', text)
                if link is None:
                    continue
                tried += 1
                block = words(page).split(
                    "Để lên mức trên" if direction == "up" else "Sẽ xuống mức dưới nếu"
                )[1]
                total, _, level = TOTAL.search(block).groups()  # type: ignore[union-attr]
                changed = words(visitor.get(ASK + link[1].replace("&amp;", "&")))
                row = changed.split("Tổng điểm")[1].split("Mức hệ thống đề xuất")[0]
                assert f" {total} (" in row, (unit, direction)
                assert level in changed.split("Mức hệ thống đề xuất")[1].split("Cộng / trừ")[0]
    assert tried > 2


def test_who_may_ask(story: EvaluationSite) -> None:
    for post in (CHAIR, COORDINATOR, APPRAISER, AUDITOR):
        assert story.come(post).get(ASK).status_code == 200, post
    own = story.come(HEAD).get(ASK)
    assert own.status_code == 200
    assert "Mọi đơn vị của đợt" not in words(own)
    assert story.come(HEAD).get(ASK, params={"unit": "vp"}).status_code == 422
    assert story.come(OFFICER).get(ASK).status_code == 404
    draft = "phu-lien-2025:draft"
    assert story.come(HEAD).get(ASK, params={"rule_set": draft}).status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        {"rule_set": "khong-co:1"},
        {"rule_set": "phu-lien-2025:99"},
        {"rule_set": "phu-lien-2025", "version": "x"},
        {"rule_set": ":" * 300},
        {"cut": "31/02/2025"},
        {"cut": "01/01/1900"},
        {"cut": "01/01/2199"},
        {"basis": "sometimes"},
        {"entries": "half"},
        {"unit": "khong-co"},
        {"apply": "sideways"},
    ],
)
def test_what_cannot_be_asked_is_told_over_the_kept_form(
    story: EvaluationSite, asked: dict[str, str]
) -> None:
    answer = story.come(CHAIR).get(ASK, params=asked)
    assert answer.status_code == 422
    assert "Tính thử" in words(answer)
    assert "Điều kiện để đổi mức" not in words(answer)


def test_it_reads_in_english(story: EvaluationSite) -> None:
    seen = words(story.come(CHAIR).get(ASK, params={"unit": "kthtdt", "lang": "en"}))
    story.come(CHAIR).get(ASK, params={"lang": "vi"})
    assert "What would change the level" in seen
    assert "nothing is stored" in seen
