"""Title, ward, period, number and date of a plan, from what stands before its first section."""

import re
from calendar import monthrange
from datetime import date

from domain.reading.dates import DATE, Period, day_of
from domain.reading.draft import PlanHeading
from domain.reading.wording import clean, flat

_TITLE_STOPS = re.compile(
    r"\(ban hanh|\(kem theo|\(theo quyet dinh|^(?:can cu|thuc hien|de|nham|tiep tuc)\b|"
    r"^(?:uy ban nhan dan\b|so:)"
)
_WARD = re.compile(
    r"(?:[Pp]hường|PHƯỜNG|[Xx]ã|XÃ|[Tt]hị trấn|[Đđ]ặc khu|ĐẶC KHU)((?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*){1,4})"
)
_NUMBER = re.compile(r"[Ss]ố\s*:?\s*(\d{1,5}\s?/\s?(?:KH|QĐ|CTr)[\wĐ-]*)")
_ISSUED = re.compile(r",\s*ngay " + DATE)
_HALF = re.compile(r"(?:6|06|sau) thang (cuoi|dau) nam (20\d\d)")
_QUARTER = re.compile(r"quy (iv|i{1,3}|[1-4])[ /]*(?:nam )?(20\d\d)")
_YEARS = re.compile(r"giai doan (20\d\d) ?- ?(20\d\d)")
_YEAR = re.compile(r"nam (20\d\d)")
_WARD_WORDS = {"PHƯỜNG": "phường", "XÃ": "xã", "ĐẶC KHU": "đặc khu"}


def heading_of(paragraphs: list[str], sections: list[str]) -> PlanHeading:
    """What the first page says; `sections` help when the first page is silent."""
    title = _title(paragraphs)
    preamble = clean(" ".join(paragraphs))[:4000]
    number = _NUMBER.search(preamble)
    issued = _ISSUED.search(flat(preamble))
    period = _period(flat(title))
    if period.start is None:
        period = _period(flat(preamble))
    ward = _ward(title) or _ward(preamble) or _ward(" ".join(sections)[:8000])
    return PlanHeading(
        title=title,
        authority=f"Ủy ban nhân dân {ward}" if ward else None,
        ward=ward,
        period_from=period.start,
        period_to=period.end,
        number=clean(number[1]).replace(" ", "") if number else None,
        issued_on=day_of(issued, period).on if issued else None,
    )


def _title(paragraphs: list[str]) -> str:
    """The words "KẾ HOẠCH" and the lines under them, up to the legal grounds."""
    for index, text in enumerate(paragraphs):
        plain = flat(text)
        if not re.match(r"ke hoach\b|chuong trinh\b|quyet dinh\b", plain) or len(text) > 300:
            continue
        lines = [text, *paragraphs[index + 1 : index + 4]] if len(text) <= 20 else [text]
        kept: list[str] = []
        for line in lines:
            stop = _TITLE_STOPS.search(flat(line))
            kept.append(line[: stop.start()] if stop else line)
            if stop or line.endswith("."):
                break
        title = clean(" ".join(kept))
        return title[:1].upper() + title[1:9].lower() + title[9:] if title else ""
    return paragraphs[0][:300] if paragraphs else ""


def _ward(text: str) -> str | None:
    match = _WARD.search(text)
    if match is None:
        return None
    word = match[0].split(" ", 1)[0]
    name = match[1].strip()
    if name.isupper():
        name = name.title()
    kind = next((low for up, low in _WARD_WORDS.items() if match[0].startswith(up)), word.lower())
    return f"{kind} {name}"


def _period(plain: str) -> Period:
    half = _HALF.search(plain)
    if half:
        year = int(half[2])
        if half[1] == "dau":
            return Period(date(year, 1, 1), date(year, 6, 30))
        return Period(date(year, 7, 1), date(year, 12, 31))
    quarter = _QUARTER.search(plain[:300])
    if quarter:
        last = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(quarter[1]) or int(quarter[1])
        year, month = int(quarter[2]), last * 3
        return Period(date(year, month - 2, 1), date(year, month, monthrange(year, month)[1]))
    years = _YEARS.search(plain[:300])
    if years:
        return Period(date(int(years[1]), 1, 1), date(int(years[2]), 12, 31))
    year_only = _YEAR.search(plain)
    if year_only:
        return Period(date(int(year_only[1]), 1, 1), date(int(year_only[1]), 12, 31))
    return Period()
