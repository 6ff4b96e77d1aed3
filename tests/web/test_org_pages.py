"""Units, posts, delegations, calendar and rules, entered and refused through the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from domain.org.events import OrgEvent
from service.server import EmbeddedServer
from tests.web.conftest import Site, Visitor, _database, served
from tests.web.plan_site import DOCUMENT, act, as_role, done, fields_of, option, words
from web.org.people_acts import POST_ACTS
from web.org.telling import TELLERS
from web.org.unit_acts import UNIT_ACTS

PAGES = ("/org", "/org/acts", "/org/units/vhxh", "/org/delegations", "/calendar", "/rules")


@pytest.fixture(scope="module")
def ward(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo's organisation, to be changed here."""
    with (
        _database(server, "site_org") as url,
        served(url, tmp_path_factory.mktemp("org"), demo=True) as running,
    ):
        yield running


@pytest.fixture
def office(ward: Site) -> Visitor:
    return as_role(ward, "vanphong")


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_in_both_languages(office: Visitor, path: str) -> None:
    for language in ("en", "vi"):
        assert office.get(f"{path}?lang={language}").status_code == 200


@pytest.mark.parametrize("act_form", [*UNIT_ACTS, *POST_ACTS], ids=lambda a: a.slug)
def test_every_form_of_a_unit_opens_in_both_languages(office: Visitor, act_form: object) -> None:
    slug = act_form.slug  # type: ignore[attr-defined]
    for language in ("en", "vi"):
        assert office.get(f"/org/units/vhxh/do/{slug}?lang={language}").status_code == 200


def test_a_unit_lives_through_its_forms(office: Visitor) -> None:
    done(act(office, "/org/do/found-unit", name="Trạm Y tế", code="tyt", **DOCUMENT))
    unit = "/org/units/tyt"
    done(act(office, f"{unit}/do/rename", name="Trạm Y tế phường", **DOCUMENT))
    done(act(office, f"{unit}/do/add-alias", alias="TYT"))
    done(act(office, f"{unit}/do/create-post", title="Trạm trưởng", rank="head", **DOCUMENT))
    done(act(office, "/org/do/register-person", full_name="Nguyễn Văn Thử", **DOCUMENT))
    form = office.get(f"{unit}/do/appoint")
    post, person = option(form, "Trạm trưởng"), option(form, "Nguyễn Văn Thử")
    done(act(office, f"{unit}/do/appoint", post=post, person=person, **DOCUMENT))
    seen = words(office.get(unit))
    assert "Trạm Y tế phường" in seen
    assert "TYT" in seen
    assert "Nguyễn Văn Thử" in seen
    before = words(office.get("/org?on=30/06/2025"))
    assert "Trạm Y tế" not in before


def test_a_wrong_name_is_corrected_and_the_auditor_sees_both(office: Visitor, ward: Site) -> None:
    done(act(office, "/org/do/register-person", full_name="Trần Thị Hường", **DOCUMENT))
    href = re.search(r'href="(/org/people/[^"]+)">Trần Thị Hường<', office.get("/org").text)
    assert href is not None
    form = f"{href[1]}/do/correct-name"
    without = act(office, form, full_name="Trần Thị Hương")
    assert without.status_code == 422
    done(act(office, form, full_name="Trần Thị Hương", reason="Gõ nhầm dấu"))
    seen = words(office.get(href[1]))
    assert "Trần Thị Hương" in seen
    assert "Tên đã ghi trước đây: Trần Thị Hường" in seen
    acts = words(as_role(ward, "rasoat").get("/org/acts"))
    assert "Sửa họ tên thành Trần Thị Hương." in acts
    assert "Trần Thị Hường" in acts
    assert "Lý do: Gõ nhầm dấu." in acts
    assert as_role(ward, "vienchuc").get("/org/acts").status_code == 404


def test_acts_are_paged_by_position(ward: Site) -> None:
    auditor = as_role(ward, "rasoat")
    first = auditor.get("/org/acts")
    older = re.search(r'rel="next" href="(\?before=\d+)"', first.text)
    assert older is not None
    second = auditor.get(f"/org/acts{older[1]}")
    shown = [re.findall(r'id="viec-(\d+)"', page.text) for page in (first, second)]
    assert int(shown[1][0]) < int(shown[0][-1])
    newer = re.search(r'rel="prev" href="(\?after=\d+)"', second.text)
    assert newer is not None
    assert re.findall(r'id="viec-(\d+)"', auditor.get(f"/org/acts{newer[1]}").text) == shown[0]
    assert auditor.get("/org/acts?before=x").status_code == 200


def test_every_event_of_the_organisation_has_a_sentence() -> None:
    assert set(TELLERS) == set(get_args(OrgEvent))


def test_a_refusal_names_the_unit_and_keeps_the_text(office: Visitor) -> None:
    name = "Phòng Văn hóa - Xã hội"
    answer = act(office, "/org/do/found-unit", name=name, code="moi", **DOCUMENT)
    assert answer.status_code == 422
    assert f"đang là tên của {name}" in words(answer)
    assert fields_of(answer)["name"] == [name]


def test_a_delegation_has_a_term_and_can_be_taken_back(ward: Site) -> None:
    head = as_role(ward, "truongphong")
    form = "/org/delegations/do/grant"
    to = option(head.get(form), "Chuyên viên, Phòng Văn hóa")
    long = act(head, form, to_post=to, duties=["accept"], until_on="20/12/2025", **DOCUMENT)
    assert "tối đa 90" in words(long)
    none = act(head, form, to_post=to, duties=[], **DOCUMENT)
    assert none.status_code == 422
    done(act(head, form, to_post=to, duties=["accept", "report"], **DOCUMENT))
    page = head.get("/org/delegations")
    assert "Đang hiệu lực (1)" in words(page)
    revoke = re.search(r'"(/org/delegations/do/revoke\?[^"]+)"', page.text)
    assert revoke is not None
    done(act(head, revoke[1]))
    assert "Đang hiệu lực (0)" in words(head.get("/org/delegations"))


def test_a_calendar_is_previewed_without_being_recorded(office: Visitor, ward: Site) -> None:
    day = {"on_1": "20/08/2025", "kind_1": "holiday", "name_1": "Nghỉ thử"}
    seen = act(office, "/calendar/do/decide-calendar", preview="1", **day, **DOCUMENT)
    assert seen.status_code == 200
    assert "không dời hạn" in words(seen)
    assert "Nghỉ thử" not in words(office.get("/calendar?year=2025"))
    done(act(office, "/calendar/do/decide-calendar", **day, **DOCUMENT))
    assert "Nghỉ thử" in words(office.get("/calendar?year=2025"))
    twice = act(office, "/calendar/do/decide-calendar", preview="1", **day, **DOCUMENT)
    assert twice.status_code in (200, 422)
    alone = act(
        office,
        "/calendar/do/decide-calendar",
        on_1="21/08/2025",
        kind_1="off_swap",
        name_1="Hoán đổi",
        pair_1="23/08/2025",
        **DOCUMENT,
    )
    assert "thiếu ngày cặp đôi" in words(alone)


def test_a_rule_is_decided_by_its_owner_within_its_range(ward: Site) -> None:
    chair = as_role(ward, "chutich")
    done(act(chair, "/rules/do/adopt?key=review_days", value="7"))
    assert "7 ngày làm việc" in words(chair.get("/rules"))
    assert act(chair, "/rules/do/adopt?key=review_days", value="700").status_code == 422
    other = act(chair, "/rules/do/adopt?key=remind_before", value="10, 4")
    assert "Không làm được với chức danh đang giữ" in words(other)


def test_writing_is_for_the_office_and_lending_for_heads(ward: Site) -> None:
    for login in ("rasoat", "quansat", "vienchuc", "quantri"):
        visitor = as_role(ward, login)
        assert visitor.get("/org/do/found-unit").status_code == 404
        assert visitor.get("/org/delegations/do/grant").status_code == 404
        assert visitor.get("/calendar").status_code == 200
