"""What the invented units gave themselves and what became of it: a quarter, the ward, the year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from domain.evaluation.rules import Level
from domain.evaluation.values import Outcome
from service.scoring.shipped_rules import shipped

KEYS = tuple(each.key for each in shipped("ward-2025").criteria if each.way == "manual")
"""What people judge in the ward's own set, 1.5 to 8.4 as in the rows below; the rest is counted."""
SHOWN = ("1.5", "3.4", "6.2")
"""Keys that a file is handed in for."""
LINKED = "2.1"
"""The key that tasks of the plan stand for."""


class Appeal(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit asks again, and the answer for each key: outcome, points, why."""

    grounds: str
    decided_on: date
    outcomes: Mapping[str, tuple[Outcome, str, str]]


class ScoredUnit(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet as the story has it."""

    code: str
    own: Mapping[str, str]
    self_scored_on: date
    level: Level
    level_reason: str | None = None
    """Where the chair decides another level than the one proposed."""
    changed: Mapping[str, tuple[str, str]] = {}
    """Keys that the appraisers see otherwise: points and reason."""
    explained: Mapping[str, str] = {}
    shown: tuple[str, ...] = SHOWN
    linked: str = LINKED
    is_silent: bool = False
    appeal: Appeal | None = None
    against: tuple[str, ...] = ()
    """Members of the council who vote against."""
    public_note: str = ""
    is_published: bool = True


class ScoredRound(msgspec.Struct, frozen=True, kw_only=True):
    """One round with its days and the numbers of its documents."""

    code: str
    title: str
    rules: str
    from_on: date
    to_on: date
    cut_on: date
    opened_on: date
    opening_number: int
    appraised_on: date
    replied_on: date
    voted_on: date
    approved_on: date
    approval_number: int
    """Of the first unit; the others follow."""
    published_on: date
    units: tuple[ScoredUnit, ...]


def _own(points: str) -> dict[str, str]:
    return dict(zip(KEYS, points.split(), strict=True))


QUARTER = ScoredRound(
    code="2025-Q3",
    title="Đánh giá quý III năm 2025",
    rules="ward-2025",
    from_on=date(2025, 7, 1),
    to_on=date(2025, 9, 30),
    cut_on=date(2025, 9, 30),
    opened_on=date(2025, 10, 3),
    opening_number=94,
    appraised_on=date(2025, 10, 15),  # a day after September's dossiers were corrected
    replied_on=date(2025, 10, 17),
    voted_on=date(2025, 10, 23),
    approved_on=date(2025, 10, 24),
    approval_number=101,
    published_on=date(2025, 10, 28),
    units=(
        ScoredUnit(
            code="VP",
            own=_own("1 4 2 1.5 3 2 3 3 4 3 4 3.5 3 1 2"),
            self_scored_on=date(2025, 10, 9),
            level="good",
            changed={"7.2": ("3", "Kết quả số hóa của tháng 8 chưa cập nhật đủ.")},
        ),
        ScoredUnit(
            code="VHXH",
            own=_own("1 3.5 2 2 2.5 2 3 3 3.5 3 4.5 3 3 1 2"),
            self_scored_on=date(2025, 10, 9),
            level="good",
            changed={
                "2.1": ("3", "Một văn bản trình sau ngày đã hẹn."),
                "7.1": ("4", "Tỷ lệ toàn trình thấp hơn số đơn vị tự tính."),
            },
        ),
        ScoredUnit(
            code="KTHTDT",
            own=_own("1 3 1.5 1.5 2.5 1.5 3 3 3 2.5 3.5 3 2.5 1 2"),
            self_scored_on=date(2025, 10, 10),
            level="good",
            changed={"6.2": ("2", "Sổ tài sản chưa ghi đủ tài sản tiếp nhận từ ngày 01/7.")},
        ),
        ScoredUnit(
            code="PVHCC",
            own=_own("1 3.5 2 2 3 2 3 3 4 3 4.5 4 3 1 2.5"),
            self_scored_on=date(2025, 10, 9),
            level="good",
            changed={"3.5": ("1.5", "Sổ theo dõi một cửa liên thông còn để trống hai tuần.")},
            against=("gd-snc",),
        ),
        ScoredUnit(
            code="SNC",
            own=_own("1 3 1.5 1 2 1.5 3 3 3.5 3 1 1 2 0.5 1"),
            self_scored_on=date(2025, 10, 10),
            level="completed",
            changed={"2.3": ("0.5", "Chưa có báo cáo theo dõi thi hành pháp luật.")},
            is_silent=True,
            is_published=False,
        ),
    ),
)

WARD = ScoredRound(
    code="2025-Q3-phuong",
    title="Phường tự đánh giá quý III năm 2025 (minh họa)",
    rules="ward-index-2025",
    from_on=date(2025, 7, 1),
    to_on=date(2025, 9, 30),
    cut_on=date(2025, 9, 30),
    opened_on=date(2025, 10, 29),
    opening_number=97,
    appraised_on=date(2025, 11, 6),
    replied_on=date(2025, 11, 7),
    voted_on=date(2025, 11, 11),
    approved_on=date(2025, 11, 13),
    approval_number=112,
    published_on=date(2025, 11, 14),
    units=(
        ScoredUnit(
            code="UBND",
            own={
                "1.4": "1.5",
                "2.1": "3.5",
                "2.2": "3",
                "3.3": "5",
                "4.2": "2.5",
                "5.3": "3.5",
                "6.1": "3.5",
                "6.2": "2.5",
                "7.2": "6.5",
                "7.3": "3",
                "8.3": "4",
                "8.4": "2",
            },
            self_scored_on=date(2025, 11, 4),
            level="good",
            shown=("1.4", "3.3", "7.2"),
            linked="",
            explained={"8.3": "Thành phố chưa có kết quả điều tra; điểm ước tính (minh họa)."},
            changed={"7.2": ("6", "Tỷ lệ số hóa của hai tháng chưa đối chiếu với kho (minh họa).")},
            public_note="Điểm bịa để minh họa; trọng số do phường giả định, không của thành phố.",
        ),
    ),
)
"""The leadership stands for the whole ward; the office speaks for it."""

YEAR = ScoredRound(
    code="2025",
    title="Đánh giá năm 2025",
    rules="ward-2025",
    from_on=date(2025, 7, 1),
    to_on=date(2025, 12, 31),
    cut_on=date(2025, 11, 30),
    opened_on=date(2025, 12, 1),
    opening_number=121,
    appraised_on=date(2025, 12, 10),
    replied_on=date(2025, 12, 16),
    voted_on=date(2025, 12, 19),
    approved_on=date(2025, 12, 22),
    approval_number=123,
    published_on=date(2025, 12, 24),
    units=(
        ScoredUnit(
            code="VP",
            own=_own("1 4 2 2 3 2 3 3 4 3 4.5 3.5 3 1 2.5"),
            self_scored_on=date(2025, 12, 4),
            level="excellent",
            changed={"2.3": ("1.5", "Báo cáo theo dõi thi hành pháp luật thiếu số liệu quý IV.")},
            public_note="Hội đồng biểu dương việc dẫn đầu về hoàn thành đúng hạn (minh họa).",
        ),
        ScoredUnit(
            code="VHXH",
            own=_own("1 4 2 2 3 2 3 3 4 3 4.5 3.5 3 1 2.5"),
            self_scored_on=date(2025, 12, 5),
            level="good",
            changed={
                "2.1": ("3", "Hai văn bản trình sau ngày được giao."),
                "7.2": ("2.5", "Kết quả số hóa của ba tháng chưa có trong kho."),
            },
            appeal=Appeal(
                grounds="Một văn bản chậm do chờ hướng dẫn của thành phố; kho số hóa đã bổ sung"
                " trước ngày chốt.",
                decided_on=date(2025, 12, 18),
                outcomes={
                    "2.1": (
                        "upheld_in_part",
                        "3.5",
                        "Một trong hai văn bản chậm do hướng dẫn đến muộn; văn bản kia không có"
                        " lý do.",
                    ),
                    "7.2": ("rejected", "", "Bổ sung vào kho sau ngày chốt số liệu."),
                },
            ),
        ),
        ScoredUnit(
            code="KTHTDT",
            own=_own("1 3 1.5 1.5 2.5 1.5 3 3 3 2.5 3.5 3 2.5 1 2.5"),
            self_scored_on=date(2025, 12, 5),
            level="completed",
            level_reason="Còn nhiệm vụ quá hạn và một tồn tại kiểm tra khắc phục chậm tại ngày"
            " chốt; hội đồng đề nghị hạ một mức.",
            changed={
                "5.4": ("2.5", "Kết luận kiểm tra tháng 10 nêu ba vị trí vắng mặt không có lý do."),
                "8.4": ("2", "Kiến nghị của hộ kinh doanh còn một việc chưa trả lời."),
            },
            against=("pct-thang", "gd-snc"),
        ),
        ScoredUnit(
            code="PVHCC",
            own=_own("1 3.5 2 2 3 2 3 3 4 3 4.5 4 3 1 2.5"),
            self_scored_on=date(2025, 12, 5),
            level="good",
            changed={"7.1": ("4", "Hồ sơ trực tuyến một phần đã bị tính là toàn trình.")},
            is_silent=True,
        ),
        ScoredUnit(
            code="SNC",
            own=_own("1 2.5 1 1 2 1 2.5 2.5 3 2.5 1 1 2 0.5 1"),
            self_scored_on=date(2025, 12, 9),
            level="completed",
            explained={"7.1": "Đơn vị không có thủ tục hành chính của người dân (minh họa)."},
            changed={"6.1": ("2.5", "Thanh toán quý III chậm so với dự toán được giao.")},
        ),
    ),
)
