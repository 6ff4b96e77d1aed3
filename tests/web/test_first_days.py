"""An empty ward becomes one with units, a calendar and a plan: every step says where to go."""

from __future__ import annotations

import html
import re

import httpx

from service.shipped_calendar import first_decision
from tests.web.conftest import Site, Visitor
from tests.web.plan_site import DOCUMENT, PLAN, act, done, fields_of, upload, words

SECRET = "một câu dài dễ nhớ"
SETUP = {
    "authority": "Ủy ban nhân dân phường Thử",
    "code": "PT",
    "unit_name": "Văn phòng phường",
    "unit_code": "VP",
    "post_title": "Chánh Văn phòng",
    "full_name": "Phan Huy Thử",
    "holder_login": "phan.huy.thu",
    "login": "quan.tri",
    "password": SECRET,
    "password_again": SECRET,
}


def keeper_of(site: Site) -> Visitor:
    """The first register keeper, after the first log-in."""
    first, keeper = site.visitor(), site.visitor()
    proof = fields_of(first.get("/setup"))["_form"]
    founded = first.client.post("/setup", data={**SETUP, "_form": proof})
    assert "được dẫn qua các bước" in words(founded)
    initial = html.unescape(re.findall(r"<dd>(.*?)</dd>", founded.text)[1])
    keeper.send("/login", {"login": "phan.huy.thu", "password": initial})
    chosen = {"password": SECRET, "password_again": SECRET}
    proof = fields_of(keeper.get("/login/new-password"))["_form"]
    done(keeper.client.post("/login/new-password", data={**chosen, "_form": proof}))
    return keeper


def found(keeper: Visitor, code: str, name: str, kind: str, **more: object) -> httpx.Response:
    return act(keeper, "/org/do/found-unit", name=name, code=code, kind=kind, **more)


def test_an_empty_ward_is_led_to_a_plan_in_force(empty_site: Site) -> None:
    keeper = keeper_of(empty_site)
    assert keeper.get("/").headers["location"] == "/begin"
    begin = keeper.get("/begin")
    assert "Đã xong 0 trong 7 bước" in words(begin)
    assert "Chưa có Chủ tịch" in words(begin)

    # every page says that the calendar is missing and leads to where it is entered
    for path in ("/my-work", "/tasks", "/plan", "/org", "/calendar", "/plan/read"):
        page = keeper.get(path)
        assert "Chưa có lịch làm việc" in words(page), path
        assert 'href="/calendar/first"' in page.text, path
    offered = keeper.get("/calendar/first")
    assert f"{len(first_decision().days)} ngày nghỉ lễ" in words(offered)
    assert "Ngày Quốc tế Lao động" in words(offered)
    assert fields_of(offered)["doc_number"] == ["holidays.csv"]
    assert done(act(keeper, "/calendar/first")) == "/begin"
    assert "Lịch bản 1" in words(keeper.get("/calendar?year=2025"))
    assert "Chưa có lịch làm việc" not in words(keeper.get("/my-work"))
    assert keeper.get("/calendar/first").headers["location"] == "/calendar"

    # a unit comes with its head; the document is typed once
    head = {"head_title": "Chủ tịch", "head_name": "Vũ Đình Thử"}
    done(found(keeper, "UBND", "Ủy ban nhân dân", "leadership", **head, **DOCUMENT))
    again = fields_of(keeper.get("/org/do/found-unit"))
    assert again["doc_number"] == [DOCUMENT["doc_number"]]
    head = {"head_title": "Trưởng phòng", "head_name": "Lương Thị Thử"}
    name = "Phòng Văn hoá – Xã hội"
    done(found(keeper, "VHXH", name, "specialised", inspected="1", **head))
    seen = words(keeper.get("/org"))
    assert "Vũ Đình Thử" in seen
    assert "Lương Thị Thử" in seen
    begin = words(keeper.get("/begin"))
    assert "Chưa có Chủ tịch" not in begin
    assert "1 trong 3 người giữ chức danh có tài khoản" in begin

    # the name is read although the document writes it with another mark and dash
    draft = done(upload(keeper, "/plan/read", "ke-hoach.txt", PLAN.encode()))
    review = words(keeper.get(draft))
    assert "Tên đơn vị chưa nhận ra (1)" in review
    assert "“Trạm Y tế phường”" in review
    assert f'href="{draft}"' in keeper.get("/begin").text
