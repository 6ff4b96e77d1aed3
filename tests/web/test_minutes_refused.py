"""The head does not sign: a normal outcome, with a reason and a witness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from domain.finding.commands import DropFinding
from service.demo.cast import post_id
from service.server import EmbeddedServer
from tests.service.inspected_ward import LEADER
from tests.web.filling import send
from tests.web.inspection_site import words
from tests.web.minutes_site import (
    ADDRESS,
    FINDING,
    MINUTES,
    MinutesSite,
    after_the_visit,
    hash_in,
)


@pytest.fixture(scope="module")
def story(server: EmbeddedServer, tmp_path_factory: Any) -> Iterator[MinutesSite]:
    with after_the_visit(server, tmp_path_factory.mktemp("refused"), "site_refused") as site:
        yield site


def test_refused_with_reason_and_witness(story: MinutesSite) -> None:
    leader, secretary, head = (story.enter(who) for who in ("leader", "secretary", "head"))
    story.did(secretary, "draw-up")
    first = story.digest()
    assert story.sign(leader, "leader").status_code == 303

    # a finding is taken back: what would be shown has moved, though the inspection has not
    drop = DropFinding(finding_id=FINDING)
    story.ask("2025-10-06 11:30", LEADER, drop, reason="Đơn vị đã chứng minh có người thay.")
    stale = secretary.get(f"{MINUTES}/sign/secretary").text
    assert "nội dung đã đổi" in words(stale)
    assert 'type="password"' not in stale
    sent = secretary.send(
        f"{MINUTES}/sign/secretary", {"content_hash": first, "password": "so-viec-minh-hoa"}
    )
    assert sent.status_code == 409
    page = story.did(secretary, "draw-up")
    assert hash_in(page) == story.digest() != first
    assert story.inspection().signatures == ()  # the leader signs again, over the new content

    assert "Ghi việc không ký" not in words(secretary.get(MINUTES))
    for role, visitor in (("leader", leader), ("secretary", secretary)):
        assert story.sign(visitor, role).status_code == 303
    form = secretary.get(f"{MINUTES}/refusal").text
    nobody = send(secretary, form, reason="Không đồng ý điểm số.")
    assert nobody.status_code == 422
    assert "Không đồng ý điểm số." in nobody.text
    silent = send(secretary, form, witness=str(post_id("gd-hcc")))
    assert silent.status_code == 422
    assert str(post_id(LEADER)) not in form
    page = story.did(
        secretary, "refusal", reason="Không đồng ý điểm số.", witness=str(post_id("gd-hcc"))
    )
    told = words(page)
    assert story.inspection().stage == "frozen"
    assert "không ký biên bản với lý do: Không đồng ý điểm số." in told
    assert "Người chứng kiến: Bùi Thế Sơn, Giám đốc" in told
    assert "Đơn vị không ghi ý kiến vào biên bản." in told
    pdf = head.get(f"{ADDRESS}/papers/minutes.pdf")
    assert pdf.status_code == 200
    for visitor in (leader, secretary, head):
        visitor.client.close()
