"""The visit over its pages and its queue: answers, findings, photos, two inspectors, the end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from domain.fact import LOCAL
from domain.inspection import scoring
from service.server import EmbeddedServer
from tests.browser.acting import photo
from tests.web.conftest import Visitor
from tests.web.visit_site import ADDRESS, VisitSite, at_the_door

QUEUE = f"{ADDRESS}/queue"
FAILED = {
    "answer": "not_met",
    "note": "Hai vị trí vắng mặt lúc 08:40, không có người thay.",
    "points": "1,5",
    "severity": "shortcoming",
    "proposal": "Phân công người thay.",
    "proposed_on": "20/10/2025",
}


@pytest.fixture(scope="module")
def visit(server: EmbeddedServer, tmp_path_factory: Any) -> Iterator[VisitSite]:
    with at_the_door(server, tmp_path_factory.mktemp("visit"), "site_visit") as site:
        yield site


@pytest.fixture
def member(visit: VisitSite) -> Iterator[Visitor]:
    came = visit.enter("member")
    yield came
    came.client.close()


@pytest.fixture
def leader(visit: VisitSite) -> Iterator[Visitor]:
    came = visit.enter("leader")
    yield came
    came.client.close()


def queued(
    visitor: Visitor, kind: str, item: str, fields: dict[str, str], **more: Any
) -> httpx.Response:
    """One entry as a phone sends it."""
    proof = visitor.get(f"{ADDRESS}/now").json().get("proof", "")
    return visitor.client.post(
        QUEUE,
        data={"kind": kind, "item": item, **fields},
        headers={
            "x-soviec-form": proof,
            "idempotency-key": str(more.pop("key", uuid4())),
            "accept": "application/json",
        },
        **more,
    )


def answers(visit: VisitSite, code: str) -> list[Any]:
    it = visit.inspection()
    key = next(item.item_key for item in it.items if item.code == code)
    return [answer for answer in it.answers if answer.item_key == key]


# -- pages -------------------------------------------------------------------------


def test_the_visit_exists_for_its_team_only(visit: VisitSite, member: Visitor) -> None:
    assert member.get(ADDRESS).status_code == 200
    stranger = visit.enter("head")
    for page in (ADDRESS, f"{ADDRESS}/5.1", f"{ADDRESS}/unsent", f"{ADDRESS}/close"):
        assert stranger.get(page).status_code == 404
    assert stranger.get(f"{ADDRESS}/now").status_code == 404


def test_an_item_says_what_was_found_last_time(visit: VisitSite, member: Visitor) -> None:
    shown = member.get(f"{ADDRESS}/5.1").text
    assert "Lần trước" in shown
    assert "18/03/2025" in shown
    assert "/findings/PH-" in shown
    assert "tái diễn" in shown
    assert "Đỗ Mạnh Hùng, Trưởng phòng" in shown
    assert "chậm nhất" in shown


def test_an_answer_is_saved_and_the_next_item_follows(visit: VisitSite, member: Visitor) -> None:
    sent = member.send(f"{ADDRESS}/5.3", {"answer": "met", "note": "", "points": ""})
    assert sent.status_code == 303
    assert sent.headers["location"].startswith(f"{ADDRESS}/5.4")
    assert [a.points for a in answers(visit, "5.3")] == ["2"]
    assert "Đạt" in member.get(f"{ADDRESS}/5.3").text


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(member: Visitor) -> None:
    sent = member.send(f"{ADDRESS}/5.5", {"answer": "met", "points": "7", "note": "Sổ theo dõi"})
    assert sent.status_code == 422
    assert "mức tối đa 2" in sent.text
    assert "Sổ theo dõi" in sent.text


def test_failing_without_a_photo_is_refused(visit: VisitSite, member: Visitor) -> None:
    sent = member.send(f"{ADDRESS}/5.1", {**FAILED, "finding_id": str(uuid4()), "severity": ""})
    assert sent.status_code == 422
    assert FAILED["note"] in sent.text
    assert answers(visit, "5.1") == []


def test_failing_opens_the_finding_with_its_photo(
    visit: VisitSite, member: Visitor, tmp_path: Path
) -> None:
    picture = photo(tmp_path)
    sent = member.send(
        f"{ADDRESS}/5.1",
        {**FAILED, "finding_id": str(uuid4())},
        files={"files": ("anh.png", picture.read_bytes(), "image/png")},
    )
    assert sent.status_code == 303, sent.text
    visit.settled()
    given = answers(visit, "5.1")[-1]
    finding = visit.site.run(visit.story.finding, given.finding_id)
    assert (finding.severity, finding.item_code) == ("shortcoming", "5.1")
    assert finding.repeat_of != ()
    assert finding.proposed_due.nominal_on.isoformat() == "2025-10-20"
    shown = member.get(f"{ADDRESS}/5.1").text
    assert finding.code in shown
    sha = hashlib.sha256(picture.read_bytes()).hexdigest()
    assert sha[:4] in shown
    assert member.get(f"{ADDRESS}/files/{sha}").content == picture.read_bytes()
    assert scoring.failed_without_photo(visit.inspection()) == ()


def test_a_computed_figure_is_shown_and_overruled_with_a_reason(
    visit: VisitSite, leader: Visitor
) -> None:
    assert "Số liệu tự tính" in leader.get(f"{ADDRESS}/1.3").text
    address = f"{ADDRESS}/1.3/do/overrule-figure"
    without = leader.send(address, {"overruled": "1", "overrule_reason": ""})
    assert without.status_code == 422
    assert leader.send(address, {"overruled": "1", "overrule_reason": "Đã đối chiếu."}).is_redirect
    assert visit.inspection().overruled["cchc-1.3"] == "1"
    assert "Đã đối chiếu." in leader.get(f"{ADDRESS}/1.3").text


def test_two_answers_stay_and_the_leader_chooses(
    visit: VisitSite, member: Visitor, leader: Visitor
) -> None:
    member.send(f"{ADDRESS}/5.6", {"answer": "met"})
    leader.send(f"{ADDRESS}/5.6", {"answer": "not_applicable"})
    seen = member.get(f"{ADDRESS}/5.6").text
    assert "hai câu trả lời" in seen
    assert "/do/settle" not in seen
    assert "5.6" in leader.get(f"{ADDRESS}/close").text
    chosen = answers(visit, "5.6")[0].answer_id
    fields = {"chosen": str(chosen), "settle_reason": "Có sổ theo dõi phản ánh."}
    assert leader.send(f"{ADDRESS}/5.6/do/settle", fields).is_redirect
    assert visit.inspection().settled["cchc-5.6"] == chosen
    assert "Có sổ theo dõi phản ánh." in leader.get(f"{ADDRESS}/5.6").text


def test_an_absence_is_noted(visit: VisitSite, member: Visitor) -> None:
    page = member.get(ADDRESS).text
    post = page.split('name="absent_post"')[1].split('<option value="')[2].split('"')[0]
    without = member.send(f"{ADDRESS}/do/note-absence", {"absent_post": post, "justified": "1"})
    assert without.status_code == 422
    sent = member.send(f"{ADDRESS}/do/note-absence", {"absent_post": post})
    assert sent.is_redirect
    assert [a.post_id for a in visit.inspection().absences] == [UUID(post)]
    assert "không có lý do" in member.get(ADDRESS).text


# -- the queue ---------------------------------------------------------------------


def test_an_entry_is_confirmed_with_position_and_hash_and_recorded_once(
    visit: VisitSite, member: Visitor
) -> None:
    key, before = uuid4(), len(answers(visit, "5.2"))
    fields = {"answer": "met", "points": "2", "note": "Đủ"}
    first = queued(member, "answer", "5.2", fields, key=key).json()
    again = queued(member, "answer", "5.2", fields, key=key).json()
    assert first["state"] == again["state"] == "confirmed"
    assert (again["position"], again["hash"], again["repeated"]) == (
        first["position"],
        first["hash"],
        True,
    )
    assert len(first["hash"]) == 64
    assert len(answers(visit, "5.2")) == before + 1


def test_both_times_and_the_difference_of_the_clocks_are_kept(
    visit: VisitSite, member: Visitor
) -> None:
    """A phone 20 minutes ahead captured something 30 minutes ago; now it is 09:30."""
    visit.at("09:30")
    captured = datetime(2025, 10, 6, 9, 20, tzinfo=LOCAL)
    fields = {
        "answer": "met",
        "captured_at": captured.isoformat(),
        "elapsed_ms": str(30 * 60_000),
    }
    told = queued(member, "answer", "5.7", {**fields, "note": "Theo sổ"}).json()
    assert (told["skew_ms"], told["skew_noted"]) == (20 * 60_000, True)
    last = visit.facts()[-1].meta
    assert last.device is not None
    assert last.device.captured_at == captured
    assert last.happened_at == datetime(2025, 10, 6, 9, 0, tzinfo=LOCAL)
    assert "lệch 20 phút" in member.get(f"{ADDRESS}/5.7").text


def test_a_photo_is_an_entry_of_its_own_with_its_hash(
    visit: VisitSite, member: Visitor, tmp_path: Path
) -> None:
    octets = photo(tmp_path).read_bytes() + b"1"
    sha = hashlib.sha256(octets).hexdigest()
    files = {"files": ("a.png", octets, "image/png")}
    wrong = queued(member, "photo", "5.5", {"sha256": "0" * 64}, files=files)
    assert (wrong.status_code, wrong.json()["state"]) == (422, "rejected")
    told = queued(member, "photo", "5.5", {"sha256": sha}, files=files).json()
    assert (told["state"], told["hash"]) == ("confirmed", sha)
    assert "cchc-5.5" in visit.inspection().photographed


def test_a_refusal_is_told_and_can_be_corrected(visit: VisitSite, member: Visitor) -> None:
    """A description that names a person."""
    fields = {**FAILED, "note": "Bà Nguyễn Thị Thanh Tâm vắng mặt.", "finding_id": str(uuid4())}
    refused = queued(member, "answer", "5.5", fields)
    assert (refused.status_code, refused.json()["code"]) == (
        422,
        "finding.description_names_a_person",
    )
    assert "tên người" in refused.json()["reason"]
    assert answers(visit, "5.5") == []
    corrected = queued(member, "answer", "5.5", {**fields, "note": "Phó Trưởng phòng vắng mặt."})
    assert corrected.json()["state"] == "confirmed"


def test_a_session_that_is_over_asks_to_log_in_in_words(visit: VisitSite) -> None:
    gone = visit.site.visitor()
    asked = gone.get(f"{ADDRESS}/now")
    assert (asked.status_code, asked.json()["state"]) == (401, "session_over")
    sent = gone.client.post(QUEUE, data={"kind": "answer"}, headers={"x-soviec-form": "old"})
    assert sent.status_code == 401
    assert "Đăng nhập lại để gửi" in sent.json()["reason"]


def test_an_old_proof_is_told_from_a_session_that_is_over(member: Visitor) -> None:
    sent = member.client.post(QUEUE, data={"kind": "answer"}, headers={"x-soviec-form": "old"})
    assert (sent.status_code, sent.json()["state"]) == (409, "stale")


def test_what_cannot_be_read_is_rejected_with_words(member: Visitor) -> None:
    for kind, item in (("other", "5.1"), ("answer", "9.9")):
        said = queued(member, kind, item, {"answer": "met"})
        assert said.status_code in (404, 422)
        assert said.json()["reason"]


# -- the end, last in this file ------------------------------------------------------


def test_the_end_is_refused_over_what_is_missing_and_late_entries_are_marked(
    visit: VisitSite, member: Visitor, leader: Visitor
) -> None:
    refused = leader.send(f"{ADDRESS}/close", {"unsent": "2"})
    assert refused.status_code == 422
    assert "2 mục chưa gửi" in refused.text
    assert "Trưởng đoàn kết thúc" in member.get(f"{ADDRESS}/close").text

    for code in scoring.blanks(visit.inspection()):
        fields = {"answer": "met", "note": "Theo sổ."}
        assert leader.send(f"{ADDRESS}/{code}", fields).is_redirect, code
    visit.settled()
    visit.at("11:00")
    assert leader.send(f"{ADDRESS}/close", {"unsent": "0"}).is_redirect
    assert visit.inspection().stage == "visit_closed"
    assert f"/inspections/{visit.inspection().code}/minutes" in leader.get(f"{ADDRESS}/close").text

    visit.at("11:30")
    at_ten = datetime(2025, 10, 6, 10, 0, tzinfo=LOCAL).isoformat()
    early = {"captured_at": at_ten, "elapsed_ms": str(90 * 60_000)}
    told = queued(member, "answer", "5.3", {"answer": "met", "note": "Theo sổ.", **early}).json()
    assert (told["state"], told["late"]) == ("confirmed", True)
    after = datetime(2025, 10, 6, 11, 29, tzinfo=LOCAL).isoformat()
    fresh = {"answer": "met", "captured_at": after, "elapsed_ms": "60000"}
    assert queued(member, "answer", "5.3", fresh).json()["code"] == "inspection.visit_closed"
