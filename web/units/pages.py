"""The dossier of a unit, how its figures are made, and what they are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath

from domain.accountability.fact_line import FactLine
from service.roles import roles_of
from web import wording
from web.org.views import slug_of
from web.render import AnyRequest, Crumb, page
from web.session import Visit
from web.texts import say
from web.units.asked import BASES, EVERY, GROUPS, PAGE, Asked, fits, group_of, is_counted
from web.units.band import PUBLISHED as PUBLISHED_ROWS
from web.units.band import band_of
from web.units.counts import amount_of, figures_behind, not_done, parts_of, shown
from web.units.heads import Heads, split_of
from web.units.loading import Opened, open_unit
from web.units.moment import position_of
from web.units.quantities import columns_of, rows_of
from web.units.sight import reads_person
from web.units.span import choices, in_words
from web.units.telling import LineView

READ = {"permission": "units.read"}
LATE = frozenset({"task_done_late", "task_waiting_late", "task_not_done", "task_overdue"})
"""Lines about delay: the unit may say why."""
EXPLAINED = frozenset({"delay_explained_objective", "delay_explained_subjective"})
"""Explanations: the leaders confirm or reject the cause while nobody has."""


class UnitDossier(Controller):
    """What did this unit do, and who answered for it?"""

    path = "/units/{slug:str}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, slug: FromPath[str]) -> Response[str]:
        opened = await open_unit(request, slug)
        language, asked = opened.visit.language, opened.asked
        columns = await columns_of(request, opened)
        return page(
            request,
            "units/dossier.html",
            **frame_of(request, opened),
            sentence=sentence_of(opened),
            parts=parts_of(x for x in opened.lines if is_counted(x)) if opened.is_whole else None,
            head=opened.terms[0] if _is_headed(opened) else None,
            earlier=opened.terms[1:] if _is_headed(opened) else opened.terms,
            linked={
                term.person_id
                for term in opened.terms
                if reads_person(opened.visit, term.person_id)
            },
            split=split_of(opened.lines, opened.moment.ward, language),
            band=band_of(
                opened.lines,
                Heads(terms=opened.terms, since=opened.unit.from_on),
                asked,
                opened.address,
                language,
                only=None if opened.is_whole else PUBLISHED_ROWS,
            ),
            columns=columns,
            rows=rows_of(columns, asked, opened.address, language, is_whole=opened.is_whole),
            **(list_of(opened.lines, opened, opened.address) if opened.is_whole else {}),
            acts=acts_of(opened),
            acts_on=acts_on,
        )


def _is_headed(opened: Opened) -> bool:
    return bool(opened.terms) and opened.terms[0].term.in_force(opened.moment.on)


def frame_of(request: AnyRequest, opened: Opened, last: str = "") -> dict[str, Any]:
    """What all pages of a unit show around their content."""
    visit, asked = opened.visit, opened.asked
    crumbs = [Crumb(say(visit.language, "nav.units"), "/units"), Crumb(opened.name)]
    if last:
        crumbs[-1] = Crumb(opened.name, asked.address(opened.address))
        crumbs.append(Crumb(last))
    return {
        "opened": opened,
        "asked": asked,
        "unit_name": opened.name,
        "is_whole": opened.is_whole,
        "local": local_links(opened, request.url.path),
        "period_words": in_words(asked.span, visit.language),
        "wrong": [say(visit.language, f"dossier.wrong.{name}") for name in asked.wrong],
        "as_of": opened.moment.band(without_past(asked, request.url.path), visit),
        "cut": cut_of(request, asked, visit),
        "crumbs": crumbs,
        **period_form(asked, visit, opened.unit.from_on),
    }


def without_past(asked: Asked, path: str) -> str:
    """The same page in the present."""
    return asked.address(path, as_of="", basis="")


def period_form(asked: Asked, visit: Visit, since: Any) -> dict[str, Any]:
    """The periods to choose from; the one that is shown is always among them."""
    spans = choices(since, asked.moment.on)
    if asked.span not in spans:
        spans = (asked.span, *spans)
    return {
        "spans": [(span.name, in_words(span, visit.language)) for span in spans],
        "shown_day": wording.day(asked.moment.on),
    }


def local_links(opened: Opened, here: str) -> list[tuple[str, str, bool]]:
    """Dossier, figures, comparison; where the unit stands in the organisation."""
    language, slug = opened.visit.language, slug_of(opened.unit)
    pages = (
        ("local.dossier", f"/units/{slug}"),
        ("local.unit_figures", f"/units/{slug}/figures"),
        ("local.compare", f"/units/{slug}/compare"),
    )
    kept = {"kind": "", "quantity": "", "rests": "", "head": ""}
    links = [
        (say(language, key), opened.asked.address(path, **kept), path == here)
        for key, path in pages
    ]
    return [*links, (say(language, "local.unit_in_org"), f"/org/units/{slug}", False)]


def cut_of(request: AnyRequest, asked: Asked, visit: Visit) -> str:
    """As of when the figures are, down to the act; of the past, only what was known counts."""
    key = "dossier.cut_now" if asked.moment.basis == "now" else "dossier.cut"
    facts: dict[str, object] = {"date": wording.day(asked.moment.on)}
    if asked.moment.basis != "now":
        facts["position"] = position_of(request, asked.moment)
    return say(visit.language, key, **facts)


def sentence_of(opened: Opened) -> str:
    """The counts that matter most, as one sentence; what waits for a verdict is said apart."""
    language, asked = opened.visit.language, opened.asked
    figures = figures_behind(opened.lines)
    due = amount_of(figures, "K1", "due")
    until = min(asked.span.to_on, asked.moment.on)
    days = {"from_on": wording.day(asked.span.from_on), "to_on": wording.day(until)}
    if asked.span.from_on > asked.moment.on:
        return say(language, "dossier.not_begun", from_on=days["from_on"])
    if not due:
        return say(language, "dossier.nothing_due", **days)
    completed, on_time = amount_of(figures, "K1", "completed"), amount_of(figures, "K2", "on_time")
    overdue = not_done(opened.lines)
    said: str = say(
        language,
        "dossier.sentence",
        due=due,
        on_time=on_time,
        late=completed - on_time,
        overdue=overdue,
        **days,
    )
    longest = figures["K3"]["longest_days"]
    if overdue and longest:
        said += " " + say(language, "dossier.longest", days=shown(language, longest))
    waiting = due - completed - overdue
    if waiting > 0:
        said += " " + say(language, "dossier.waiting", n=waiting)
    return said


def list_of(lines: Sequence[FactLine], opened: Any, path: str) -> dict[str, Any]:
    """The lines that fit, the newest first, with tabs and counts of what they rest on."""
    asked, language = opened.asked, opened.visit.language
    kept = [line for line in reversed(lines) if fits(line, asked)]
    first = min((asked.page - 1) * PAGE, max(0, (len(kept) - 1) // PAGE * PAGE))
    shown_lines = [opened.teller.told(line) for line in kept[first : first + PAGE]]
    at = first // PAGE + 1

    def turned(number: int) -> str:
        return asked.address(path, page=str(number) if number > 1 else "") + "#facts"

    last = min(first + PAGE, len(kept))
    return {
        "lines": shown_lines,
        "listed": parts_of(kept),
        "tabs": tabs_of(lines, asked, path, language),
        "bases": bases_of(lines, asked, path),
        "active": active_filters(opened, path),
        "standing": standing_of(lines, opened, path),
        "previous_href": turned(at - 1) if at > 1 else None,
        "next_href": turned(at + 1) if last < len(kept) else None,
        "position_words": say(
            language, "dossier.position", first=first + 1, last=last, total=len(kept)
        )
        if len(kept) > PAGE
        else "",
    }


def standing_of(lines: Sequence[FactLine], opened: Any, path: str) -> tuple[str, str] | None:
    """K17 in one line with its list, instead of every open task at the head of the history."""
    asked, language = opened.asked, opened.visit.language
    if asked.has_filters or asked.page > 1:
        return None
    figures = figures_behind(lines)
    stale = amount_of(figures, "K17", "stale")
    if not stale:
        return None
    said = say(
        language,
        "dossier.standing",
        n=stale,
        open=amount_of(figures, "K17", "open"),
        days=asked.moment.ward.days("stale_progress_days", asked.moment.on),
    )
    return said, asked.address(path, quantity="K17") + "#facts"


def tabs_of(
    lines: Sequence[FactLine], asked: Asked, path: str, language: Any
) -> list[tuple[str, str, bool]]:
    """Kinds of facts with their counts, and what is contested."""
    but_kind = [line for line in lines if fits(line, asked, but="kind")]
    by_kind = [line for line in but_kind if is_counted(line) or asked.quantity]
    label = say(language, "dossier.tab.all")
    entries = [(label, len(by_kind), asked.address(path, kind=""), not asked.kind)]
    for name in GROUPS:
        counted = sum(group_of(line) == name for line in by_kind)
        if counted or asked.kind == name:
            label = say(language, f"dossier.tab.{name}")
            entries.append((label, counted, asked.address(path, kind=name), asked.kind == name))
    if not asked.quantity:
        every = msgspec.structs.replace(asked, kind=EVERY)
        label, n = say(language, "dossier.tab.every"), sum(fits(x, every) for x in lines)
        entries.append((label, n, asked.address(path, kind=EVERY), asked.kind == EVERY))
    return [(f"{label} ({n})", href + "#facts", here) for label, n, href, here in entries]


def bases_of(lines: Sequence[FactLine], asked: Asked, path: str) -> list[tuple[str, int, str]]:
    """What the lines rest on; each count is a filter."""
    every = parts_of(line for line in lines if fits(line, asked, but="rests"))
    return [
        (name, getattr(every, name), asked.address(path, rests=name) + "#facts") for name in BASES
    ]


def active_filters(opened: Any, path: str) -> list[tuple[str, str, str]]:
    """Filters that are on, with the address without each."""
    asked, language = opened.asked, opened.visit.language
    person = next(
        (p for p in asked.moment.ward.persons.values() if str(p.person_id) == asked.head), None
    )
    said = {
        "quantity": f"{asked.quantity}. {say(language, f'quantity.{asked.quantity}.name')}"
        if asked.quantity
        else "",
        "rests": say(language, f"basis.{asked.rests}") if asked.rests else "",
        "head": person.full_name if person else "",
    }
    return [
        (say(language, f"dossier.filter.{name}"), value, asked.address(path, **{name: ""}))
        for name, value in said.items()
        if value
    ]


def acts_of(opened: Opened) -> frozenset[str]:
    """What the reader may do with lines about delay; nothing while a past is shown."""
    visit = opened.visit
    if opened.moment.typed or visit.user is None or visit.user.person_id is None:
        return frozenset()
    found = set()
    if "H" in roles_of(visit.user.person_id, visit.ward, visit.today) and any(
        post.rank == "head" and post.unit_id == opened.unit.unit_id for post in visit.posts
    ):
        found.add("explain-delay")
    if visit.roles & {"C", "V"}:
        found.add("confirm-cause")
    return frozenset(found)


def acts_on(view: LineView, acts: frozenset[str]) -> list[str]:
    """Explaining goes with any delay, judging the cause with one that was explained."""
    is_to_judge = view.basis == "contested" or (view.kind in EXPLAINED and view.basis == "claimed")
    fitting = {
        "explain-delay": view.kind in LATE,
        "confirm-cause": view.kind in LATE | EXPLAINED and is_to_judge,
    }
    return [act for act in sorted(acts) if view.task_code and fitting[act]]


CONTROLLERS: list[type[Controller]] = [UnitDossier]
