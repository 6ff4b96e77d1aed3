"""Rounds, scoreboard, sheet and criterion on pages, and a sheet carried to its end on them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from service.demo.cast import DEMO_PASSWORD
from service.server import EmbeddedServer
from tests.web.evaluation_site import (
    APPRAISER,
    AUDITOR,
    CHAIR,
    COORDINATOR,
    HEAD,
    PAPER,
    ROUND,
    STRANGER,
    UNIT,
    EvaluationSite,
    with_a_round,
)
from tests.web.filling import Sheet, send
from tests.web.inspection_site import words


@pytest.fixture(scope="module")
def story(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EvaluationSite]:
    folder: Path = tmp_path_factory.mktemp("rounds")
    with with_a_round(server, folder, "site_rounds") as made:
        yield made


def test_everybody_reads_the_list_but_only_those_concerned_open_a_sheet(
    story: EvaluationSite,
) -> None:
    for post in (HEAD, STRANGER, CHAIR, APPRAISER):
        listed = story.come(post).get("/evaluations")
        assert listed.status_code == 200
        assert "Đánh giá năm 2025" in words(listed)
        for further in ("/rule-sets", "/figures/indices", "/figures"):
            assert f'<a href="{further}"' in listed.text
    assert story.page(HEAD).status_code == 200
    assert story.page(APPRAISER).status_code == 200
    assert story.page(CHAIR).status_code == 200
    nowhere = story.come(STRANGER).get("/evaluations/khong-co")
    hidden = story.page(STRANGER)
    assert (hidden.status_code, hidden.text) == (404, nowhere.text)
    board = story.come(STRANGER).get(ROUND)
    assert board.status_code == 200, "the own unit is on it"
    assert "Kinh tế" not in words(board).split("Bảng điểm")[1].split("Điểm dựa")[0]


def test_the_round_page_says_by_which_rules_and_ranks_nobody_yet(story: EvaluationSite) -> None:
    seen = words(story.come(CHAIR).get(ROUND))
    assert "phiên bản 1" in seen
    assert "Chỉ xếp thứ tự khi mọi đơn vị đã được phê duyệt; còn 5 đơn vị." in seen
    assert "Ngày chốt số liệu 30/11/2025" in seen
    assert "Thứ tự" not in seen


def test_the_sheet_shows_what_the_machine_counts_and_links_each_point_to_its_acts(
    story: EvaluationSite,
) -> None:
    sheet = story.page(HEAD)
    assert "8.2 Điểm kiểm tra" in words(sheet)
    assert f'href="{UNIT}/8.2"' in sheet.text
    point = story.page(HEAD, "/8.2")
    seen = words(point)
    assert "Điểm trung bình các cuộc kiểm tra trên thang 100 × 6 điểm." in seen
    assert 'href="/inspections/KT-2025-01"' in point.text
    bonus = words(story.page(HEAD, "/extra-findings"))
    assert "Tồn tại qua kiểm tra" in bonus
    for nothing in ("/8", "/9.9", "/extra-none", "/%00", "/" + "9" * 300):
        assert story.page(HEAD, nothing).status_code == 404


def test_a_sheet_from_the_self_score_to_the_publication(story: EvaluationSite) -> None:
    """Every act by whoever may do it, on its page; what is wrong keeps what was typed."""
    story.site.run(story.story.pass_to, "2025-12-05 08:00")
    _self_scored(story)
    _appraised(story)
    _appealed(story)
    _approved(story)
    _published(story)


def _manual(story: EvaluationSite) -> list[int]:
    """Lines of the form that people judge."""
    shown = story.page(HEAD, "/do/self-score").text
    blocks = shown.split('<fieldset class="act-group score-line">')[1:]
    return [n for n, block in enumerate(blocks) if "do người chấm" in block]


def _self_scored(story: EvaluationSite) -> None:
    lines = _manual(story)
    first, rest = lines[0], lines[1:]
    answers = {f"points_{n}": "1" for n in lines} | {f"why_{n}": "Theo sổ." for n in rest}
    refused = story.acted(HEAD, "self-score", **answers)
    assert refused.status_code == 422
    assert "thêm tài liệu, mã nhiệm vụ hoặc giải trình" in words(refused)
    assert 'value="1"' in refused.text
    assert "Theo sổ." in refused.text
    mistakes = {"99": "không vượt quá", "1,234": "không hợp lệ", "-1": "không hợp lệ"}
    for wrong, said in mistakes.items():
        again = story.acted(HEAD, "self-score", **(answers | {f"points_{first}": wrong}))
        assert again.status_code == 422
        assert said in words(again)
        assert f'value="{wrong}"' in again.text
    unknown = story.acted(HEAD, "self-score", **(answers | {f"codes_{first}": "PL-1999-0001"}))
    assert "Không có nhiệm vụ mã PL-1999-0001" in words(unknown)
    searched = story.acted(HEAD, "self-score", search="1", find="khac phuc", **answers)
    assert searched.status_code == 200
    assert "Theo sổ." in searched.text
    code = re.findall(r"/tasks/(PL-\d{4}-\d{4})", searched.text)[0]
    seen = story.done(HEAD, "self-score", **(answers | {f"codes_{first}": code.lower()}))
    assert "Chờ thẩm định" in words(seen)
    assert f'href="/tasks/{code}"' in seen
    again = words(story.acted(HEAD, "self-score", **answers))
    assert "Theo sổ." in again or "đã gửi" in again


def _appraised(story: EvaluationSite) -> None:
    story.site.run(story.story.pass_to, "2025-12-09 08:00")
    form = story.form(APPRAISER, "appraise")
    names = [name for name, _ in form.fields if name.startswith("points_")]
    manual = _manual_of(names, form)
    no_reason = story.acted(APPRAISER, "appraise", **{name: "0,5" for name in manual})
    assert no_reason.status_code == 422
    assert "nêu lý do vì điểm khác" in words(no_reason)
    reasons = {name.replace("points", "reason"): "Thiếu tài liệu." for name in manual}
    story.done(APPRAISER, "appraise", **({name: "0,5" for name in manual} | reasons))
    _not_handed_over(story)
    assert story.page(HEAD, "/do/appraise").status_code == 200
    barred = story.acted(HEAD, "appraise")
    assert barred.status_code == 422
    seen = story.done(COORDINATOR, "deliver")
    assert "Chờ đơn vị trả lời" in words(seen)
    assert "Thiếu tài liệu." in seen
    assert "Thiếu tài liệu." in words(story.page(HEAD))


def _not_handed_over(story: EvaluationSite) -> None:
    """Marks are the appraisers' until they are delivered: on pages, in forms and in files."""
    reason = "Thiếu tài liệu."
    for reader in (APPRAISER, CHAIR, AUDITOR):
        assert reason in words(story.page(reader))
    for path in ("", "?whole=1", "/1.5", "/do/appraise", "/do/self-score"):
        assert reason not in story.page(HEAD, path).text, path
    files = {who: _cells(story.page(who, "/paper/sheet.xlsx").content) for who in (CHAIR, HEAD)}
    assert reason in files[CHAIR]
    assert reason not in files[HEAD]


def _cells(workbook: bytes) -> set[object]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {cell for sheet in book for row in sheet.values for cell in row}


def _manual_of(names: list[str], form: Sheet) -> list[str]:
    """What nobody has agreed on yet."""
    return [name for name in names if form.value(name) == ""]


def _appealed(story: EvaluationSite) -> None:
    story.site.run(story.story.pass_to, "2025-12-16 08:00")
    empty = story.acted(HEAD, "appeal")
    assert empty.status_code == 422
    seen = story.done(HEAD, "appeal", keys=["1.5"], grounds="Đã nộp kế hoạch đúng hạn.")
    assert "Chờ giải quyết đề nghị xem xét lại" in words(seen)
    story.site.run(story.story.pass_to, "2025-12-18 08:00")
    wrong = story.acted(CHAIR, "decide-appeal", outcome_0="upheld", why_0="Có căn cứ.")
    assert "nhập điểm mới" in words(wrong)
    seen = story.done(
        CHAIR, "decide-appeal", outcome_0="upheld", points_0="0,75", why_0="Có căn cứ."
    )
    assert "0,5 → 0,75" in words(seen)
    seen = story.done("pct-thang", "vote", choice="for")
    assert "đã biểu quyết: tán thành" in words(seen)
    hidden = words(story.page(HEAD))
    assert "đã biểu quyết" not in hidden
    assert "Phiếu của từng người chỉ hội đồng" in hidden
    story.vote(("chu-tich", "pct-nguyet", "chanh-vp", "truong-vhxh", "pgd-hcc"))
    story.vote(("gd-snc",), "against")


def _approved(story: EvaluationSite) -> None:
    story.site.run(story.story.pass_to, "2025-12-22 08:00")
    bare = story.acted(CHAIR, "approve", **PAPER)
    assert bare.status_code == 422
    wrong = story.acted(CHAIR, "approve", password="sai", **PAPER)
    assert "password" in wrong.text
    assert "sai" not in wrong.text.split('name="password"')[1][:80]
    assert wrong.status_code == 422
    other = story.acted(CHAIR, "approve", level="excellent", password="x", **PAPER)
    assert "khác mức hệ thống đề xuất" in words(other)
    seen = story.done(CHAIR, "approve", password=DEMO_PASSWORD, **PAPER)
    assert "Đã phê duyệt, đã khóa" in words(seen)
    frozen = story.page(CHAIR, "/freeze?check=1")
    assert "Khớp: bộ tiêu chí, số liệu" in words(frozen)
    assert story.page(STRANGER, "/freeze").status_code == 404


def _published(story: EvaluationSite) -> None:
    assert story.page(STRANGER).status_code == 404
    answer = story.come(CHAIR).get(f"{ROUND}/do/publish")
    sent = send(story.come(CHAIR), answer.text, note="Theo biên bản họp.", with_lines="1")
    assert sent.status_code == 303, words(sent)
    story.settled()
    seen = words(story.page(STRANGER))
    assert "Phần đã công bố của phiếu." in seen
    assert "Theo biên bản họp." in seen
    assert "Thiếu tài liệu." not in seen
    own = words(story.page(HEAD)).split("Điểm dựa trên việc nào")[-1]
    parts = re.findall(r"Đô thị ([\d,]+ [\d,]+ [\d,]+ [\d,]+)", own)
    assert parts, "verified, claimed, contested and judged by people, in the table below the bar"
    assert f"Đô thị {parts[0]}" in seen, "no total without its parts, for nobody"
    board = words(story.come(STRANGER).get(ROUND))
    assert f"Đô thị {parts[0]}" in board
    of_unit = board.split("Bảng điểm")[1].split("Đô thị")[1].split("Trung tâm")[0]
    assert re.search(r" \d+/\d+ ", of_unit), "tasks on time and due stand beside the total"
    assert story.page(STRANGER, "/8.2").status_code == 404
    past = words(story.page(HEAD, "?as_of=2025-12-08"))
    assert "Đang xem như vào 08/12/2025" in past
    assert "Chờ thẩm định" in past
    assert story.page(STRANGER, "?as_of=2025-12-08").status_code == 404


def test_an_officer_prepares_and_the_head_sends(story: EvaluationSite) -> None:
    address = f"{ROUND}/snc/do/self-score"
    officer, head = story.come("cv-snc"), story.come("gd-snc")
    shown = officer.get(address)
    assert "thủ trưởng đơn vị gửi" in words(shown)
    assert "Gửi bảng tự chấm" not in words(shown)
    n = next(i for i, text in enumerate(shown.text.split("score-line")) if "do người chấm" in text)
    kept = send(officer, shown.text, **{f"why_{n - 1}": "Đã niêm yết.", "save": "1"})
    assert kept.status_code == 303
    assert f'href="{ROUND}/SNC/do/self-score"' in head.get("/my-work").text
    assert "đã trình" in words(officer.get("/my-work"))
    again = head.get(address)
    assert "Đã niêm yết." in again.text
    assert "Bản soạn do" in words(again)
    assert officer.get(f"{ROUND}/kthtdt/do/self-score").status_code == 404


def test_the_chair_opens_a_round_and_is_told_what_is_wrong(story: EvaluationSite) -> None:
    chair = story.come(CHAIR)
    assert story.come(HEAD).get("/evaluations/do/open-round").status_code == 404
    shown = chair.get("/evaluations/do/open-round")
    wrong = send(chair, shown.text, code="Đợt 1", cut_on="31/02/2025")
    assert wrong.status_code == 422
    assert "Mã đợt chỉ gồm" in words(wrong)
    assert 'value="31/02/2025"' in wrong.text
    sheet = Sheet(shown.text)
    lead = sheet.chosen("lead", "Phan Huy Trác")
    council = [value for name, value in sheet.options["lead"].items() if "Chủ tịch" in name]
    rules = re.findall(r'name="rule_set" value="([^"]+)"', shown.text)
    units = re.findall(r'name="units" value="([^"]+)"', shown.text)
    answer = send(
        chair,
        shown.text,
        code="nua-nam",
        from_on="01/07/2025",
        to_on="30/09/2025",
        cut_on="30/09/2025",
        rule_set=rules[0],
        units=units[:2],
        lead=lead,
        council=council,
        **PAPER,
    )
    assert answer.status_code == 303, words(answer)
    story.settled()
    assert chair.get("/evaluations/nua-nam").status_code == 200
    listed = words(chair.get("/evaluations"))
    assert "Mã nua-nam, 2 đơn vị" in listed
    assert chair.get("/evaluations/nua-nam?as_of=2025-12-01").status_code == 404


def test_pages_speak_english_and_bear_nonsense_in_the_address(story: EvaluationSite) -> None:
    auditor = story.come(AUDITOR)
    assert "Scoreboard" in words(auditor.get(f"{ROUND}?lang=en"))
    assert "Points so far" in words(auditor.get(f"{UNIT}?lang=en"))
    assert "Acts that made the points" in words(auditor.get(f"{UNIT}/8.2?lang=en"))
    for typed in ("as_of=x", "as_of=%23999999999999999", "as_of=2999-01-01", "show=x&whole=2"):
        assert auditor.get(f"{UNIT}?{typed}&lang=vi").status_code == 200
    assert auditor.get(f"{UNIT}/do/none").status_code == 404
    barred = auditor.get(f"{UNIT}/do/vote")
    assert barred.status_code == 404, "who watches acts on nothing"
