"""The columns of tables with figures from outside, by all the names they go by."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import msgspec

from domain.figures.counts import FiguresKind
from domain.reading.wording import clean, flat


class Column(msgspec.Struct, frozen=True):
    """One column; the first name is the one of our template."""

    key: str
    names: tuple[str, ...]
    is_needed: bool = False
    is_count: bool = True


UNIT = Column("unit", ("Đơn vị", "Cơ quan", "Cơ quan, đơn vị", "Unit"), True, False)
MONTH = Column("month", ("Tháng", "Kỳ", "Kỳ báo cáo", "Month"), True, False)
NUMBER = Column("number", ("STT", "TT", "No."), False, False)
NOTE = Column("note", ("Ghi chú", "Note"), False, False)

DOSSIER_COLUMNS: tuple[Column, ...] = (
    NUMBER,
    UNIT,
    MONTH,
    Column("field", ("Lĩnh vực", "Field"), False, False),
    Column("carried_over", ("Kỳ trước chuyển sang", "Số kỳ trước chuyển qua", "Carried over")),
    Column("received", ("Tiếp nhận", "Tổng tiếp nhận", "Số tiếp nhận", "Received"), True),
    Column("received_direct", ("Tiếp nhận trực tiếp", "Trực tiếp", "Received directly")),
    Column("received_online", ("Tiếp nhận trực tuyến", "Trực tuyến", "Received online")),
    Column(
        "received_postal",
        ("Tiếp nhận qua bưu chính", "Bưu chính", "Qua bưu chính công ích", "Received by post"),
    ),
    Column("settled_early", ("Giải quyết trước hạn", "Trước hạn", "Settled early"), True),
    Column("settled_on_time", ("Giải quyết đúng hạn", "Đúng hạn", "Settled on time"), True),
    Column("settled_late", ("Giải quyết quá hạn", "Quá hạn", "Settled late"), True),
    Column("open_in_time", ("Đang giải quyết trong hạn", "Trong hạn", "Open in time"), True),
    Column("open_overdue", ("Đang giải quyết quá hạn", "Open overdue"), True),
    Column("awaiting_supplement", ("Chờ bổ sung", "Chờ bổ sung hồ sơ", "Awaiting supplement")),
    Column("refused", ("Từ chối", "Từ chối tiếp nhận", "Refused")),
    Column("withdrawn", ("Rút hồ sơ", "Công dân rút", "Withdrawn")),
    Column("apologies", ("Thư xin lỗi", "Văn bản xin lỗi", "Letters of apology")),
    Column("digitised", ("Số hóa", "Hồ sơ số hóa", "Digitised")),
    Column("paid_online", ("Thanh toán trực tuyến", "Paid online")),
    Column("rated", ("Được đánh giá", "Có đánh giá", "Rated")),
    NOTE,
)
SURVEY_COLUMNS: tuple[Column, ...] = (
    NUMBER,
    UNIT,
    MONTH,
    Column("answers", ("Số phiếu", "Tổng số phiếu", "Số phiếu trả lời", "Answers"), True),
    Column("satisfied", ("Hài lòng", "Số phiếu hài lòng", "Satisfied"), True),
    Column("dissatisfied", ("Không hài lòng", "Số phiếu không hài lòng", "Dissatisfied"), True),
    Column("late", ("Trễ hạn", "Trả kết quả trễ hạn", "Late")),
    Column(
        "dissatisfied_or_late",
        ("Không hài lòng hoặc trễ hạn", "Dissatisfied or late"),
    ),
    NOTE,
)
COLUMNS: Mapping[FiguresKind, tuple[Column, ...]] = {
    "dossiers": DOSSIER_COLUMNS,
    "survey": SURVEY_COLUMNS,
}


def plain(heading: str) -> str:
    """Headings are compared without marks, case and doubled spaces."""
    return flat(clean(heading)).strip(" :*")


def _by_name(kind: FiguresKind) -> dict[str, Column]:
    return {plain(name): c for c in COLUMNS[kind] for name in (*c.names, c.key)}


BY_NAME: Mapping[FiguresKind, Mapping[str, Column]] = {kind: _by_name(kind) for kind in COLUMNS}


def column_of(kind: FiguresKind, heading: str) -> Column | None:
    """The column that a heading means."""
    return BY_NAME[kind].get(plain(heading))


def nearest(kind: FiguresKind, heading: str) -> str:
    """The name of the column that was probably meant; empty if none is like it."""
    names = BY_NAME[kind]
    like = get_close_matches(plain(heading), names, n=1, cutoff=0.6)
    return names[like[0]].names[0] if like else ""
