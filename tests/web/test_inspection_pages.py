"""An announced inspection through the pages: list, order, file of each role, forms, replay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from service.server import EmbeddedServer
from tests.web.conftest import Site, _database, served
from tests.web.filling import Sheet, send
from tests.web.inspection_site import (
    PAPER,
    Enter,
    act,
    hidden,
    on_day,
    order,
    publish_checklist,
    signed_order,
    tried,
    visitors,
    words,
)

NOT_THERE = "Không có trang này"


@pytest.fixture(scope="module")
def own_site(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("inspections")
    with _database(server, "site_inspections") as url, served(url, folder, demo=True) as running:
        publish_checklist(running)
        yield running


@pytest.fixture(scope="module")
def enter(own_site: Site) -> Iterator[Enter]:
    with visitors(own_site) as entering:
        yield entering


def test_an_empty_calendar_says_so_to_everybody(enter: Enter) -> None:
    for login in ("chutich", "truongphong", "vienchuc", "rasoat", "quansat"):
        page = words(enter(login).get("/inspections"))
        assert "Chưa có đợt kiểm tra nào được thông báo trong kỳ này." in page, login
        assert "0 trong 5 đơn vị đã kiểm tra định kỳ" in page
    assert enter("quantri").get("/inspections").status_code == 404
    english = words(enter("chutich").get("/inspections?lang=en"))
    assert "No inspection has been announced in this period." in english
    enter("chutich").get("/inspections?lang=vi")


def test_an_order_says_what_is_missing_and_who_is_barred(enter: Enter) -> None:
    chair = enter("chutich")
    form = words(chair.get("/inspections/new?kind=scheduled&unit=vhxh"))
    assert "Lương Thị Kim Oanh" in form.split("không cử được")[1].split("Trưởng đoàn")[0]
    wrong = order(chair, leader="", contents="Giữ nguyên chữ này", doc_number="")
    assert wrong.status_code == 422
    assert "Giữ nguyên chữ này" in wrong.text
    assert 'href="#leader"' in wrong.text
    assert 'href="#doc_number"' in wrong.text


def test_a_surprise_is_led_to_the_seal(enter: Enter) -> None:
    answer = enter("chutich").get("/inspections/new?kind=surprise&unit=vhxh")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sealed/new")


def test_the_order_is_refused_in_words_and_keeps_what_was_typed(enter: Enter) -> None:
    chair = enter("chutich")
    looked = order(chair, from_on="03/07/2025", to_on="03/07/2025", contents="Kiểm tra sớm")
    assert "Ai được biết, từ lúc nào" in words(looked)
    fields = hidden(looked.text.split("<h1>")[1])
    answer = chair.client.post("/inspections/new", data={**fields, "confirmed": "1"})
    assert answer.status_code == 422
    assert "quy định tối thiểu" in words(answer)
    assert "Kiểm tra sớm" in answer.text
    back = chair.client.post("/inspections/new", data={**fields, "back": "1"})
    assert back.status_code == 200
    assert "Kiểm tra sớm" in back.text


def test_who_may_not_order_is_told_so(enter: Enter) -> None:
    page = words(enter("truongphong").get("/inspections/new"))
    assert "Chức danh đang dùng không ra quyết định kiểm tra" in page
    answer = order(enter("truongphong"))
    assert answer.status_code == 200  # nothing is decided by looking
    assert "Ra quyết định kiểm tra" not in words(enter("truongphong").get("/inspections"))


@pytest.fixture(scope="module")
def ordered(enter: Enter) -> str:
    return signed_order(enter("chutich"))


def test_before_the_announcement_only_those_concerned_see_it(ordered: str, enter: Enter) -> None:
    for login in ("chutich", "pct", "vanphong", "vienchuc", "rasoat"):
        assert enter(login).get(ordered).status_code == 200, login
        assert ordered.split("/")[-1] in enter(login).get("/inspections").text, login
    for login in ("truongphong", "daumoi", "giamdoc", "quansat"):
        page = enter(login).get(ordered)
        assert page.status_code == 404, login
        assert NOT_THERE in page.text, login
        assert ordered.split("/")[-1] not in enter(login).get("/inspections").text, login
        for slug in ("declare-independence", "announce", "submit-self-report"):
            assert enter(login).get(f"{ordered}/do/{slug}").status_code == 404
        assert enter(login).get(f"{ordered}/replay").status_code == 404


def test_the_file_says_what_is_next_and_what_is_in_the_way(ordered: str, enter: Enter) -> None:
    secretary = words(enter("vanphong").get(ordered))
    assert "Cam kết độc lập" in secretary
    assert "chưa cam kết độc lập" in secretary
    assert "Bước" not in secretary
    refused = tried(enter("vanphong"), ordered, "announce", visit_on="24/07/2025", **PAPER)
    assert refused.status_code == 422
    assert "chưa cam kết độc lập" in words(refused)
    assert "24/07/2025" in refused.text


def test_my_work_asks_the_team_and_nobody_else(ordered: str, enter: Enter) -> None:
    for login in ("pct", "vienchuc"):
        assert "Cam kết độc lập trước khi kiểm tra" in words(enter(login).get("/my-work")), login
    assert "Chờ đủ cam kết độc lập" in words(enter("vanphong").get("/my-work"))
    for login in ("truongphong", "giamdoc", "vanthu"):
        assert "kiểm tra Phòng Văn hóa" not in words(enter(login).get("/my-work")), login


@pytest.fixture(scope="module")
def announced(ordered: str, enter: Enter) -> str:
    for login in ("pct", "vanphong", "vienchuc"):
        page = act(enter(login), ordered, "declare-independence")
        assert "Vừa ghi" in words(page) or "đã cam kết độc lập" in words(page)
    act(enter("vanphong"), ordered, "announce", visit_on="24/07/2025", **PAPER)
    return ordered


def test_a_moved_version_is_a_conflict_with_what_was_typed(announced: str, enter: Enter) -> None:
    stale = enter("chutich").get(f"{announced}/do/cancel").text
    act(enter("chutich"), announced, "postpone", from_on="24/07/2025", to_on="28/07/2025",
        reason="Trùng họp.")  # fmt: skip
    answer = send(enter("chutich"), stale, reason="Không cần nữa.")
    assert answer.status_code == 409
    assert "Không cần nữa." in answer.text
    assert "đã dời kỳ kiểm tra" in words(answer)


def test_from_the_announcement_on_the_unit_sees_it(announced: str, enter: Enter) -> None:
    head = words(enter("truongphong").get(announced))
    assert "Gửi báo cáo tự chấm" in head
    assert "Gửi báo cáo tự chấm của Phòng" in words(enter("truongphong").get("/my-work"))
    assert "Báo cáo tự chấm" in head
    assert "ngày làm việc" in head
    other = words(enter("giamdoc").get(announced))
    assert "Hồ sơ chi tiết dành cho người liên quan" in other
    assert "Diễn biến" not in other
    assert enter("quansat").get(announced).status_code == 404
    # acts before the announcement are no news for the unit's replay
    replay = words(enter("truongphong").get(f"{announced}/replay?at=1"))
    assert "đã thông báo kiểm tra" in replay


def test_the_unit_reports_on_itself(announced: str, enter: Enter) -> None:
    head = enter("truongphong")
    nothing = tried(head, announced, "submit-self-report", self_text="Chưa chấm.")
    assert nothing.status_code == 422
    assert "Chấm ít nhất một mục." in words(nothing)
    page = head.get(f"{announced}/do/submit-self-report").text
    name = next(n for n, _ in Sheet(page).fields if n.startswith("points_"))
    wrong = send(head, page, **{name: "abc"})
    assert wrong.status_code == 422
    assert "số không âm" in words(wrong)
    assert "abc" in wrong.text
    done = send(head, page, **{name: "1,5"})
    assert done.status_code == 303
    assert "báo cáo tự chấm 1 mục" in words(head.get(done.headers["location"]))


@pytest.fixture(scope="module")
def opened(announced: str, enter: Enter, own_site: Site) -> str:
    """Refused before its days, opened on the first of them."""
    assert tried(enter("pct"), announced, "open").status_code == 422
    on_day(own_site, date(2025, 7, 24))
    assert "đã công bố quyết định tại" in words(act(enter("pct"), announced, "open"))
    return announced


def test_the_leader_opens_within_the_days(opened: str, enter: Enter) -> None:
    page = enter("pct").get(opened).text
    assert "/visit" in page
    assert "Tiến hành kiểm tra" in words(page)
    calendar = words(enter("chutich").get("/inspections"))
    assert "Đang kiểm tra tại đơn vị" in calendar
    assert "1 trong 5 đơn vị" in calendar


def test_the_replay_shows_each_act_and_the_day_before(opened: str, enter: Enter) -> None:
    chair = enter("chutich")
    first = words(chair.get(f"{opened}/replay?at=1"))
    assert "đã ký quyết định kiểm tra" in first
    assert "Đã ra quyết định, chưa thông báo" in first
    assert "1 trong" in first or "việc 1" in first
    last = words(chair.get(f"{opened}/replay"))
    assert "Đang kiểm tra tại đơn vị" in last
    past = chair.get(f"{opened}?as_of=2025-07-02")
    assert past.status_code == 200
    assert "Đang xem như vào" in past.text
    assert 'class="btn" href' not in past.text.split("<main")[1]
    # the unit did not know of it before the announcement, so not as of then either
    assert enter("truongphong").get(f"{opened}?as_of=2025-07-01").status_code == 404


def test_the_calendar_of_a_past_day_shows_what_was_known_then(opened: str, enter: Enter) -> None:
    code = opened.rpartition("/")[2]
    chair = enter("chutich")
    now = chair.get("/inspections").text
    assert 'class="asof-form"' in now
    then = chair.get("/inspections?as_of=2025-07-23")
    assert "Đang xem như vào" in then.text
    assert "Đang kiểm tra tại đơn vị" not in then.text.split('id="list"')[1]
    assert "Đã thông báo" in then.text.split('id="list"')[1]
    assert "0 trong 5 đơn vị" in words(then)
    assert f'href="/inspections/{code}?as_of=2025-07-23"' in then.text
    assert "Ra quyết định kiểm tra" not in words(then).split("Đơn vị")[0]
    assert code not in chair.get("/inspections?as_of=01/07/2025").text
    for past in ("2099-01-01", "hôm-qua", "#0", "#99999999999999999999", ""):
        assert chair.get("/inspections", params={"as_of": past}).status_code == 200, past


def test_a_past_calendar_is_no_way_round_the_secrecy(
    opened: str, enter: Enter, own_site: Site
) -> None:
    """Before the announcement only those concerned knew; a past day does not tell the others."""
    code = opened.rpartition("/")[2]
    ((told,),) = own_site.sql(
        "SELECT notification_id FROM soviec.journal_events WHERE topic = %s", "inspection.announced"
    )
    for login, knows in (("chutich", True), ("pct", True), ("truongphong", False),
                         ("daumoi", False), ("giamdoc", False), ("quansat", False)):  # fmt: skip
        page = enter(login).get("/inspections", params={"as_of": f"#{told - 1}"})
        assert (code in page.text) is knows, login
    after = enter("truongphong").get("/inspections", params={"as_of": f"#{told}"})
    assert code in after.text


def test_pages_are_complete_in_english(announced: str, enter: Enter) -> None:
    chair = enter("chutich")
    for path in (announced, f"{announced}/replay", "/inspections", "/inspections/new",
                 "/inspections/new?kind=thematic&unit=snc", "/inspections/programme"):  # fmt: skip
        page = chair.get(f"{path}{'&' if '?' in path else '?'}lang=en")
        assert page.status_code == 200, path
        assert '<html lang="en"' in page.text
    chair.get("/inspections?lang=vi")


def test_a_programme_is_drafted_approved_and_amended(enter: Enter) -> None:
    keeper, chair = enter("daumoi"), enter("chutich")
    programme = "/inspections/programme"
    assert "Chưa có chương trình kiểm tra nào." in words(keeper.get(programme))
    page = keeper.get(f"{programme}/do/draft").text
    empty = send(keeper, page)
    assert empty.status_code == 422
    assert "Nhập ít nhất một đợt." in words(empty)
    units = re.findall(r'name="round_1_units" value="([^"]+)"', page)
    few = send(keeper, page, round_1_from="01/08/2025", round_1_to="30/09/2025",
               round_1_units=units[:3])  # fmt: skip
    assert few.status_code == 303
    shown = keeper.get(few.headers["location"]).text
    assert "Chưa đủ 1 lần" in words(shown)
    code = re.search(r"CTKT-[0-9-]+", shown)
    assert code is not None
    query = f"?code={code.group()}"
    refused = send(chair, chair.get(f"{programme}/do/approve{query}").text, **PAPER)
    assert refused.status_code == 422
    again = send(keeper, keeper.get(f"{programme}/do/draft{query}").text, round_1_units=units)
    assert again.status_code == 303, words(again)
    keeper.get(again.headers["location"])
    done = send(chair, chair.get(f"{programme}/do/approve{query}").text, **PAPER)
    assert done.status_code == 303, words(done)
    page = words(chair.get(done.headers["location"]))
    assert "Đã phê duyệt cho kỳ" in page
    assert "Mọi đơn vị có ít nhất 1 lần." in page
    amend = send(chair, chair.get(f"{programme}/do/amend{query}").text,
                 round_1_to="31/10/2025", reason="Mưa bão.", **PAPER)  # fmt: skip
    assert amend.status_code == 303, words(amend)
    assert "bản 2" in words(chair.get(amend.headers["location"]))
    assert enter("truongphong").get(programme).status_code == 404
