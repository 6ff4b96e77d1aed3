"""Who plays: units of the real plan, with invented persons in dated terms."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.ids import derived, unit_id
from domain.values import Duty, Rank, UnitKind

AUTHORITY = "Ủy ban nhân dân phường Phù Liễn"
CODE = "PL"
FOUNDED_ON = date(2025, 7, 1)


class DemoUnit(msgspec.Struct, frozen=True):
    """A unit as the plan names it."""

    code: str
    name: str
    kind: UnitKind
    inspected: bool = False
    aliases: tuple[str, ...] = ()
    handles_dossiers: bool = False


class DemoPost(msgspec.Struct, frozen=True):
    """A post, who holds it, and how the person logs in."""

    key: str
    unit: str
    title: str
    rank: Rank
    holder: str
    fields: tuple[int, ...] = ()
    duties: tuple[Duty, ...] = ()
    signs_as: str = ""
    until_on: date | None = None
    """Last day of the first holder, when the story changes heads."""


UNITS = (
    DemoUnit("UBND", "Ủy ban nhân dân phường Phù Liễn", "leadership", aliases=("UBND phường",)),
    DemoUnit(
        "VP",
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường",
        "office",
        inspected=True,
        aliases=("Văn phòng HĐND và UBND phường", "Văn phòng HĐND và UBND"),
    ),
    DemoUnit(
        "VHXH",
        "Phòng Văn hóa - Xã hội",
        "specialised",
        inspected=True,
        aliases=("Phòng Văn hoá - Xã hội", "Phòng VH-XH"),
    ),
    DemoUnit(
        "KTHTDT",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "specialised",
        inspected=True,
        aliases=("Phòng KT, HT và ĐT",),
    ),
    DemoUnit(
        "PVHCC",
        "Trung tâm phục vụ hành chính công phường",
        "public_service",
        inspected=True,
        aliases=("Trung tâm hành chính công phường", "Trung tâm phục vụ hành chính công"),
        handles_dossiers=True,
    ),
    DemoUnit(
        "SNC",
        "Trung tâm sự nghiệp công phường",
        "public_service",
        inspected=True,
        aliases=("Trung tâm sự nghiệp công",),
    ),
    DemoUnit("HDND", "Hội đồng nhân dân phường", "council"),
    DemoUnit(
        "MTTQ",
        "Ủy ban MTTQ Việt Nam phường và các tổ chức thành viên",
        "mass",
        aliases=("Ủy ban MTTQ Việt Nam phường",),
    ),
)

WORKING_UNITS = ("VP", "VHXH", "KTHTDT", "PVHCC", "SNC")

POSTS = (
    DemoPost(
        "chanh-vp",
        "VP",
        "Chánh Văn phòng",
        "head",
        "Phan Huy Trác",
        duties=("register_keeper",),
        signs_as="TL",
    ),
    DemoPost(
        "chu-tich",
        "UBND",
        "Chủ tịch",
        "chair",
        "Vũ Đình Khải",
        (1, 2, 3, 4, 5, 6, 7),
        signs_as="TM",
    ),
    DemoPost(
        "pct-nguyet",
        "UBND",
        "Phó Chủ tịch",
        "vice_chair",
        "Hoàng Thị Minh Nguyệt",
        (3, 4, 5, 7),
        signs_as="KT",
    ),
    DemoPost(
        "pct-thang",
        "UBND",
        "Phó Chủ tịch",
        "vice_chair",
        "Lê Quang Thắng",
        (1, 2, 6),
        signs_as="KT",
    ),
    DemoPost("pho-vp", "VP", "Phó Chánh Văn phòng", "deputy", "Đặng Thu Hằng"),
    DemoPost("van-thu-vp", "VP", "Văn thư", "clerk", "Ngô Thị Bích Liên", duties=("unit_clerk",)),
    DemoPost("cv-vp", "VP", "Chuyên viên", "officer", "Tô Minh Quân"),
    DemoPost("truong-vhxh", "VHXH", "Trưởng phòng", "head", "Lương Thị Kim Oanh"),
    DemoPost(
        "dau-moi",
        "VHXH",
        "Chuyên viên đầu mối cải cách hành chính",
        "officer",
        "Vũ Thị Hạnh",
        duties=("reform_coordinator",),
    ),
    DemoPost("cv-vhxh", "VHXH", "Chuyên viên", "officer", "Cao Văn Dũng"),
    DemoPost("truong-kt", "KTHTDT", "Trưởng phòng", "head", "Đỗ Mạnh Hùng"),
    DemoPost("pho-kt", "KTHTDT", "Phó Trưởng phòng", "deputy", "Nguyễn Thị Thanh Tâm"),
    DemoPost("cv-kt", "KTHTDT", "Chuyên viên", "officer", "Bùi Đức Anh"),
    DemoPost(
        "gd-hcc",
        "PVHCC",
        "Giám đốc",
        "head",
        "Bùi Thế Sơn",
        until_on=date(2025, 10, 15),
    ),
    DemoPost(
        "pgd-hcc",
        "PVHCC",
        "Phó Giám đốc",
        "deputy",
        "Trịnh Ngọc Diệp",
        until_on=date(2025, 10, 15),
    ),
    DemoPost("cv-hcc-ut", "PVHCC", "Viên chức", "officer", "Mạc Thị Út"),
    DemoPost(
        "cv-hcc-huy",
        "PVHCC",
        "Viên chức đầu mối hồ sơ",
        "officer",
        "Đinh Quốc Huy",
        duties=("dossier_keeper",),
    ),
    DemoPost("cv-hcc-nhan", "PVHCC", "Viên chức", "officer", "Lã Thị Nhàn"),
    DemoPost("gd-snc", "SNC", "Giám đốc", "head", "Hoàng Văn Lâm"),
    DemoPost("cv-snc", "SNC", "Viên chức", "officer", "Phạm Thị Ngọc"),
    DemoPost("ra-soat", "HDND", "Người rà soát", "officer", "Trần Thị Thu Hà", duties=("auditor",)),
    DemoPost("quan-sat", "MTTQ", "Quan sát viên", "officer", "Vũ Văn Bình", duties=("observer",)),
)

HEAD_OF = {
    "VP": "chanh-vp",
    "VHXH": "truong-vhxh",
    "KTHTDT": "truong-kt",
    "PVHCC": "gd-hcc",
    "SNC": "gd-snc",
}
DOER_OF = {
    "VP": "cv-vp",
    "VHXH": "cv-vhxh",
    "KTHTDT": "cv-kt",
    "PVHCC": "cv-hcc-ut",
    "SNC": "cv-snc",
}
REVIEWER_OF_FIELD = {
    1: "pct-thang",
    2: "pct-thang",
    3: "pct-nguyet",
    4: "pct-nguyet",
    5: "pct-nguyet",
    6: "pct-thang",
    7: "pct-nguyet",
}


class DemoAccount(msgspec.Struct, frozen=True):
    """A login of the demo and what to try with it; texts by key `demo.try.<login>`."""

    login: str
    post: str | None


ACCOUNTS = (
    DemoAccount("chutich", "chu-tich"),
    DemoAccount("pct", "pct-nguyet"),
    DemoAccount("vanphong", "chanh-vp"),
    DemoAccount("daumoi", "dau-moi"),
    DemoAccount("truongphong", "truong-vhxh"),
    DemoAccount("giamdoc", "pgd-hcc"),
    DemoAccount("vanthu", "van-thu-vp"),
    DemoAccount("vienchuc", "cv-hcc-ut"),
    DemoAccount("hoso", "cv-hcc-huy"),
    DemoAccount("rasoat", "ra-soat"),
    DemoAccount("quansat", "quan-sat"),
    DemoAccount("quantri", None),
)

DEMO_PASSWORD = "so-viec-minh-hoa"


def post_id(key: str) -> UUID:
    """Posts of the demo have derived ids, so the story can name them before they exist."""
    return derived("demo-post", key)


def person_id(full_name: str) -> UUID:
    """Likewise for persons."""
    return derived("demo-person", full_name)


def holder_on(key: str, on: date) -> UUID:
    """The person who acts for a post on a day of the story."""
    post = next(p for p in POSTS if p.key == key)
    if key == "gd-hcc" and post.until_on and on > post.until_on:
        return person_id("Trịnh Ngọc Diệp")
    return person_id(post.holder)


def unit(code: str) -> UUID:
    """Units are named by their code."""
    return unit_id(code)
