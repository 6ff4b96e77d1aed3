"""A finding through the pages: draft, receipt, answer, assessment, conclusion, two spells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from domain.calendar import CalendarDay
from domain.ids import derived
from domain.org.commands import DecideCalendar
from domain.task import commands as t
from service.calendar_preview import would_move
from service.demo.cast import holder_on
from service.server import EmbeddedServer
from tests import stories as s
from tests.api.conftest import Program, make_token
from tests.service.inspected_ward import HEAD, LEADER, MEMBER, SECRETARY
from tests.web.filling import Sheet, send
from tests.web.finding_site import ADDRESS, CODE, CONCLUSION, FindingSite, concluded, with_a_finding
from tests.web.inspection_site import words
from tests.web.minutes_site import FINDING
from tests.web.visit_site import CODE as VISIT_CODE

REMEDY = derived("remedy", FINDING, 1)
ANSWER = f"{ADDRESS}/do/answer"
OTHER_UNIT = "gd-hcc"
OFFICER = "cv-kt"


@pytest.fixture(scope="module")
def story(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FindingSite]:
    folder: Path = tmp_path_factory.mktemp("findings")
    with with_a_finding(server, folder, "site_findings") as made:
        yield made


def test_before_the_minutes_only_the_team_knows(story: FindingSite) -> None:
    for post in (LEADER, SECRETARY, MEMBER):
        page = story.come(post).get(ADDRESS)
        assert page.status_code == 200, post
        assert CODE in story.come(post).get("/findings").text
    for post in (HEAD, "chu-tich", "dau-moi", OTHER_UNIT):
        page = story.come(post).get(ADDRESS)
        assert page.status_code == 404, post
        assert "Không có trang này" in page.text, post
        assert CODE not in story.come(post).get("/findings").text, post
        for path in ("/replay", "/do/acknowledge", "/do/answer", "/files/" + "a" * 64):
            assert story.come(post).get(ADDRESS + path).status_code == 404, (post, path)
    page = words(story.come(LEADER).get(ADDRESS))
    assert "Biên bản chưa khóa" in page
    assert "Bỏ phát hiện" in page
    said = words(story.do(LEADER, "discuss", note="Đơn vị nói đã cử người thay."))
    assert "đã trao đổi tại chỗ với đơn vị: Đơn vị nói đã cử người thay." in said


def test_the_head_confirms_receipt(story: FindingSite) -> None:
    story.freeze()
    page = words(story.come(HEAD).get(ADDRESS))
    assert "Phần này đã khóa cùng biên bản" in page
    assert "Xác nhận đã nhận" in page
    assert "7/10, 8/10" in page or "07/10, 08/10" in page
    assert story.come(OTHER_UNIT).get(ADDRESS).status_code == 404
    refused = story.tried(LEADER, "acknowledge")
    assert refused.status_code == 422
    told = words(story.do(HEAD, "acknowledge"))
    assert "đã xác nhận nhận phát hiện; giải trình chậm nhất 13/10/2025" in told


def duties(story: FindingSite, post: str) -> str:
    return words(story.come(post).get("/my-work"))


def test_duties_stand_on_my_work(story: FindingSite) -> None:
    assert "Trả lời phát hiện: Một vị trí vắng mặt" in duties(story, HEAD)
    assert CODE not in duties(story, OTHER_UNIT)
    assert CODE not in duties(story, LEADER), "nothing waits for the leader yet"


def test_more_time_is_asked_and_granted(story: FindingSite) -> None:
    story.at("09:00", "2025-10-07")
    beyond = story.tried(HEAD, "request-more-time", to_on="30/10/2025", reason="Cần tra hồ sơ.")
    assert beyond.status_code == 422
    assert "Cần tra hồ sơ." in beyond.text
    asked = words(story.do(HEAD, "request-more-time", to_on="15/10/2025", reason="Tra hồ sơ."))
    assert "đã xin thêm thời gian giải trình đến 15/10/2025" in asked
    assert "Quyết định đề nghị thêm thời gian" in duties(story, LEADER)
    granted = words(story.do(LEADER, "grant-more-time", to_on="15/10/2025"))
    assert "giải trình chậm nhất 15/10/2025" in granted


def test_the_preview_of_a_calendar_names_limits_to_those_who_know_them(
    story: FindingSite,
) -> None:
    day = {"on_1": "15/10/2025", "kind_1": "holiday", "name_1": "Nghỉ tránh bão"}
    paper = {"doc_number": "71", "doc_on": "07/10/2025", "doc_issuer": "UBND phường"}
    for post in ("chanh-vp", "dau-moi"):
        form = story.come(post).get("/calendar/do/decide-calendar").text
        seen = words(send(story.come(post), form, preview="1", **day, **paper))
        knows = CODE in story.come(post).get("/findings?state=all").text
        assert (f"{CODE} " in seen) is knows, (post, seen[-1500:])
        assert ("15/10/2025 16/10/2025" in seen) is knows, (post, seen)
        visit = story.come(post).get(f"/inspections/{VISIT_CODE}").status_code == 200
        assert (f"{VISIT_CODE} báo cáo kết quả kiểm tra" in seen) is visit, (post, seen)
    for reader, kinds in (
        (None, set()),
        (holder_on(OTHER_UNIT, date(2025, 10, 7)), {"inspection"}),
    ):
        storm = CalendarDay(on=date(2025, 10, 15), kind="holiday", name="Nghỉ tránh bão")
        house = story.site.house
        told = story.site.run(would_move, house, DecideCalendar(days=(storm,)), CONCLUSION, reader)
        assert {each.kind for each in told} - {"task"} == kinds, reader


def test_the_answer_tells_every_mistake_and_keeps_the_words(story: FindingSite) -> None:
    head = story.come(HEAD)
    page = head.get(ANSWER)
    assert page.status_code == 200
    assert all(
        x in words(page)
        for x in ("Đồng ý một phần", "Hệ quả của câu trả lời", "bộ tiêu chí của kỳ đánh giá")
    )
    nothing = send(head, page.text)
    assert nothing.status_code == 422
    assert 'href="#stance"' in nothing.text
    wrong = send(
        head,
        page.text,
        stance="accept_in_part",
        accept_in_part_text="Giữ nguyên chữ này",
        accept_in_part_on_1="31/12/2026",
    )
    assert wrong.status_code == 422
    assert "Giữ nguyên chữ này" in wrong.text
    assert 'href="#accept_in_part_measure_1"' in wrong.text
    assert "Vượt quá 30 ngày" in words(wrong)
    contest = send(head, page.text, stance="contest", contest_text="Không đúng.")
    assert contest.status_code == 422
    assert 'href="#contest_files"' in contest.text


def test_a_draft_is_the_units_own(story: FindingSite) -> None:
    head = story.come(HEAD)
    kept = send(head, head.get(ANSWER).text, stance="contest", contest_text="Bản nháp.", draft="1")
    assert kept.status_code == 303
    assert "Bản nháp." in head.get(ANSWER).text
    for post in (LEADER, "chu-tich"):
        page = story.come(post).get(ANSWER)
        assert "Bản nháp." not in page.text, post
        assert "Thủ trưởng đơn vị được kiểm tra trả lời" in words(page)


def test_a_prepared_answer_waits_for_the_head(story: FindingSite) -> None:
    officer = story.come(OFFICER)
    kept = send(officer, officer.get(ANSWER).text, stance="contest", contest_text="Cán bộ soạn.",
                draft="1")  # fmt: skip
    assert kept.status_code == 303
    assert "Dự thảo trả lời đã trình: Một vị trí vắng mặt" in duties(story, OFFICER)
    asked = duties(story, HEAD)
    assert "Dự thảo trả lời chờ gửi: Một vị trí vắng mặt" in asked
    assert "Trả lời phát hiện: Một vị trí vắng mặt" not in asked, "once, not twice"
    for post in (LEADER, "chu-tich", OTHER_UNIT):
        assert "Dự thảo trả lời" not in duties(story, post), post


def test_the_answer_is_signed_with_its_evidence(story: FindingSite) -> None:
    head = story.come(HEAD)
    answers = {
        "stance": "accept_in_part",
        "accept_in_part_text": "Một vị trí có người thay từ 9 giờ.",
        "accept_in_part_containment": "Đã cử người thay.",
        "accept_in_part_cause": "subjective",
        "accept_in_part_measure_1": "Lập lịch trực thay.",
        "accept_in_part_on_1": "31/10/2025",
    }
    visitor_page = head.get(ANSWER).text
    sheet = Sheet(visitor_page)
    typed = dict(sheet.filled(**answers, preview="1"))
    sent = [("accept_in_part_files", ("lich.txt", b"Lich truc"))]
    seen = head.client.post(sheet.action, data=typed, files=sent)
    assert seen.status_code == 200, words(seen)
    assert "lich.txt" in seen.text
    assert "Mã băm" in words(seen)
    other = send(head, seen.text, stance="contest", preview="")
    assert other.status_code == 422
    back = send(head, other.text, stance="accept_in_part", preview="1")
    assert "lich.txt" in back.text, "changing the mind loses no file"
    done = send(head, back.text, preview="")
    assert done.status_code == 303, words(done)
    story.settled()
    page = words(head.get(done.headers["location"]))
    assert "đã giải trình: Đồng ý một phần" in page
    assert "Một vị trí có người thay từ 9 giờ." in page
    finding = story.site.run(story.story.finding, FINDING)
    assert (finding.stage, finding.stance) == ("explained", "accept_in_part")
    files = story.facts(FINDING)[-1].event.counter_evidence  # type: ignore[attr-defined]
    assert [each.file_name for each in files] == ["lich.txt"]
    assert head.get(f"{ADDRESS}/files/{files[0].sha256}").content == b"Lich truc"
    assert "Bản nháp." not in head.get(ANSWER).text
    again = words(head.get(ANSWER))
    assert "đã giải trình phát hiện" in again


def test_the_leader_answers_with_a_reason(story: FindingSite) -> None:
    assert "Xem xét giải trình" in duties(story, LEADER)
    missing = story.tried(LEADER, "accept-explanation", effect="soften", reason="")
    assert missing.status_code == 422
    assert 'href="#reason"' in missing.text
    assert 'href="#severity"' in missing.text
    page = words(story.do(LEADER, "reject-explanation", reason="Sổ trực không ghi."))
    assert "không chấp nhận giải trình: Sổ trực không ghi" in page


def test_concluded_it_becomes_a_task_linked_both_ways(story: FindingSite) -> None:
    story.site.run(concluded, story.story)
    story.settled()
    page = story.come(HEAD).get(ADDRESS).text
    assert "Kết luận giữ phát hiện dù đơn vị không đồng ý" in words(page)
    task = page.split('href="/tasks/')[1].split('"')[0]
    assert f'href="{ADDRESS}"' in story.come(HEAD).get(f"/tasks/{task}").text
    other = story.come(OTHER_UNIT).get(ADDRESS)
    assert other.status_code == 200
    told = words(other)
    assert "Một vị trí có người thay từ 9 giờ." in told, "the unit's own words stand beside it"
    assert "lich.txt" not in told, "files are not for other units"
    assert "Sổ trực không ghi" not in told
    assert story.come(OTHER_UNIT).get(f"{ADDRESS}/replay").status_code == 404
    late = story.tried(HEAD, "plan-remediation", measure_1="Sổ", on_1="30/12/2025")
    assert late.status_code == 422
    planned = story.do(HEAD, "plan-remediation", measure_1="Lập sổ trực", on_1="20/11/2025")
    assert "đã lập kế hoạch khắc phục 1 biện pháp" in words(planned)


def hand_in(n: int) -> t.SubmitResult:
    return t.SubmitResult(
        task_id=REMEDY,
        submission_id=s.submission(n),
        products=(s.evidence(f"khac-phuc-{n}.pdf"),),
        text="Đã khắc phục.",
    )


def test_returned_then_verified_in_two_spells(story: FindingSite) -> None:
    story.ask("2025-10-24 08:00", HEAD, t.AcceptTask(task_id=REMEDY))
    board = words(story.come("chu-tich").get("/findings/follow-up"))
    assert "1 đã hứa" in board
    story.ask("2025-11-20 09:00", HEAD, hand_in(1))
    assert "1 chờ xác minh" in words(story.come("chu-tich").get("/findings/follow-up"))
    for post in (LEADER, SECRETARY, MEMBER):
        assert "Xác minh đã khắc phục" in duties(story, post), post
    assert story.tried(HEAD, "verify", way="file").status_code == 422
    story.at("09:00", "2025-11-25")
    back = words(story.do(SECRETARY, "return-remediation", defects="Chưa có sổ theo dõi."))
    assert "yêu cầu khắc phục lại: Chưa có sổ theo dõi" in back
    story.ask("2025-11-28 09:00", HEAD, hand_in(2))
    done = words(story.do(MEMBER, "verify", way="visit", note="Đã xem sổ."))
    assert "đã xác minh khắc phục lần 2, tại chỗ" in done
    assert "Trả lại 25/11/2025: Chưa có sổ theo dõi" in done, "the first spell stays"
    assert "Đã xác minh (1)" in words(story.come("chu-tich").get("/findings/follow-up"))
    story.at("10:00", "2025-12-08")
    again = words(story.do("chu-tich", "reopen", due_on="19/12/2025", reason="Lại vắng người."))
    assert "đã mở lại phát hiện, lần 3" in again
    assert "Trả lại 25/11/2025" in again, "reopening erases nothing"


def test_the_register_filters_by_address(story: FindingSite) -> None:
    chair = story.come("chu-tich")
    for path in ("/findings", f"/findings/{CODE}", "/inspections", "/inspections/KT-2025-01"):
        assert '<a href="/units/kthtdt">' in chair.get(path).text, path
    assert CODE in chair.get("/findings").text
    assert "PH-2025-001" in chair.get("/findings?state=all").text
    for query in ("severity=serious", "item=9.9", "inspection=KT-2099-01", "state=recorded"):
        assert CODE not in chair.get(f"/findings?{query}").text.split("<table")[-1], query
    for query in ("repeat=1", "item=5.1", "inspection=KT-2025-01", "unit=kthtdt", "field=5"):
        assert CODE in chair.get(f"/findings?{query}").text, query
    assert "Không có phát hiện nào khớp" in words(chair.get("/findings?severity=serious"))


def test_the_replay_shows_each_state(story: FindingSite) -> None:
    chair = story.come("chu-tich")
    first = chair.get(f"{ADDRESS}/replay?at=1")
    assert first.status_code == 200
    assert "việc 1 trong" in words(first) or "1 trong" in words(first)
    last = words(chair.get(f"{ADDRESS}/replay"))
    assert "đã mở lại phát hiện" in last
    past = words(chair.get(f"{ADDRESS}?as_of=2025-10-20"))
    assert "Đang xem như vào" in past
    assert "Chưa có kết luận." in past
    assert "Lại vắng người" not in past


def test_the_list_of_a_past_day(story: FindingSite) -> None:
    chair = story.come("chu-tich")
    then = chair.get("/findings?state=all&as_of=2025-10-20")
    assert "Đang xem như vào" in then.text
    assert f'href="{ADDRESS}?as_of=2025-10-20"' in then.text
    assert "Chờ kết luận" in words(then.text.split("<table")[1])
    assert CODE in chair.get("/findings?repeat=1&as_of=2025-10-20").text
    assert (
        CODE not in chair.get("/findings?state=verified&as_of=2025-10-20").text.split("<table")[-1]
    )
    assert CODE not in chair.get("/findings?state=all&as_of=2025-09-30").text
    # nobody but the team knew before the minutes, so not as of then either
    assert CODE not in story.come(HEAD).get("/findings?state=all&as_of=2025-10-05").text
    assert CODE not in story.come(OTHER_UNIT).get("/findings?state=all&as_of=2025-10-20").text
    told = program(story, "chu-tich").get(
        "/findings", params={"state": "all", "as_of": "2025-10-20"}
    )
    stages = {each["name"]: each["stage"] for each in told.json()["items"]}
    assert stages[CODE] == "assessed"
    wrong = program(story, "chu-tich").get("/findings", params={"as_of": "hôm qua"})
    assert wrong.status_code == 422


def test_the_list_is_a_file_with_the_same_secrecy(story: FindingSite) -> None:
    chair = story.come("chu-tich")
    assert "/findings.csv?state=all" in chair.get("/findings?state=all").text
    rows = list(csv.reader(io.StringIO(chair.get("/findings.csv?state=all").text)))
    mine = next(row for row in rows if row[:1] == [CODE])
    assert mine[4] == "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert any("chu-tich" in str(row) or "Số liệu" in str(row) for row in rows[-3:])
    then = chair.get("/findings.csv?state=all&as_of=2025-09-30").text
    assert CODE not in then
    assert "Đang xem như vào" in then
    book = openpyxl.load_workbook(io.BytesIO(chair.get("/findings.xlsx?state=all").content))
    assert book.active is not None
    assert CODE in {cell.value for cell in book.active["A"]}
    other = story.come(OTHER_UNIT).get("/findings.csv?state=all&as_of=2025-10-20")
    assert CODE not in other.text
    assert story.come("chu-tich").get("/my-work.csv").text.startswith("\ufeff")


def test_pages_are_complete_in_english(story: FindingSite) -> None:
    head = story.come(HEAD)
    for path in ("/findings", "/findings/follow-up", ADDRESS, f"{ADDRESS}/replay", ANSWER):
        page = head.get(f"{path}?lang=en")
        assert page.status_code == 200, path
        assert '<html lang="en"' in page.text
    head.get("/findings?lang=vi")


def program(story: FindingSite, post: str) -> Program:
    story.come(post)
    person = holder_on(post, date(2025, 10, 6))
    found = story.site.sql("SELECT login FROM soviec.accounts WHERE person_id = %s", person)
    return Program(story.site, make_token(story.site, found[0][0], "read", "act:finding"))


def test_programs_read_the_same_with_the_same_secrecy(story: FindingSite) -> None:
    chair, other, observer = (program(story, p) for p in ("chu-tich", OTHER_UNIT, "quan-sat"))
    listed = chair.get("/findings?repeat=1").json()["items"]
    assert [each["name"] for each in listed] == [CODE]
    whole = chair.get(f"/findings/{CODE}").json()
    assert (whole["line"]["view"], whole["line"]["stage"]) == ("full", "upheld")
    assert [spell["verdict"] for spell in whole["spells"]] == ["returned", "verified", ""]
    assert [each["stance"] for each in whole["answers"]] == ["accept_in_part"]
    part = other.get(f"/findings/{CODE}").json()
    assert (part["line"]["view"], part["evidence"], part["measures"]) == ("limited", [], [])
    assert part["answers"][0]["text"], "a contest is read with the unit's own words"
    assert other.get(f"/findings/{CODE}/acts").status_code == 404
    assert observer.get(f"/findings/{CODE}").status_code == 404
    assert observer.get("/findings?state=all").json()["items"] == []
    past = chair.get(f"/findings/{CODE}?as_of=2025-10-20").json()
    assert (past["line"]["stage"], past["spells"]) == ("assessed", [])
    effect = program(story, HEAD).get(f"/findings/{CODE}/effect").json()
    assert (effect["points"], len(effect["items"])) == (None, 4)
    acts = chair.get(f"/findings/{CODE}/acts").json()["items"]
    assert acts[0]["kind"] == "finding.recorded"
    refused = other.ask(f"/findings/{CODE}/reopen", {"due_on": "2025-12-30"})
    assert refused.status_code == 404


def test_an_older_paper_is_entered_by_the_coordinator(story: FindingSite) -> None:
    keeper = story.come("dau-moi")
    page = keeper.get("/findings/do/enter-earlier").text
    sheet = Sheet(page)
    unit = sheet.chosen("unit", "Phòng Kinh tế")
    empty = send(keeper, page)
    assert empty.status_code == 422
    done = send(
        keeper, page, unit=unit, item="cchc-5.2", description="Thiếu bảng niêm yết.",
        recorded_on="20/04/2025", doc_number="12", doc_notation="KL-UBND", doc_on="25/04/2025",
    )  # fmt: skip
    assert done.status_code == 303, words(done)
    story.settled()
    assert "Thiếu bảng niêm yết." in words(keeper.get("/findings?state=all"))
    assert "Nhập phát hiện" not in words(story.come(HEAD).get("/findings"))
