"""Invented counts of dossiers and surveys: a file every month, one correction, targets of indices.

Every number is made up from the name of its place; open dossiers of a month are carried over into
the next one. The files say that they are invented, in their names and in their first row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256

from msgspec.structs import replace

from domain.calendar import Calendar
from domain.figures.commands import DossierRow, ImportFigures, RecordIndex, RecordTarget, SurveyRow
from domain.figures.counts import DossierCounts, FiguresKind, SurveyCounts, figures_stream
from domain.figures.indices import IndexKey, index_stream
from domain.ids import derived
from domain.values import Evidence
from service.demo.cast import unit
from service.demo.papers import MARK, Paper
from service.demo.script import Act, hour
from service.figures_columns import COLUMNS

MONTHS = ("2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12")
KEEPER, COORDINATOR = "cv-hcc-huy", "dau-moi"
FIELDS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "PVHCC": (("Chứng thực", 640), ("Hộ tịch", 260)),
    "VHXH": (("Bảo trợ xã hội", 70), ("Người có công", 24)),
    "KTHTDT": (("Đất đai", 58), ("Hộ kinh doanh", 90)),
}
"""Fields of procedures by unit, with about how many dossiers come in a month."""
LATE_IN = {"Đất đai": 3, "Bảo trợ xã hội": 1}
"""Where lateness happens, in per cent of what is settled."""
SURVEYED = {"PVHCC": 180, "VHXH": 40, "KTHTDT": 45}
REASON = "Hai hồ sơ đất đai trả quá hạn bị đếm nhầm là đúng hạn; đối chiếu lại với nguồn."
INVENTED = "Số liệu bịa để minh họa, không phải kết quả thật"
NAMES = {
    "PVHCC": "Trung tâm phục vụ hành chính công phường",
    "VHXH": "Phòng Văn hóa - Xã hội",
    "KTHTDT": "Phòng Kinh tế, Hạ tầng và Đô thị",
}
AWAITED = Evidence(
    sha256="", bytes=0, media_type="", file_name="", received_at=hour(date(2025, 7, 1), "07:00")
)
"""Stands for the file until the act is played."""
FIRST_ROW = 3
"""After the headings and the mark."""


class Sheet(Paper, frozen=True):
    """A table with its own contents."""

    text: str

    def octets(self) -> bytes:
        """As a spreadsheet writes it."""
        return self.text.encode("utf-8-sig")


def figures_acts(calendar: Calendar) -> list[Act]:
    """Monthly imports by the keeper and the coordinator, one correction, targets, one result."""
    acts = [act for month in MONTHS for act in _of_month(month, calendar)]
    return [*acts, _correction(calendar), *_indices(calendar)]


def _of_month(month: str, calendar: Calendar) -> Iterator[Act]:
    after = _next_month(month)
    dossiers = _dossier_rows(month)
    yield _import_act(
        "dossiers", month, calendar.after(after, 2), KEEPER, _dossier_sheet(month, dossiers),
        dossiers=tuple(dossiers),
    )  # fmt: skip
    surveys = _survey_rows(month)
    yield _import_act(
        "survey", month, calendar.after(after, 3), COORDINATOR, _survey_sheet(month, surveys),
        surveys=tuple(surveys),
    )  # fmt: skip


def _import_act(
    kind: FiguresKind,
    name: str,
    on: date,
    post: str,
    sheet: Sheet,
    *,
    dossiers: tuple[DossierRow, ...] = (),
    surveys: tuple[SurveyRow, ...] = (),
    reason: str | None = None,
) -> Act:
    return Act(
        when=hour(on, "14:20" if kind == "dossiers" else "15:10"),
        key=f"figures/{kind}/{name}",
        post=post,
        command=ImportFigures(
            figures_id=figures_stream(kind),
            kind=kind,
            import_id=derived("demo-import", kind, name),
            file=AWAITED,
            dossiers=dossiers,
            surveys=surveys,
        ),
        reason=reason,
        papers=(sheet,),
    )


def _correction(calendar: Calendar) -> Act:
    """Two late dossiers of September had been counted as on time."""
    rows = [
        replace(row, row=FIRST_ROW + place, counts=_corrected(row.counts))
        for place, row in enumerate(
            row for row in _dossier_rows("2025-09") if row.unit_id == unit("KTHTDT")
        )
    ]
    sheet = _dossier_sheet("2025-09-dinh-chinh", rows)
    on = calendar.after(date(2025, 10, 13), 1)
    return _import_act(
        "dossiers", "2025-09/2", on, KEEPER, sheet, dossiers=tuple(rows), reason=REASON
    )


def _corrected(counts: DossierCounts) -> DossierCounts:
    if counts.field != "Đất đai":
        return counts
    return replace(
        counts,
        settled_on_time=counts.settled_on_time - 2,
        settled_late=counts.settled_late + 2,
    )


# -- numbers -----------------------------------------------------------------


def _digits(*name: object) -> bytes:
    return sha256("/".join(str(part) for part in name).encode()).digest()


def _dossier_rows(month: str) -> list[DossierRow]:
    places = [(code, field, size) for code, fields in FIELDS.items() for field, size in fields]
    return [
        DossierRow(
            row=FIRST_ROW + place,
            unit_id=unit(code),
            month=month,
            counts=_counts(field, size, month),
        )
        for place, (code, field, size) in enumerate(places)
    ]


def _counts(field: str, size: int, month: str) -> DossierCounts:
    """Month by month from July on, so that what stays open is carried over."""
    counts, carried = DossierCounts(), size // 12
    for each in MONTHS[: MONTHS.index(month) + 1]:
        counts = _one_month(field, size, each, carried)
        carried = counts.open + (counts.awaiting_supplement or 0)
    return counts


def _one_month(field: str, size: int, month: str, carried: int) -> DossierCounts:
    d = _digits(field, month)
    received = size * (90 + d[0] % 25) // 100
    refused, withdrawn = d[1] % 3, d[2] % 2
    waiting = d[3] % (2 + size // 60)
    overdue = d[4] % 2 if field in LATE_IN else 0
    open_in_time = size // 14 + d[5] % (1 + size // 40)
    settled = carried + received - refused - withdrawn - waiting - overdue - open_in_time
    late = (settled * LATE_IN.get(field, 0) + d[6] % 60) // 100
    early = (settled - late) * (78 + d[7] % 14) // 100
    online = received * (62 + d[8] % 20) // 100
    post = received // 60
    return DossierCounts(
        field=field,
        carried_over=carried,
        received=received,
        received_direct=received - online - post,
        received_online=online,
        received_postal=post,
        settled_early=early,
        settled_on_time=settled - late - early,
        settled_late=late,
        open_in_time=open_in_time,
        open_overdue=overdue,
        awaiting_supplement=waiting,
        refused=refused,
        withdrawn=withdrawn,
        apologies=late + overdue,
        digitised=received - d[9] % 4,
        paid_online=received * (35 + d[10] % 20) // 100,
        rated=settled // 4,
    )


def _survey_rows(month: str) -> list[SurveyRow]:
    return [
        SurveyRow(
            row=FIRST_ROW + place, unit_id=unit(code), month=month, counts=_survey(code, month)
        )
        for place, code in enumerate(SURVEYED)
    ]


def _survey(code: str, month: str) -> SurveyCounts:
    """Between 90 and 98 per cent satisfied, as the wards of the city were."""
    d = _digits("survey", code, month)
    answers = SURVEYED[code] * (90 + d[0] % 20) // 100
    satisfied = answers * (91 + d[1] % 7) // 100
    dissatisfied = min(answers - satisfied, 1 + d[2] % 3)
    late = d[3] % 3
    return SurveyCounts(
        answers=answers,
        satisfied=satisfied,
        dissatisfied=dissatisfied,
        late=late,
        dissatisfied_or_late=dissatisfied + late - (1 if late and d[4] % 2 else 0),
    )


# -- files -------------------------------------------------------------------


def _dossier_sheet(name: str, rows: Sequence[DossierRow]) -> Sheet:
    return _sheet("dossiers", f"ho-so-tthc-{name}-minh-hoa.csv", rows)


def _survey_sheet(name: str, rows: Sequence[SurveyRow]) -> Sheet:
    return _sheet("survey", f"khao-sat-hai-long-{name}-minh-hoa.csv", rows)


def _sheet(kind: FiguresKind, name: str, rows: Sequence[DossierRow | SurveyRow]) -> Sheet:
    columns = [column for column in COLUMNS[kind] if column.key not in ("number", "note")]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.names[0] for column in columns])
    writer.writerow([f"# {MARK}"])
    for row in rows:
        code = next(code for code in NAMES if unit(code) == row.unit_id)
        said = {"unit": NAMES[code], "month": f"{row.month[5:]}/{row.month[:4]}"}
        writer.writerow(
            [said[c.key] if c.key in said else getattr(row.counts, c.key) for c in columns]
        )
    return Sheet(name=name, text=out.getvalue())


def _next_month(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1)


# -- indices -----------------------------------------------------------------


def _indices(calendar: Calendar) -> Iterator[Act]:
    keys: tuple[IndexKey, ...] = ("par_index", "sipas", "dcci")
    for place, key in enumerate(keys):
        yield Act(
            when=hour(calendar.after(date(2025, 8, 11), 1), f"10:{10 + place}"),
            key=f"figures/target/{key}",
            post=COORDINATOR,
            command=RecordTarget(
                index_id=index_stream(key, 2025),
                index=key,
                year=2025,
                rank=10,
                source=f"Điểm 1 mục II của kế hoạch nói thứ hạng cao; hạng 10: {INVENTED.lower()}",
            ),
        )
    yield Act(
        when=hour(calendar.after(date(2026, 1, 19), 1), "09:40"),
        key="figures/index/par_index",
        post=COORDINATOR,
        command=RecordIndex(
            index_id=index_stream("par_index", 2025),
            index="par_index",
            year=2025,
            value="88.05",
            rank=14,
            out_of=45,
            source=INVENTED,
        ),
    )
