"""Whom the invented inspections visit, by whom, what they find and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from domain.finding.values import Severity, Stance

Answered = Stance | Literal["silent", "waiting"]
"""What the head says of a finding; nothing at all, or nothing yet."""


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """A finding and its life."""

    item: str
    points: str = "0"
    severity: Severity = "shortcoming"
    words: str
    proposal: str = ""
    answered: Answered = "accept"
    reply: str = ""
    accepted: bool = True
    """Whether the leader accepts the explanation; a rejected one is overruled."""
    outcome: Literal["upheld", "softened", "dropped"] = "upheld"
    upheld_as: Severity | None = None
    remedied_on: date | None = None
    """When the head reports it done; None leaves the remedy open."""
    returned_on: date | None = None
    """The first report was not enough."""
    verified_on: date | None = None

    @property
    def key(self) -> str:
        """The lasting key of the item."""
        return f"cchc-{self.item}"

    @property
    def final(self) -> Severity:
        """What the conclusion says it weighs."""
        return self.upheld_as or self.severity


class Team(msgspec.Struct, frozen=True):
    """Leader, secretary, members: nobody of the unit."""

    leader: str
    secretary: str
    members: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Everybody who has to declare."""
        return (self.leader, self.secretary, *self.members)


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One inspection of the story; `None` days have not come yet, or never come."""

    name: str
    unit: str
    on: date
    ordered_on: date
    round: int | None = None
    """Of the programme; none for a surprise."""
    fields: tuple[int, ...] = ()
    window: tuple[date, date] | None = None
    flaws: tuple[Flaw, ...] = ()
    refused_because: str = ""
    """The head does not sign, for this reason."""
    opinion: str = "Không có ý kiến."
    reported_on: date | None = None
    concluded_on: date | None = None
    closed_on: date | None = None
    number: int

    @property
    def is_surprise(self) -> bool:
        """Sealed until it is opened at the door."""
        return self.round is None


TEAMS = {
    "VP": Team("pct-thang", "cv-kt", ("cv-snc",)),
    "VHXH": Team("pct-thang", "cv-vp", ("cv-kt",)),
    "KTHTDT": Team("pct-nguyet", "cv-vp", ("cv-snc",)),
    "PVHCC": Team("pct-thang", "cv-vp", ("cv-vhxh",)),
    "SNC": Team("pct-nguyet", "cv-vp", ("cv-kt",)),
}

FIRST_ORDER = date(2025, 8, 25)
SECOND_ORDER = date(2025, 10, 20)
QUICK = (3, 5)
"""The second round looks at procedures and service only."""

VISITS: tuple[Visit, ...] = (
    Visit(
        name="vp-1",
        unit="VP",
        on=date(2025, 9, 9),
        ordered_on=FIRST_ORDER,
        round=1,
        number=21,
        flaws=(
            Flaw(
                item="4.1",
                points="1",
                words="Bảng phân công nhiệm vụ chưa cập nhật sau khi sắp xếp tổ chức.",
                proposal="Rà soát, ban hành lại bảng phân công nhiệm vụ.",
                remedied_on=date(2025, 10, 9),
                verified_on=date(2025, 10, 14),
            ),
        ),
        reported_on=date(2025, 9, 19),
        concluded_on=date(2025, 9, 24),
        closed_on=date(2025, 10, 15),
    ),
    Visit(
        name="vhxh-1",
        unit="VHXH",
        on=date(2025, 9, 10),
        ordered_on=FIRST_ORDER,
        round=1,
        number=22,
        reported_on=date(2025, 9, 18),
        concluded_on=date(2025, 9, 23),
        closed_on=date(2025, 9, 25),
    ),
    Visit(
        name="kt-1",
        unit="KTHTDT",
        on=date(2025, 9, 11),
        ordered_on=FIRST_ORDER,
        round=1,
        number=23,
        flaws=(
            Flaw(
                item="2.3",
                points="1",
                words="Hai dự thảo văn bản không có bản tổng hợp, tiếp thu, giải trình ý kiến.",
                proposal="Bổ sung hồ sơ lấy ý kiến; lập sổ theo dõi.",
                answered="silent",
                remedied_on=date(2025, 11, 5),
                returned_on=date(2025, 11, 10),
            ),
        ),
        reported_on=date(2025, 9, 24),
        concluded_on=date(2025, 9, 30),
    ),
    Visit(
        name="hcc-1",
        unit="PVHCC",
        on=date(2025, 9, 18),
        ordered_on=FIRST_ORDER,
        round=1,
        number=24,
        flaws=(
            Flaw(
                item="3.5",
                points="2,7",
                words="Lấy mẫu 20 hồ sơ: 2 phiếu yêu cầu bổ sung không ghi căn cứ.",
                proposal="Dùng mẫu phiếu có ô căn cứ bắt buộc.",
                remedied_on=date(2025, 10, 15),
                verified_on=date(2025, 10, 16),
            ),
            Flaw(
                item="3.4",
                points="1,5",
                severity="advice",
                words="Bảng niêm yết đặt xa nơi người dân ngồi chờ, chữ nhỏ.",
                proposal="Chuyển bảng niêm yết ra sảnh chờ.",
            ),
        ),
        reported_on=date(2025, 9, 29),
        concluded_on=date(2025, 10, 2),
        closed_on=date(2025, 10, 17),
    ),
    Visit(
        name="snc-1",
        unit="SNC",
        on=date(2025, 9, 19),
        ordered_on=FIRST_ORDER,
        round=1,
        number=25,
        flaws=(
            Flaw(
                item="5.1",
                points="2",
                words="Một vị trí vắng mặt đầu giờ chiều, sổ không ghi lý do.",
                proposal="Ghi sổ theo dõi vắng mặt, phân công người thay.",
                answered="contest",
                reply="Viên chức đi cơ sở theo lịch đã duyệt; gửi kèm lịch công tác tuần.",
                outcome="softened",
                upheld_as="advice",
            ),
        ),
        reported_on=date(2025, 9, 30),
        concluded_on=date(2025, 10, 6),
        closed_on=date(2025, 10, 8),
    ),
    Visit(
        name="kt-dx",
        unit="KTHTDT",
        on=date(2025, 10, 9),
        ordered_on=date(2025, 10, 6),
        window=(date(2025, 10, 8), date(2025, 10, 10)),
        fields=(5,),
        number=26,
        flaws=(
            Flaw(
                item="5.1",
                points="0,5",
                severity="serious",
                words="08:10 có 4 trên 11 vị trí vắng mặt; 3 vị trí không có lý do.",
                proposal="Chấn chỉnh giờ làm việc; kiểm điểm trách nhiệm.",
                answered="contest",
                reply="Hai vị trí đi hiện trường từ sáng sớm; gửi kèm phiếu đề nghị đi công tác.",
                accepted=False,
                remedied_on=date(2025, 11, 6),
                verified_on=date(2025, 11, 12),
            ),
        ),
        refused_because="Không đồng ý với số vị trí vắng mặt ghi trong biên bản.",
        opinion="Đề nghị ghi nhận hai vị trí đi hiện trường theo phiếu công tác.",
        reported_on=date(2025, 10, 22),
        concluded_on=date(2025, 10, 28),
        closed_on=date(2025, 11, 14),
    ),
    Visit(
        name="vp-2",
        unit="VP",
        on=date(2025, 11, 5),
        ordered_on=SECOND_ORDER,
        round=2,
        fields=QUICK,
        number=31,
        reported_on=date(2025, 11, 12),
        concluded_on=date(2025, 11, 17),
        closed_on=date(2025, 11, 19),
    ),
    Visit(
        name="vhxh-2",
        unit="VHXH",
        on=date(2025, 11, 6),
        ordered_on=SECOND_ORDER,
        round=2,
        fields=QUICK,
        number=32,
        flaws=(
            Flaw(
                item="5.3",
                points="1",
                words="Ba công chức chưa dự lớp bồi dưỡng theo kế hoạch năm.",
                proposal="Cử đi lớp gần nhất, báo cáo kết quả.",
                answered="accept_in_part",
                reply="Một người nghỉ thai sản nên không thể dự; hai người đã có giấy triệu tập.",
            ),
        ),
        reported_on=date(2025, 11, 18),
        concluded_on=date(2025, 11, 24),
    ),
    Visit(
        name="snc-2",
        unit="SNC",
        on=date(2025, 11, 12),
        ordered_on=SECOND_ORDER,
        round=2,
        fields=QUICK,
        number=33,
        flaws=(
            Flaw(
                item="5.1",
                points="1,5",
                words="Hai vị trí vắng mặt không có lý do lúc 14:00.",
                proposal="Phân công người thay; báo cáo biện pháp.",
                answered="other_way",
                reply="Đề nghị đổi sang chấm công điện tử cho toàn đơn vị thay vì sổ.",
            ),
        ),
        reported_on=date(2025, 11, 25),
        concluded_on=date(2025, 12, 1),
    ),
    Visit(
        name="hcc-dx",
        unit="PVHCC",
        on=date(2025, 11, 13),
        ordered_on=date(2025, 11, 10),
        window=(date(2025, 11, 12), date(2025, 11, 14)),
        fields=(3,),
        number=34,
        flaws=(
            Flaw(
                item="3.5",
                points="2,25",
                words=(
                    "Lấy mẫu 20 hồ sơ: 4 hồ sơ có phiếu yêu cầu bổ sung không ghi căn cứ;"
                    " 1 hồ sơ bị yêu cầu bổ sung hai lần."
                ),
                proposal="Dùng mẫu phiếu có ô căn cứ bắt buộc; rà soát hồ sơ đang chờ bổ sung.",
                answered="waiting",
            ),
        ),
    ),
    Visit(
        name="hcc-2",
        unit="PVHCC",
        on=date(2025, 11, 25),
        ordered_on=SECOND_ORDER,
        round=2,
        fields=QUICK,
        number=35,
        reported_on=date(2025, 12, 4),
        concluded_on=date(2025, 12, 9),
        closed_on=date(2025, 12, 11),
    ),
    Visit(
        name="snc-dx",
        unit="SNC",
        on=date(2025, 11, 26),
        ordered_on=date(2025, 11, 17),
        window=(date(2025, 11, 24), date(2025, 11, 28)),
        fields=(5,),
        number=36,
        reported_on=date(2025, 12, 5),
        concluded_on=date(2025, 12, 10),
        closed_on=date(2025, 12, 12),
    ),
)
"""Two scheduled rounds and three surprises; on 20/11 the last one is still sealed."""
