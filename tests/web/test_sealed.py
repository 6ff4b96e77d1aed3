"""Sealing through the pages: ordered, drawn, declared, voided, opened at the door, checked."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.seal.draw import draw
from service.server import EmbeddedServer
from tests.web.conftest import Site
from tests.web.filling import Sheet, send
from tests.web.inspection_site import PAPER, Enter, act, tried, visitors
from tests.web.sealed_site import (
    FROM_ON,
    LEADER,
    MEMBER,
    ORDERER,
    SEALED_ON,
    SECRETARY,
    UNIT_NAME,
    WORDS,
    pass_to,
    seal,
    sealed,
    sealed_site,
    words,
)

NOTHING = "Không có lệnh kiểm tra nào để hiển thị."


@pytest.fixture(scope="module")
def own_site(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sealed_site(server, Path(tmp_path_factory.mktemp("sealed")), "site_sealed") as running:
        yield running


@pytest.fixture(scope="module")
def enter(own_site: Site) -> Iterator[Enter]:
    with visitors(own_site) as entering:
        yield entering


def test_the_form_says_who_will_know_and_who_is_barred(enter: Enter) -> None:
    page = words(enter(ORDERER).get("/sealed/new"))
    assert "Ai được biết, từ lúc nào" in page
    assert "giờ trước 8 giờ ngày đầu" in page
    assert "Lương Thị Kim Oanh" in page.split("Ai không cử được")[1]
    wrong = seal(enter(ORDERER), leader="", contents="Giữ nguyên chữ này")
    assert wrong.status_code == 422
    assert "Giữ nguyên chữ này" in wrong.text
    assert 'href="#leader"' in wrong.text


def test_who_may_not_order_is_told_so_and_seals_nothing(enter: Enter) -> None:
    head = enter("truongphong")
    answer = seal(head)
    assert answer.status_code == 422
    assert NOTHING in words(head.get("/sealed"))


@pytest.fixture(scope="module")
def ref(enter: Enter) -> str:
    return sealed(enter(ORDERER))


def test_it_is_there_for_orderer_and_leader_only(ref: str, enter: Enter) -> None:
    for login in (ORDERER, LEADER):
        page = words(enter(login).get(ref))
        assert UNIT_NAME in page
        assert WORDS in page
        assert "chờ ghi mã vào sổ" in page
        assert UNIT_NAME in words(enter(login).get("/sealed"))
    for login in (MEMBER, SECRETARY, "rasoat", "truongphong", "quansat", "vanphong"):
        stranger = enter(login)
        assert NOTHING in words(stranger.get("/sealed")), login
        for path in (ref, f"{ref}/draw", f"{ref}/do/open", f"{ref}/do/void", f"{ref}/do/declare"):
            assert stranger.get(path).status_code == 404, (login, path)


def test_members_declare_from_their_hour(ref: str, own_site: Site, enter: Enter) -> None:
    assert enter(LEADER).get(f"{ref}/do/open").status_code == 404, "nothing is recorded yet"
    pass_to(own_site, FROM_ON, "07:30")
    page = words(enter(MEMBER).get(ref))
    assert WORDS in page
    assert enter(MEMBER).get(f"{ref}/do/void").status_code == 404
    refused = tried(enter(LEADER), ref, "open", place="Cửa", statement="Tôi không có quan hệ nào.")
    assert refused.status_code == 422
    assert "chưa cam kết độc lập" in words(refused)
    for login in (MEMBER, SECRETARY):
        assert "Đã ghi cam kết độc lập" in act(enter(login), ref, "declare")
        assert enter(login).get(f"{ref}/do/declare").status_code == 404


def test_opened_at_the_door_it_is_an_inspection(ref: str, enter: Enter, own_site: Site) -> None:
    page = act(
        enter(LEADER), ref, "open", place="Bộ phận một cửa", statement="Tôi không có quan hệ nào."
    )
    assert "KT-2025-01" in page
    assert "/seals" in page
    assert "KT-2025-01" in words(enter(ORDERER).get(ref))
    number = f"{PAPER['doc_number']}/{PAPER['doc_notation']}"
    file = words(enter(LEADER).get("/inspections/KT-2025-01"))
    assert f"Văn bản {number}" in file, "the order kept its number under the seal"
    seal_id = ref.rsplit("/", 1)[1]
    listed = own_site.visitor().get("/seals")
    assert listed.status_code == 200
    assert "03/07/2025, 08:00" in words(listed), "the true hour"
    checked = own_site.visitor().get(f"/seals/{seal_id}?check=1")
    assert "Mã cam kết khớp nội dung đã mở." in words(checked)
    recorded, computed = re.findall(r"<dd>([0-9a-f]{64})</dd>", checked.text)
    assert recorded == computed
    assert "/inspections/KT-2025-01" not in checked.text, "a stranger has no list of inspections"
    assert "/inspections/KT-2025-01" in enter("rasoat").get(f"/seals/{seal_id}").text


def test_a_drawn_unit_is_ordered_and_no_other(enter: Enter, own_site: Site) -> None:
    chair = enter(ORDERER)
    pass_to(own_site, FROM_ON, "07:50")
    page = chair.get("/sealed/new/draw").text
    weights = "KTHTDT 2\nVHXH 1"
    wrong = send(chair, page, weights="KTHTDT 0", seed_source="VN-Index")
    assert wrong.status_code == 422
    assert "KTHTDT 0" in wrong.text
    answer = send(chair, page, weights=weights, seed_source="VN-Index đóng cửa 07/07/2025")
    assert answer.status_code == 303, words(answer)
    address = answer.headers["location"].split("?")[0]
    assert "danh sách phải vào sổ trước" in words(chair.get(address))
    pass_to(own_site, date(2025, 7, 7), "13:00")
    assert "mã đã vào sổ" in words(chair.get(address))
    shown = send(chair, chair.get(address).text, seed="1639.65")
    (commitment,) = re.findall(r'class="mono">([0-9a-f]{64})<', shown.text)
    (drawn,) = draw([("KTHTDT", 2), ("VHXH", 1)], "1639.65", commitment, 1)
    unit = {"KTHTDT": UNIT_NAME, "VHXH": "Phòng Văn hóa"}
    assert f"Với số 1639.65: {unit[drawn]}" in words(shown)
    proposed = Sheet(chair.get(next(iter(re.findall(r'"(/sealed/new\?[^"]+)"', shown.text)))
                               .replace("&amp;", "&")).text)  # fmt: skip
    assert proposed.value("unit") == proposed.chosen("unit", unit[drawn])
    other = next(name for code, name in unit.items() if code != drawn)
    taken = {"draw": proposed.value("draw"), "seed": "1639.65",
             "from_on": "08/07/2025", "members": []}  # fmt: skip
    refused = seal(chair, unit=proposed.chosen("unit", other), **taken)
    assert refused.status_code == 422
    assert "không phải đơn vị được bốc" in words(refused)
    for login in (LEADER, "rasoat"):
        assert enter(login).get(address).status_code == 404


def test_a_dropped_order_needs_a_reason(enter: Enter) -> None:
    chair = enter(ORDERER)
    address = sealed(chair, from_on="08/07/2025")
    assert tried(chair, address, "void", reason="").status_code == 422
    assert "Đã hủy" in act(chair, address, "void", reason="Đổi kế hoạch.")
    assert chair.get(f"{address}/do/open").status_code == 404


def test_an_entry_that_is_not_there(own_site: Site) -> None:
    stranger = own_site.visitor()
    assert stranger.get(f"/seals/{uuid.uuid4()}").status_code == 404
    assert stranger.get("/seals/khong-co").status_code == 404
    assert stranger.get("/seals?state=filler&day=31/13/2025&page=99").status_code == 200
    assert f"{SEALED_ON:%d/%m/%Y}, 12:30" in words(stranger.get("/seals?state=committed"))
