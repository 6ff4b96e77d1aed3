"""Who may stand for another sees it on every page, chooses it, and reads whom an act names."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.ids import derived
from domain.org.commands import GrantDelegation
from domain.values import Doc
from service.demo.cast import holder_on, post_id
from service.desk import Envelope, Who
from tests.web.conftest import FIRST_DAY, Site
from tests.web.test_task_forms import act, assign

HEAD, DEPUTY = post_id("gd-hcc"), post_id("pgd-hcc")
HEAD_NAME = "Bùi Thế Sơn"


def lend(site: Site) -> None:
    command = GrantDelegation(
        delegation_id=derived("test", "lent"),
        from_post=HEAD,
        to_post=DEPUTY,
        duties=("accept",),
        from_on=FIRST_DAY.date(),
        until_on=date(2025, 7, 31),
    )
    envelope = Envelope(
        who=Who(person_id=holder_on("gd-hcc", FIRST_DAY.date()), acting_post=HEAD),
        command_id=derived("test", "lend"),
        document=Doc(number="7", notation="GUQ", issued_on=FIRST_DAY.date(), issuer="Trung tâm"),
    )
    site.run(site.house.desk.submit, command, envelope)


def test_a_lent_office_is_told_chosen_and_named_in_the_act(moving_site: Site) -> None:
    address = assign(moving_site.visitor().enter("vanphong"), lead="Trung tâm phục vụ hành chính")
    deputy = moving_site.visitor().enter("giamdoc")
    assert 'class="lent"' not in deputy.get("/my-work").text
    lend(moving_site)
    held = deputy.get("/my-work").text
    assert f"Được {HEAD_NAME} ủy quyền, số 7/GUQ, đến 31/07/2025" in held
    assert "lends you powers, no. 7/GUQ" in deputy.get("/my-work?lang=en").text
    deputy.get("/my-work?lang=vi")
    assert "Thay Giám đốc" in deputy.get("/account").text

    chosen = deputy.send("/account/post", {"post": str(HEAD)})
    assert chosen.headers["location"] == "/account"
    assert f'value="{HEAD}" checked' in deputy.get("/account").text
    used = deputy.get("/my-work").text
    assert f"Đang làm thay {HEAD_NAME}, theo ủy quyền số 7/GUQ, đến 31/07/2025." in used
    assert f"· thay {HEAD_NAME}" in used
    page = act(deputy, address, "accept")
    assert f"thay {HEAD_NAME}, theo ủy quyền số 7/GUQ" in page

    deputy.send("/account/post", {"post": ""})
    assert "Đang làm thay" not in deputy.get("/my-work").text


def test_an_office_of_somebody_else_cannot_be_chosen(site: Site) -> None:
    clerk = site.visitor().enter("vienchuc")
    for post in (str(HEAD), str(UUID(int=0)), "x", "x\0", "🦆" * 2000):
        answer = clerk.send("/account/post", {"post": post})
        assert answer.status_code == 422
        assert "Chưa gửi được" in answer.text
