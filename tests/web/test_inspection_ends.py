"""From the door to the archive: report, return, conclusion, publication, numbers, closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest

from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection.parts import Drawing
from domain.inspection.state import Inspection
from service.demo.cast import post_id
from service.server import EmbeddedServer
from service.slices import INSPECTION
from tests.web.conftest import Site, _database, served
from tests.web.inspection_site import (
    PAPER,
    Enter,
    act,
    on_day,
    publish_checklist,
    signed_order,
    submit,
    tried,
    visitors,
    words,
)

OTHER_PAPER = PAPER | {"doc_number": "60", "doc_on": "24/07/2025"}


@pytest.fixture(scope="module")
def own_site(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("inspections")
    with _database(server, "site_ends") as url, served(url, folder, demo=True) as running:
        publish_checklist(running)
        yield running


@pytest.fixture(scope="module")
def enter(own_site: Site) -> Iterator[Enter]:
    with visitors(own_site) as entering:
        yield entering


def state_of(site: Site, inspection_id: UUID) -> Inspection:
    return cast(Inspection, INSPECTION.fold(site.run(site.house.ledger.load, inspection_id)))


@pytest.fixture(scope="module")
def replaced(enter: Enter) -> str:
    """Ordered; a member declares a conflict and is replaced, everybody else declares."""
    address = signed_order(enter("chutich"))
    for login in ("pct", "vanphong"):
        act(enter(login), address, "declare-independence")
    page = act(enter("vienchuc"), address, "declare-conflict", reason="Có người thân ở Phòng.")
    assert "Báo có liên quan, cần thay" in words(page)
    return address


def test_a_conflict_is_mended_by_a_replacement(replaced: str, enter: Enter) -> None:
    blocked = tried(enter("vanphong"), replaced, "announce", visit_on="24/07/2025", **PAPER)
    assert blocked.status_code == 422
    without = tried(enter("chutich"), replaced, "replace-member", reason="")
    assert without.status_code == 422
    fields = {"out_post": str(post_id("cv-hcc-ut")), "in_post": str(post_id("cv-snc"))}
    page = act(enter("chutich"), replaced, "replace-member", reason="Có liên quan.", **fields)
    assert "đã thay" in words(page)
    # who was replaced is not on the team any more
    assert enter("vienchuc").get(replaced).status_code == 404


@pytest.fixture(scope="module")
def frozen(replaced: str, enter: Enter, own_site: Site) -> str:
    """Announced, visited without a finding, minutes signed: past the pages of others."""
    code = replaced.split("/")[-1]
    found = own_site.sql(
        "SELECT inspection_id FROM soviec_read.inspection_register WHERE code = %s", code
    )
    inspection_id = UUID(str(found[0][0]))
    member = c.DeclareIndependence(inspection_id=inspection_id, post_id=post_id("cv-snc"))
    submit(own_site, "cv-snc", member)
    act(enter("vanphong"), replaced, "announce", visit_on="24/07/2025", **PAPER)
    on_day(own_site, date(2025, 7, 24))
    act(enter("pct"), replaced, "open")
    assert "Điểm" not in words(enter("chutich").get(replaced)).split("Diễn biến")[0]
    for item in state_of(own_site, inspection_id).items:
        answer = c.CheckItem(
            inspection_id=inspection_id,
            answer_id=derived("answer", item.item_key),
            item_key=item.item_key,
            answer="met",
            points=item.max_points,
            note="Theo sổ.",
        )
        submit(own_site, "cv-snc", answer)
    submit(own_site, "pct-nguyet", c.CloseVisit(inspection_id=inspection_id))
    chair = words(enter("chutich").get(replaced))
    assert "đã chấm mục" not in chair
    assert "đã chấm mục" in words(enter("pct").get(replaced))
    drawing = Drawing(content_hash="")
    submit(own_site, "chanh-vp", c.DrawUpMinutes(inspection_id=inspection_id, drawing=drawing))
    minutes = state_of(own_site, inspection_id).minutes
    assert minutes is not None
    for role, key in (("leader", "pct-nguyet"), ("secretary", "chanh-vp"), ("head", "truong-vhxh")):
        signed = c.SignMinutes(
            inspection_id=inspection_id,
            role=role,  # type: ignore[arg-type]
            content_hash=minutes.content_hash,
            hash_now="",
            stepped_up=True,
        )
        submit(own_site, key, signed)
    return replaced


def test_once_frozen_the_score_is_the_chairs_too(frozen: str, enter: Enter) -> None:
    page = words(enter("chutich").get(frozen))
    assert "Quy đổi 100" in page
    assert "đã chấm mục" in page
    assert "Hồ sơ chi tiết dành cho người liên quan" in words(enter("giamdoc").get(frozen))


def test_reported_returned_concluded_published_and_closed(frozen: str, enter: Enter) -> None:
    leader, chair, secretary = enter("pct"), enter("chutich"), enter("vanphong")
    assert "Báo cáo kết quả kiểm tra" in words(leader.get("/my-work"))
    blank = tried(leader, frozen, "report", summary="")
    assert blank.status_code == 422
    act(leader, frozen, "report", summary="Đơn vị làm tốt.")
    page = act(chair, frozen, "return-report", defects="Thiếu số liệu quý hai.")
    assert "yêu cầu hoàn thiện báo cáo" in words(page)
    act(leader, frozen, "report", summary="Đã bổ sung số liệu quý hai.")
    assert "Kết luận kiểm tra Phòng" in words(chair.get("/my-work"))
    page = act(chair, frozen, "conclude", **OTHER_PAPER)
    assert "đã ký thông báo kết luận 60/QĐ-UBND" in words(page)
    # from the conclusion on every unit reads the file; the observer still does not
    assert "Diễn biến" in words(enter("giamdoc").get(frozen))
    assert enter("quansat").get(frozen).status_code == 404
    named = tried(chair, frozen, "publish", public_text="Bà Lương Thị Kim Oanh", where="Cổng")
    assert named.status_code == 422
    act(chair, frozen, "publish", public_text="Phòng làm tốt.", where="Cổng thông tin")
    assert "Phòng làm tốt." in words(enter("quansat").get(frozen))
    page = act(secretary, frozen, "enter-document", paper="report", **OTHER_PAPER)
    assert "Đã ký, đã vào số" in words(page)
    page = act(secretary, frozen, "close", file_code="KT.2025.01")
    assert "hồ sơ KT.2025.01" in words(page)
    assert "Đã đóng" in words(page)
    for number in range(1, 12):
        assert chair.get(f"{frozen}/replay?at={number}").status_code == 200
