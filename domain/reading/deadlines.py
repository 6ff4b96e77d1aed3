"""Finds the deadline of a task in a table cell or inside its sentences."""

import re

import msgspec

from domain.reading.dates import (
    DATE,
    MONTH,
    QUARTER,
    Period,
    Read,
    day_of,
    end_of_month,
    end_of_quarter,
)
from domain.reading.draft import NO_DEADLINE, DraftDeadline, Every
from domain.reading.wording import READ_AT_MOST, clean, flat

_BEFORE = (
    r"(?:(?:hoan thanh |xong |thuc hien |gui |trinh |cham nhat |muon nhat |la )*)truoc (?:ngay )?"
)
_UNTIL = (
    r"(?:cham nhat|muon nhat|hoan thanh|xong|den het|het|den)(?: la| vao| trong| den| het)*"
    r" (?:ngay )?"
)
_WITHIN = r"(?:trong|vao|het|cuoi|xong|hoan thanh|cham nhat|den)(?: trong| vao| het| cuoi| la)* "
_NUMBER_WORDS = r"(?P<days>\d{1,3})(?: \([^)]{1,20}\))?"
_DURATION = re.compile(
    rf"{_NUMBER_WORDS} ngay(?P<working> lam viec)?,? (?:ke tu|tinh tu|sau|tu)(?: khi| ngay| luc)?"
    r"(?P<start>[^.;()]{0,120})"
)
_CONDITION = re.compile(
    r"(?:ngay )?(?:sau khi|khi) (?P<awaits>(?:co|nhan duoc|duoc|thanh pho|cap tren|uy ban nhan dan "
    r"thanh pho|ubnd thanh pho)\b[^.;()]{0,120}(?:huong dan|chi dao|van ban|quyet dinh|phe duyet|"
    r"thong bao|yeu cau|ke hoach|ban hanh)[^.;(),]{0,80})"
)
_CONDITION_SIGNAL = re.compile(r"[(;,:]\s*(?:thuc hien )?$|^$|thuc hien $|trien khai $")
_RECURRING: tuple[tuple[Every, str], ...] = (
    ("week", r"tuan"), ("month", r"thang"), ("quarter", r"quy"),
    ("half", r"(?:6|sau|06) thang|nua nam"), ("year", r"nam"),
)  # fmt: skip
_STANDING = re.compile(r"thuong xuyen|lien tuc|hang ngay|hang gio")
_BEFORE_DATE = re.compile(_BEFORE + DATE)
_UNTIL_DATE = re.compile(_UNTIL + DATE)
_BARE_DATE = re.compile(r"(?:ngay )?" + DATE)
_IN_MONTH = re.compile(rf"(?:{_WITHIN}|\(){MONTH}")
_IN_QUARTER = re.compile(rf"(?:{_WITHIN}|\(){QUARTER}")
_BARE_MONTH, _BARE_QUARTER = re.compile(MONTH), re.compile(QUARTER)
_BARE_YEAR = re.compile(r"(?:trong |cuoi |het )?(?:6 thang cuoi )?nam (?P<year>20\d\d)$")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, in which words, and what is doubtful about it."""

    deadline: DraftDeadline = NO_DEADLINE
    text: str | None = None
    doubts: tuple[str, ...] = ()
    unreal: str | None = None


_NOTHING = Finding()


def deadline_in_cell(text: str, period: Period) -> Finding:
    """A cell or a labelled phrase holds nothing but the deadline, so less has to be said."""
    text = clean(text[:READ_AT_MOST]).strip(" .;,")
    if not text:
        return _NOTHING
    plain = flat(text)
    for find in (_conditional, _rhythm_of_cell, _duration, _dated, _bare):
        found = find(text, plain, period)
        if found is not None:
            return msgspec.structs.replace(found, text=text)
    return Finding(text=text, doubts=("deadline_not_understood",))


def deadline_in_sentence(text: str, period: Period) -> Finding:
    """Only words that speak of finishing count: most dates in a sentence cite documents."""
    text = text[:READ_AT_MOST]
    plain = flat(text)
    for find in (_conditional, _dated, _duration, _rhythm_of_sentence):
        found = find(text, plain, period)
        if found is not None:
            return found
    return _NOTHING


def with_condition(cell: Finding, sentence: Finding) -> Finding:
    """A task that waits for something waits for it whatever date its table row gives."""
    if sentence.deadline.kind != "conditional" or cell.deadline.kind not in ("fixed", "before"):
        return cell
    waiting = msgspec.structs.replace(sentence.deadline, latest_on=cell.deadline.on)
    return Finding(
        deadline=waiting, text=cell.text, doubts=(*cell.doubts, "date_is_latest_for_condition")
    )


def _conditional(text: str, plain: str, period: Period) -> Finding | None:
    match = _CONDITION.search(plain)
    if match is None or not _CONDITION_SIGNAL.search(plain[: match.start()]):
        return None
    start, end = match.span("awaits")
    deadline = DraftDeadline(kind="conditional", awaits=clean(text[start:end]))
    whole = plain.strip(" .()") == plain[match.start() : match.end()].strip(" .()")
    alone = whole or not (". " in plain or ";" in plain)
    doubts = () if alone else ("condition_for_part",)
    return Finding(deadline=deadline, text=clean(text[match.start() : match.end()]), doubts=doubts)


def _dated(text: str, plain: str, period: Period) -> Finding | None:
    before = _BEFORE_DATE.search(plain)
    if before:
        return _from(text, before, day_of(before, period), period, before=True)
    for pattern, read in (
        (_UNTIL_DATE, day_of),
        (_IN_MONTH, end_of_month),
        (_IN_QUARTER, end_of_quarter),
    ):
        match = pattern.search(plain)
        if match:
            return _from(text, match, read(match, period), period)
    return None


def _bare(text: str, plain: str, period: Period) -> Finding | None:
    for pattern, read in (
        (_BARE_DATE, day_of),
        (_BARE_MONTH, end_of_month),
        (_BARE_QUARTER, end_of_quarter),
    ):
        matches = list(pattern.finditer(plain))
        if matches:
            found = _from(text, matches[-1], read(matches[-1], period), period)
            several = ("several_deadlines",) if len(matches) > 1 else ()
            return msgspec.structs.replace(found, doubts=found.doubts + several)
    year = _BARE_YEAR.search(plain)
    if year is None:
        return None
    end = Read(period.end) if period.end and period.end.year == int(year["year"]) else None
    if end is None:
        return None
    return _from(text, year, end, period)


def _from(
    text: str, match: re.Match[str], read: Read, period: Period, *, before: bool = False
) -> Finding:
    said = clean(text[match.start() : match.end()]).strip("( ")
    if read.unreal:
        return Finding(text=said, doubts=("date_not_real",), unreal=read.unreal)
    if read.on is None:
        return Finding(text=said, doubts=("year_missing",))
    doubts = ("year_assumed",) if read.guessed else ()
    if (period.start and read.on < period.start) or (period.end and read.on > period.end):
        doubts = (*doubts, "deadline_outside_period")
    deadline = DraftDeadline(kind="before" if before else "fixed", on=read.on)
    return Finding(deadline=deadline, text=said, doubts=doubts)


def _duration(text: str, plain: str, period: Period) -> Finding | None:
    match = _DURATION.search(plain)
    if match is None:
        return None
    start = match["start"]
    received = re.search(r"tiep nhan nhiem vu|nhan (?:duoc )?nhiem vu", start)
    assigned = re.search(r"giao\b|ban hanh ke hoach|ke hoach nay|ban hanh$", start)
    deadline = DraftDeadline(
        kind="duration",
        days=int(match["days"]),
        unit="working" if match["working"] else "calendar",
        counted_from="accepted" if received else "assigned" if assigned else "trigger",
        awaits=clean(text[match.start("start") : match.end("start")]) or None,
    )
    return Finding(deadline=deadline, text=clean(text[match.start() : match.end()]))


def _rhythm_of_cell(text: str, plain: str, period: Period) -> Finding | None:
    for every, word in _RECURRING:
        regular = rf"(?:dinh ky )?(?:hang|moi|theo) (?:{word})\b|dinh ky (?:{word})\b"
        if every == "half":
            regular += rf"|(?:{word})(?:/| mot | 1 )lan|hang (?:{word})"
        match = re.search(regular, plain)
        if match:
            if _STANDING.match(plain):
                standing = DraftDeadline(kind="standing", every=every)
                return Finding(deadline=standing, text=text)
            return Finding(deadline=DraftDeadline(kind="recurring", every=every), text=text)
    if _STANDING.search(plain):
        return Finding(deadline=DraftDeadline(kind="standing"), text=text)
    return None


def _rhythm_of_sentence(text: str, plain: str, period: Period) -> Finding | None:
    for every, word in _RECURRING:
        match = re.search(rf"dinh ky h[a]ng (?:{word})\b|^(?:dinh ky )?hang (?:{word})\b", plain)
        if match:
            said = clean(text[match.start() : match.end()])
            return Finding(deadline=DraftDeadline(kind="recurring", every=every), text=said)
    if plain.startswith("thuong xuyen"):
        return Finding(
            deadline=DraftDeadline(kind="standing"),
            text=text[: len("thuong xuyen")],
            doubts=("standing_from_wording",),
        )
    return None
