"""What the page of one item shows, and the words of every item in the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.finding.decide.words import calendar_days
from domain.finding.values import remedy_days
from domain.inspection import scoring
from domain.inspection.parts import Figure
from domain.values import Evidence, Value
from projections.finding_query import FindingLine
from projections.inspection_items import AnswerLine, ItemLine
from service.figures_of_items import figure_of, why_no_figure
from web import wording
from web.house import house_of
from web.render import AnyRequest
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import Language, say
from web.visit.answer_form import SEVERITIES, posts_of_unit
from web.visit.last_time import LastTime, last_time
from web.visit.loading import OpenedVisit
from web.visit.proposing import ScoringRule, rule_of

SQUARES = {"advice": 1, "shortcoming": 2, "serious": 3, "breach_sign": 4}
LINKED = {"task": "/tasks/{}", "finding": "/findings/{}", "import": "/figures/imports/{}"}


class ItemState(Value, frozen=True, kw_only=True):
    """An item in the list: its word and whether it still asks for something."""

    code: str
    text: str
    word: str
    kind: str
    """ok, phone (waits for the leader) or none (blank)."""


class Said(Value, frozen=True, kw_only=True):
    """The last answer of one inspector."""

    answer_id: UUID
    name: str
    answer: str
    points: str
    note: str
    at: datetime
    received_at: datetime
    mine: bool
    late: bool
    skew_minutes: int = 0
    """Told when the phone's clock was further off than the limit allows."""


class SeverityChoice(Value, frozen=True, kw_only=True):
    """One severity with what it brings."""

    value: str
    squares: int
    note: str
    last_on: date | None = None


class Photo(Value, frozen=True, kw_only=True):
    """A picture of the item."""

    file: Evidence
    address: str
    is_picture: bool


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one item."""

    line: ItemLine
    rule: ScoringRule
    place: int
    total: int
    left: int
    previous: str
    next: str
    said: tuple[Said, ...]
    mine: Said | None
    others: tuple[Said, ...]
    last: LastTime | None
    figure: Figure | None
    """Of a computed item, as it comes out now."""
    why_no_figure: str
    """Said where there is none."""
    figure_links: tuple[tuple[str, str], ...]
    finding: FindingLine | None
    photos: tuple[Photo, ...]
    severities: tuple[SeverityChoice, ...]
    posts: tuple[tuple[str, str], ...]
    head: str
    max_points: str


async def item_view(request: AnyRequest, opened: OpenedVisit, line: ItemLine) -> ItemView:
    """One item as one of the team sees it now."""
    code, key = line.item.code, line.item.item_key
    house: Any = house_of(request)
    figure = await figure_of(house.pool, line.item, opened.it, opened.file.today)
    last = await last_time(request, opened, key)
    said = _said(opened, line)
    return ItemView(
        line=line,
        rule=rule_of(line.item),
        place=opened.place(code),
        total=len(opened.items),
        left=len(opened.blanks),
        previous=opened.neighbour(code, -1),
        next=opened.neighbour(code, 1),
        said=said,
        mine=next((each for each in said if each.mine), None),
        others=tuple(each for each in said if not each.mine),
        last=last,
        figure=figure,
        why_no_figure=why_no_figure(line.item),
        figure_links=_links(figure, opened.language),
        finding=opened.finding_of(key),
        photos=_photos(opened, key),
        severities=_severities(opened, last),
        posts=tuple(
            (str(post.post_id), post.title)
            for post in posts_of_unit(opened.ward, opened.it.unit_id)
        ),
        head=_head(request, opened),
        max_points=decimal(line.item.max_points),
    )


def decimal(points: str) -> str:
    """Points with a decimal comma."""
    return points.replace(".", ",")


def item_states(opened: OpenedVisit) -> list[ItemState]:
    """Every item with its word."""
    return [_state(opened, line) for line in opened.items]


def _state(opened: OpenedVisit, line: ItemLine) -> ItemState:
    word, kind = _word(opened, line)
    return ItemState(
        code=line.item.code,
        text=line.item.text,
        word=say(opened.language, f"visit.state.{word}"),
        kind=kind,
    )


def _word(opened: OpenedVisit, line: ItemLine) -> tuple[str, str]:
    if line.is_unsettled:
        return "unsettled", "phone"
    if line.overruled is not None:
        return "overruled", "ok"
    given = scoring.counted(opened.it, line.item)
    if given is None or given.answer is None:
        return "blank", "none"
    if line.item.source == "DATA" and given.answer.computed is not None:
        return "from_data", "ok"
    return given.answer.answer, "ok"


def _said(opened: OpenedVisit, line: ItemLine) -> tuple[Said, ...]:
    """The last answer of each inspector, as it came."""
    by_id = {each.answer_id: each for each in line.answers}
    names = Names(opened.ward, opened.language, opened.file.today)
    found = (
        by_id[a.answer_id]
        for a in scoring.answers_of(opened.it, line.item.item_key)
        if a.answer_id in by_id
    )
    return tuple(_one(opened, each, names) for each in found)


def _one(opened: OpenedVisit, answer: AnswerLine, names: Names) -> Said:
    on = answer.captured_at
    term = opened.ward.holder(answer.by_post, opened.file.today) if answer.by_post else None
    device = answer.device
    return Said(
        answer_id=answer.answer_id,
        name=names.person(term.person_id) if term else names.office(answer.by_post),
        answer=answer.checked.answer,
        points=decimal(answer.checked.points),
        note=answer.checked.note,
        at=on,
        received_at=answer.received_at,
        mine=answer.by_post in opened.posts,
        late=answer.checked.late,
        skew_minutes=round(device.skew_ms / 60_000) if device and answer.skew_noted else 0,
    )


def _links(figure: Figure | None, language: Language) -> tuple[tuple[str, str], ...]:
    """The acts behind a figure, as addresses."""
    links = figure.links if figure is not None else ()
    return tuple(
        (
            say(language, "visit.figure_import", n=n) if link.kind == "import" else link.id,
            LINKED[link.kind].format(link.id),
        )
        for n, link in enumerate(links, 1)
        if link.kind in LINKED
    )


def _photos(opened: OpenedVisit, item_key: str) -> tuple[Photo, ...]:
    seen: dict[str, Photo] = {}
    for filed in opened.file.evidence:
        if filed.item_key == item_key:
            sha = filed.evidence.sha256
            seen[sha] = Photo(
                file=filed.evidence,
                address=f"{opened.address}/files/{sha}",
                is_picture=filed.evidence.media_type in ("image/jpeg", "image/png"),
            )
    return tuple(seen.values())


def _severities(opened: OpenedVisit, last: LastTime | None) -> tuple[SeverityChoice, ...]:
    return tuple(_severity(opened, name, last) for name in SEVERITIES)


def _severity(opened: OpenedVisit, name: Any, last: LastTime | None) -> SeverityChoice:
    today, language = opened.file.today, opened.language
    days = remedy_days(name, opened.it.limits)
    notes: list[str] = []
    last_on = None
    if name == "breach_sign":
        notes.append(say(language, "visit.severity.handed_over"))
    elif days is not None:
        last_on = calendar_days(today, days, opened.ward, today).last_on
        notes.append(
            say(language, "visit.severity.within", days=days, last_on=wording.day(last_on))
        )
    if last is not None and last.repeats and name != "advice":
        notes.append(say(language, "visit.severity.repeats", on=wording.day(last.on)))
    return SeverityChoice(value=name, squares=SQUARES[name], note=" ".join(notes), last_on=last_on)


def _head(request: AnyRequest, opened: OpenedVisit) -> str:
    """Who answers for the unit on the day of the visit, with the post."""
    on = opened.it.opened_at
    day = wording.as_day(on) if on is not None else opened.file.today
    term = opened.ward.head_of(opened.it.unit_id, day)
    if term is None:
        return say(visit_of(request).language, "visit.nobody")
    names = Names(opened.ward, opened.language, day)
    return f"{names.person(term.person_id)}, {names.office(term.post_id)}"


def to_do(states: Sequence[ItemState]) -> list[ItemState]:
    """Those that nobody answered."""
    return [state for state in states if state.kind == "none"]
