"""Steps through the acts of a task with its page as it was after each; each is an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from markupsafe import Markup

from projections.task_file import TaskFile, fold
from projections.task_past import AsOf, after_act
from web import wording
from web.render import AnyRequest, Crumb, page
from web.session import visit_of
from web.tasks import file_view
from web.tasks.acts import Act, Category, acts_of
from web.tasks.loading import load_records, opened, ward_of
from web.tasks.naming import Names
from web.tasks.routes import crumbs_of, file_facts
from web.tasks.seen_as import seats_of, seen_as
from web.tasks.telling.said import Change
from web.texts import Language, say

JUMPS: tuple[Category, ...] = ("decision", "deadline", "evidence")
LABEL_MOST = 90


class PlayHead(msgspec.Struct, frozen=True, kw_only=True):
    """Where one stands, and where one can go."""

    at: int
    total: int
    first: str
    back: str
    forward: str
    last: str
    next_decision: str
    next_date: str
    here: str
    """The present act, where it is none of those that one jumps to."""
    jumps: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]


class Replay(Controller):
    """What did this look like after which act?"""

    path = "/tasks/{code:str}/replay"

    @get(opt={"permission": "tasks.read"})
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        records = await load_records(request, code)
        visit = visit_of(request)
        at = act_asked_for(request, len(records))
        prefix = after_act(records, at)
        ward = await ward_of(request, prefix)
        past = AsOf(position=prefix.records[-1].position)
        shown = opened(request, records, prefix, ward, past)
        if shown.view != "full":
            raise NotFoundException
        facts = await file_facts(request, shown)
        before = None
        if at > 1:
            earlier = after_act(records, at - 1)
            before = fold(earlier.records, ward, prefix.at)
        acts = acts_of(records, visit.ward, visit.language)
        here = acts[at - 1]
        address = f"{shown.address}/replay"
        title = say(visit.language, "title.replay", code=shown.name)
        seats = seats_of(shown.file, ward, facts["names"])
        seat = next((s for s in seats if s.key == request.query_params.get("as")), None)
        facts |= {
            "head": play_head(acts, at, address, visit.language, seat.key if seat else ""),
            "seats": seats,
            "seen_as": seen_as(seat, shown.file, ward, facts["names"], shown.address)
            if seat
            else None,
            "replay_address": address,
            "every_act": tuple(reversed(acts)),
            "here": here,
            "changes": (
                *here.changes,
                *differences(before, shown.file, facts["names"], here.changes),
            ),
            "replay_title": title,
            "past_address": f"{shown.address}{shown.past_query}",
            "as_of": None,
            "event_numbers": {act.event_id: act.number for act in acts},
            "crumbs": (*crumbs_of(shown, facts["names"]), Crumb(title)),
        }
        return page(request, "tasks/replay.html", **facts)


def act_asked_for(request: AnyRequest, total: int) -> int:
    """Its number; without or beyond one, the last."""
    text = request.query_params.get("at", "")
    if text.isascii() and text.isdigit() and len(text) < 8:
        return min(max(int(text), 1), total)
    return total


def changes_between(was: dict[str, str], now: dict[str, str], names: Names) -> Iterator[Change]:
    """Every word of a page that is another than before."""
    nothing = names.say("change.nothing")
    for label, value in now.items():
        former = was.get(label, "")
        if former != value:
            yield Change(label=label, before=former or nothing, after=value or nothing)


def differences(
    before: TaskFile | None, after: TaskFile, names: Names, said: Sequence[Change]
) -> Iterator[Change]:
    """What the page says otherwise than before the act, unless the act itself tells it."""
    told = {change.label.casefold() for change in said}
    was = _values(before, names) if before is not None else {}
    for change in changes_between(was, _values(after, names), names):
        if change.label.casefold() not in told:
            yield change


def _values(file: TaskFile, names: Names) -> dict[str, str]:
    """What a page says of a task in single words: stage, date, holder and every fact."""
    due = file.due.effective
    values = {
        names.say("fact.stage"): names.say(f"stage.{file.task.stage}"),
        names.say("change.due"): wording.day(due.last_on) if due else "",
        names.say("held.who"): file_view.holder_sentence(file, names),
    }
    facts = file_view.facts(file, names, {})
    return values | {label: Markup(value).striptags() for label, value in facts}


def play_head(
    acts: Sequence[Act], at: int, address: str, language: Language, seat: str = ""
) -> PlayHead:
    """Links to the neighbours and to the acts that decide something, in the same eyes."""
    eyes = f"&as={seat}" if seat else ""

    def to(number: int | None) -> str:
        return f"{address}?at={number}{eyes}" if number is not None else ""

    total = len(acts)
    return PlayHead(
        at=at,
        total=total,
        first=to(1 if at > 1 else None),
        back=to(at - 1 if at > 1 else None),
        forward=to(at + 1 if at < total else None),
        last=to(total if at < total else None),
        next_decision=to(_next(acts, at, "decision")),
        next_date=to(_next(acts, at, "deadline")),
        here="" if acts[at - 1].category in JUMPS else _label(acts[at - 1]),
        jumps=tuple(
            (
                say(language, f"replay.jump.{category}"),
                tuple((act.number, _label(act)) for act in acts if act.category == category),
            )
            for category in JUMPS
            if any(act.category == category for act in acts)
        ),
    )


def _next(acts: Sequence[Act], at: int, category: Category) -> int | None:
    return next((act.number for act in acts[at:] if act.category == category), None)


def _label(act: Act) -> str:
    words = act.sentence
    cut = words if len(words) <= LABEL_MOST else words[:LABEL_MOST].rsplit(" ", 1)[0] + "…"
    return f"{wording.day(act.recorded_at)}: {cut}"


CONTROLLERS: list[type[Controller]] = [Replay]
