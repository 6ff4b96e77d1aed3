"""The minutes through the pages: drawn up, opinion, three signatures, frozen, addendum."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdf
import pytest

from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection.parts import OutcomeAsked, Proposal
from domain.values import Doc
from service.server import EmbeddedServer
from tests.service.inspected_ward import LEADER, SECRETARY, VISIT
from tests.web.conftest import Visitor
from tests.web.filling import send
from tests.web.inspection_site import words
from tests.web.minutes_site import (
    ADDRESS,
    FINDING,
    MINUTES,
    NASTY,
    MinutesSite,
    after_the_visit,
    hash_in,
)
from tests.web.visit_site import CODE

PAPERS = f"{ADDRESS}/papers"
NOT_THERE = "Không có trang này"


@pytest.fixture(scope="module")
def story(server: EmbeddedServer, tmp_path_factory: Any) -> Iterator[MinutesSite]:
    with after_the_visit(server, tmp_path_factory.mktemp("minutes"), "site_minutes") as site:
        yield site


@pytest.fixture(scope="module")
def people(story: MinutesSite) -> Iterator[dict[str, Visitor]]:
    came = {who: story.enter(who) for who in ("leader", "secretary", "member", "head")}
    came |= {login: story.site.visitor().enter(login) for login in
             ("chutich", "vanphong", "rasoat", "giamdoc", "quansat", "quantri")}  # fmt: skip
    yield came
    for visitor in came.values():
        visitor.client.close()


def pdf_words(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_a_the_team_sees_a_preview_and_nobody_else_the_content(
    people: dict[str, Visitor],
) -> None:
    team = words(people["member"].get(MINUTES))
    assert "Đây là nội dung biên bản" in team
    assert "PH-2025-" in team
    for who in ("head", "chutich", "rasoat", "vanphong"):
        page = people[who].get(MINUTES)
        assert page.status_code == 200, who
        assert "Chưa xem được nội dung" in page.text, who
        assert "PH-2025-" not in page.text, who
        assert people[who].get(f"{PAPERS}/minutes.pdf").status_code == 404
    for who in ("giamdoc", "quansat", "quantri"):
        for path in (MINUTES, f"{PAPERS}/order.pdf", f"{MINUTES}/sign/head"):
            answer = people[who].get(path)
            assert answer.status_code == 404, (who, path)
            assert NOT_THERE in answer.text, (who, path)


def test_b_words_are_never_markup_on_the_screen(people: dict[str, Visitor]) -> None:
    page = people["secretary"].get(MINUTES).text
    assert "&lt;b&gt;&amp;&lt;/b&gt; {{ 7 * 7 }}" in page
    assert "<b>&</b>" not in page


def test_c_the_secretary_draws_up_and_the_file_is_kept(
    story: MinutesSite, people: dict[str, Visitor]
) -> None:
    assert people["head"].get(f"{MINUTES}/draw-up").status_code == 404
    page = story.did(people["secretary"], "draw-up")
    assert "Biên bản đã lập" in page
    drawn = story.facts()[-1].event
    assert isinstance(drawn, e.MinutesDrawnUp)
    assert drawn.content_hash == hash_in(page)
    assert drawn.pages >= 2
    file = people["leader"].get(f"{MINUTES}/drawn.pdf")
    assert file.status_code == 200
    assert hashlib.sha256(file.content).hexdigest() == drawn.rendered
    told = pdf_words(file.content)
    for said in ("BIÊNBẢN", "DỰTHẢO", "Dữliệuminhhọa", "#letx=1;*không*$5$<b>&</b>"):
        assert said in told, said


def test_d_the_unit_sees_it_now_and_gives_its_opinion(
    story: MinutesSite, people: dict[str, Visitor]
) -> None:
    head = people["head"]
    assert "PH-2025-" in head.get(MINUTES).text
    before = story.digest()
    wrong = head.client.post(
        f"{MINUTES}/opinion", data={"_form": head.proof(), "stance": "words", "text": ""}
    )
    assert wrong.status_code == 422
    page = story.did(head, "opinion", stance="words", text="Đơn vị đã bố trí lại từ 07/10.")
    assert "Đơn vị đã bố trí lại từ 07/10." in page
    assert story.digest() != before
    assert story.inspection().minutes.is_stale is False  # type: ignore[union-attr]


def test_e_signatures_come_in_order_with_the_password(
    story: MinutesSite, people: dict[str, Visitor]
) -> None:
    early = people["secretary"].get(f"{MINUTES}/sign/secretary")
    assert "Chưa đến lượt" in early.text
    assert 'type="password"' not in early.text
    sent = people["secretary"].send(
        f"{MINUTES}/sign/secretary",
        {"content_hash": story.digest(), "password": "so-viec-minh-hoa"},
    )
    assert sent.status_code == 422
    assert story.inspection().signatures == ()
    stranger = people["member"].get(f"{MINUTES}/sign/leader").text
    assert "Chức danh đang dùng không ký" in stranger
    wrong = story.sign(people["leader"], "leader", password="not this one")
    assert wrong.status_code == 422
    assert "Mật khẩu không đúng" in wrong.text
    assert "not this one" not in wrong.text
    ((failures,),) = story.site.sql("SELECT max(failures) FROM soviec.login_attempts")
    assert failures >= 1
    assert story.inspection().signatures == ()


def test_f_a_moved_hash_is_shown_and_not_signed(
    story: MinutesSite, people: dict[str, Visitor]
) -> None:
    page = people["leader"].get(f"{MINUTES}/sign/leader").text
    story.did(people["head"], "opinion", stance="words", text="Lời thứ hai của đơn vị.")
    answer = send(people["leader"], page, password="so-viec-minh-hoa")
    assert answer.status_code == 409
    assert "Lời thứ hai của đơn vị." in answer.text
    assert hash_in(page) not in answer.text
    assert story.digest() in answer.text
    assert story.inspection().signatures == ()


def test_g_three_signatures_freeze_it(story: MinutesSite, people: dict[str, Visitor]) -> None:
    digest = story.digest()
    stranger = story.site.visitor()
    assert "Không tìm thấy" in stranger.get(f"/check/{digest}").text
    for role in ("leader", "secretary", "head"):
        assert story.sign(people[role], role).status_code == 303, role
    seen = story.inspection()
    assert seen.stage == "frozen"
    assert seen.unsigned == ()
    assert story.site.sql("SELECT count(*) FROM soviec.step_ups") == [(0,)]
    page = people["head"].get(MINUTES).text
    assert "Biên bản đã khóa" in page
    assert "<svg" in page
    assert "Đã ký 06/10/2025" in page
    assert people["chutich"].get(MINUTES).text.count("PH-2025-") >= 1
    over = people["leader"].get(f"{MINUTES}/sign/leader").text
    assert "Vai này đã ký" in over
    assert 'type="password"' not in over


def test_h_papers_are_the_same_bytes_every_time(
    story: MinutesSite, people: dict[str, Visitor]
) -> None:
    first = {name: people["head"].get(f"{PAPERS}/{name}")
             for name in ("minutes.pdf", "minutes.docx", "order.pdf", "order.docx")}  # fmt: skip
    for name, answer in first.items():
        assert answer.status_code == 200, name
        assert answer.headers["content-disposition"].startswith("attachment")
        assert people["leader"].get(f"{PAPERS}/{name}").content == answer.content, name
    told = pdf_words(first["minutes.pdf"].content)
    for said in (story.digest()[:16], "Đãký06/10/2025", "DỰTHẢO", "Lờithứhaicủađơnvị."):
        assert said in told, said
    for name in ("report.pdf", "conclusion.docx", "minutes.exe", "announcement.pdf", "x"):
        assert people["leader"].get(f"{PAPERS}/{name}").status_code == 404, name


def test_i_the_public_check_tells_nothing_before_it_is_disclosed(
    story: MinutesSite, people: dict[str, Visitor]
) -> None:
    digest = story.digest()
    stranger = story.site.visitor()
    unknown = stranger.get(f"/check/{'0' * 64}").text
    hidden = stranger.get(f"/check/{digest}").text
    assert hidden.replace(digest, "") == unknown.replace("0" * 64, "")
    assert "mã băm khớp" in people["head"].get(f"/check/{digest}").text
    assert "KT-2025" not in people["head"].get(f"/check/{digest}").text.split("<main")[1]
    assert stranger.get("/check/none").status_code == 200


def test_j_an_addendum_stands_beside_it(story: MinutesSite, people: dict[str, Visitor]) -> None:
    page = story.did(people["leader"], "addendum", text="Sửa tên mục 5.2.", countersign="silent")
    assert "Sửa tên mục 5.2." in page
    assert "Số 1" in page
    assert "Lập biên bản bổ sung" not in words(people["head"].get(MINUTES))
    assert story.inspection().addenda == 1
    address = f"{PAPERS}/addendum-1"
    assert f'href="{address}.pdf"' in page
    paper = people["head"].get(f"{address}.pdf")
    assert paper.status_code == 200
    assert paper.content == people["leader"].get(f"{address}.pdf").content, "always the same bytes"
    told = pdf_words(paper.content)
    for said in ("BIÊNBẢNBỔSUNG", "Sửatênmục5.2.", "Bổsunglần1", "khôngcóýkiến"):
        assert said in told, said
    assert people["head"].get(f"{address}.docx").content[:2] == b"PK"
    for name in ("addendum-2.pdf", "addendum-x.pdf", "addendum-1.exe"):
        assert people["leader"].get(f"{PAPERS}/{name}").status_code == 404, name
    assert people["giamdoc"].get(f"{address}.pdf").status_code == 404


def test_k_english_pages_keep_the_paper_vietnamese(people: dict[str, Visitor]) -> None:
    page = people["member"].get(f"{MINUTES}?lang=en").text
    assert "The minutes were frozen" in page
    assert "BIÊN BẢN" in page
    people["member"].get(f"{MINUTES}?lang=vi")
    assert CODE in page


def test_l_numbered_and_signed_it_is_no_draft_any_more(
    story: MinutesSite, people: dict[str, Visitor]
) -> None:
    number = Doc(number="7", notation="BB-ĐKT", issued_on=date(2025, 10, 7))
    enter = c.EnterDocument(inspection_id=VISIT, paper="minutes")
    story.ask("2025-10-07 08:00", SECRETARY, enter, document=number)
    answer = people["head"].get(f"{PAPERS}/minutes.pdf")
    told = pdf_words(answer.content)
    assert "DỰTHẢO" not in told
    assert "Số:07/BB-ĐKT" in told
    assert "Dữliệuminhhọa" in told
    assert "07/BB" not in pdf_words(people["head"].get(f"{PAPERS}/order.pdf").content)
    assert "7/BB-ĐKT" in people["head"].get(f"/check/{story.digest()}").text


def test_m_report_and_conclusion_are_papers_too(
    story: MinutesSite, people: dict[str, Visitor]
) -> None:
    for hour in ("2025-10-10 00:10", "2025-10-17 00:10"):
        story.site.run(story.story.pass_to, hour)
    proposal = Proposal(finding_id=FINDING, outcome="upheld", why="Đơn vị không giải trình")
    report = c.ReportInspection(
        inspection_id=VISIT, summary=f"Đơn vị làm tốt. {NASTY}", proposals=(proposal,)
    )
    story.ask("2025-10-17 08:00", LEADER, report)
    told = pdf_words(people["leader"].get(f"{PAPERS}/report.pdf").content)
    for said in ("BÁOCÁO", "Kínhgửi:Chủtịch", "khônggiảitrình", "#letx=1;", "DỰTHẢO"):
        assert said in told, said
    before = people["leader"].get(f"{PAPERS}/report.pdf").content
    outcome = OutcomeAsked(finding_id=FINDING, outcome="upheld", severity="shortcoming")
    number = Doc(number="88", notation="TB-UBND", issued_on=date(2025, 10, 22), signer="Vũ Khải")
    conclude = c.IssueConclusion(inspection_id=VISIT, outcomes=(outcome,))
    story.ask("2025-10-22 08:00", "chu-tich", conclude, document=number)
    told = pdf_words(people["head"].get(f"{PAPERS}/conclusion.pdf").content)
    for said in ("THÔNGBÁO", "Số:88/TB-UBND", "IV.Yêucầukhắcphục", "Phâncôngngườithay", "CHỦTỊCH"):
        assert said in told, said
    assert people["leader"].get(f"{PAPERS}/report.pdf").content == before
    assert people["giamdoc"].get(f"{PAPERS}/minutes.pdf").status_code == 200
    assert people["quansat"].get(f"{PAPERS}/minutes.pdf").status_code == 404


def test_n_published_everybody_can_check(story: MinutesSite) -> None:
    stranger = story.site.visitor()
    assert "mã băm khớp" not in stranger.get(f"/check/{story.digest()}").text
    tell = c.PublishConclusion(inspection_id=VISIT, public_text="Đã kết luận.", where="Cổng")
    story.ask("2025-10-24 08:00", "chu-tich", tell)
    answer = stranger.get(f"/check/{story.digest()}")
    assert "Biên bản số 7/BB-ĐKT đã khóa 06/10/2025" in words(answer)
