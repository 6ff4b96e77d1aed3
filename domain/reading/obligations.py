"""Reports that units owe by the calendar, from the sentences that speak of reporting."""

import re
from collections.abc import Iterable

from domain.reading.dates import DATE, Period, day_of
from domain.reading.document import Problem, Where
from domain.reading.draft import DueRule, Every, Obligation, Remark
from domain.reading.wording import READ_AT_MOST, flat

_KINDS: tuple[tuple[Every, str], ...] = (
    ("week", r"(?:hang )?tuan\b"),
    ("half", r"(?:dinh ky )?(?:hang )?(?:6|06|sau) thang"),
    ("month", r"(?:dinh ky )?(?:hang )?thang\b"),
    ("quarter", r"(?:dinh ky )?(?:hang )?quy\b"),
    ("year", r"(?:tong ket )?(?:hang )?nam\b"),
)
_REPORT = re.compile(
    r"bao cao (?:dinh ky |ket qua )?(?:"
    + "|".join(f"(?P<{every}>{word})" for every, word in _KINDS)
    + ")"
)
_LAST_MONTH = re.compile(
    r"truoc ngay (?P<day>\d{1,2})(?: cua)?,? (?:thang cuoi(?: cua)?(?: (?:quy|ky|6 thang))?"
    r"|(?:cua )?thang cuoi (?:quy|ky)|(?:hang|cua) thang|thang bao cao)"
)
_DATE = re.compile(r"truoc (?:ngay )?" + DATE)


def obligations_in(
    remarks: Iterable[Remark], period: Period
) -> tuple[list[Obligation], list[Problem]]:
    """Each kind of report takes the first due date named after it."""
    found: list[Obligation] = []
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for remark in remarks:
        plain = flat(remark.text[:READ_AT_MOST])
        for report in _REPORT.finditer(plain):
            every = _every(report)
            due, unreal = _due_after(plain, report.end(), period)
            if unreal:
                where = Where(line=remark.source_line)
                problems.append(
                    Problem(code="date_not_real", where=where, facts={"value": unreal}, blocks=True)
                )
            if due is None or (remark.ref, every) in seen:
                continue
            seen.add((remark.ref, every))
            found.append(
                Obligation(
                    ref=remark.ref,
                    every=every,
                    due=due,
                    text=remark.text,
                    source_line=remark.source_line,
                )
            )
    return found, problems


def _every(report: re.Match[str]) -> Every:
    return next(every for every, _ in _KINDS if report[every] is not None)


def _due_after(plain: str, place: int, period: Period) -> tuple[DueRule | None, str | None]:
    rule = _LAST_MONTH.search(plain, place, place + 200)
    dated = _DATE.search(plain, place, place + 200)
    if rule and (dated is None or rule.start() <= dated.start()):
        day = int(rule["day"])
        if not 1 <= day <= 31:
            return None, rule[0]
        return DueRule(kind="before_day_of_last_month", day=day), None
    if dated is None:
        return None, None
    read = day_of(dated, period)
    if read.on is None:
        return None, read.unreal
    return DueRule(kind="before_date", on=read.on), None
