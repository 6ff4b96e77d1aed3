"""What the pages of a round and of a sheet say: totals, proposal, gates, notes, what is public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.accountability.fact_line import FactLine
from web.evaluations import round_rows, sheet_rows
from web.evaluations.criterion_rows import criteria_of, extras_of
from web.evaluations.loading import RoundView, SheetView
from web.evaluations.opened import moment_of_view, past_band, seen_lines, sheet_crumbs
from web.evaluations.telling import acts_of
from web.evaluations.words import criterion_names, points_text, rules_name, text_of
from web.render import AnyRequest, Crumb
from web.tasks.naming import Names
from web.tasks.timeline import timeline
from web.units.telling import LineView, Teller


def notes_of_round(view: RoundView, names: Names) -> list[tuple[str, str]]:
    """What was said on the way and belongs beside a ranking."""
    found = []
    for each in view.sheets:
        version = each.published
        if version is not None and version.published is not None and version.published.note:
            found.append((names.unit(each.unit.unit_id), version.published.note))
    return found


def published_facts(view: SheetView, names: Names) -> dict[str, Any]:
    version = view.published
    assert version is not None, "only a published sheet is shown like this"
    assert version.approval is not None, "published after the approval"
    assert version.published is not None, "this is the version that was published"
    said = version.approval.said
    texts = criterion_names(view.rules, names.language)
    return {
        "view": view,
        "unit": names.unit(view.unit.unit_id),
        "total": points_text(said.total, names.language),
        "bars": round_rows.bars_of([view], names),
        "rests": round_rows.rests_words(view, names),
        "level": names.say(f"evaluation.level.{said.level}"),
        "note": version.published.note,
        "lines": [
            (texts.get(key, key), points_text(text, names.language))
            for key, text in said.points.items()
        ]
        if version.published.with_lines
        else [],
        "at": version.published_at,
        "as_of": past_band(view, view.address, names.language),
        "crumbs": (*sheet_crumbs(view, names)[:-1], Crumb(names.unit(view.unit.unit_id))),
    }


async def sheet_facts(request: AnyRequest, view: SheetView, names: Names) -> dict[str, Any]:
    """Everything on the page but what can be done next."""
    language, sheet, query = names.language, view.sheet, request.query_params
    acts = acts_of(view.file.records, view.ward, language, view.rules, shows_votes=view.parts.votes)
    seen = {id(line) for line in await seen_lines(request, view, view.lines)}
    teller = Teller(moment_of_view(view), names)
    gates = sheet_rows.gates_of(view, names)
    newest = acts[-1] if acts else None
    typed = query.get("version", "")
    chosen = next((each for each in sheet.former if str(each.number) == typed), sheet.now)
    return {
        "view": view,
        "sheet": sheet,
        "names": names,
        "unit": names.unit(view.unit.unit_id),
        "rules": rules_name(view.rules, language),
        "lead": _lead(view, names),
        "steps": sheet_rows.steps_of(view, names),
        "totals": _totals(view, names),
        "proposal": proposal_words(view, names),
        "gates": [(gate, _told(gate.lines, seen, teller)) for gate in gates],
        "criteria": criteria_of(view, names, chosen),
        "chosen": chosen,
        "extras": extras_of(view, names),
        "bars": round_rows.bars_of([view], names),
        "clocks": sheet_rows.clocks_of(view, names),
        "appeal": sheet_rows.appeal_of(view, sheet.now, names),
        "votes": sheet_rows.votes_of(view, names) if view.parts.votes else [],
        "former": _former(view, names),
        "line": timeline(
            acts,
            query.get("show", "all"),
            whole=query.get("whole") == "1",
            query=view.past_query,
            language=language,
        ),
        "acts": acts,
        "said": _just_recorded(query.get("seen", ""), newest),
        "can": None,
        "as_of": past_band(view, view.address, language),
        "crumbs": (*sheet_crumbs(view, names)[:-1], Crumb(names.unit(view.unit.unit_id))),
    }


def _told(lines: Iterable[FactLine], seen: set[int], teller: Teller) -> list[LineView]:
    return [teller.told(line) for line in lines if id(line) in seen]


def _just_recorded(seen: str, newest: Any) -> str:
    if newest is None or not seen.isascii() or not seen.isdigit():
        return ""
    return str(newest.sentence) if newest.position <= int(seen[:18]) < newest.position + 4 else ""


def _lead(view: SheetView, names: Names) -> str:
    clock = round_rows.open_clock(view)
    stage = names.say(f"evaluation.stage.{view.sheet.stage}")
    if view.sheet.stage == "replied" and view.sheet.now.pending_appeal is not None:
        stage = names.say("evalpage.appeal_waits")
    if clock is None:
        return f"{stage}."
    return f"{stage}: {round_rows.limit_words(clock, view.file.today, names)}."


def _totals(view: SheetView, names: Names) -> list[tuple[str, str]]:
    """Three scores side by side, with what the machine counts before them."""
    sheet, language = view.sheet, names.language
    said = sheet.now.approval.said if sheet.now.approval is not None else None
    own = sheet.self_score.total if sheet.self_score else None
    return [
        (names.say("evalpage.standing_total"), points_text(view.standing.total, language)),
        (names.say("evaluation.field.self"), points_text(own, language)),
        (names.say("evaluation.field.appraised"), points_text(sheet.now.total, language)),
        (
            names.say("evaluation.field.approved"),
            points_text(said.total if said else None, language),
        ),
    ]


def proposal_words(view: SheetView, names: Names) -> str:
    """The proposed level and why, in words."""
    standing, missing = view.standing, view.card.missing
    level = names.say(f"evaluation.level.{standing.level}")
    total = points_text(standing.total, names.language)
    if standing.held_by:
        words = names.say(
            "evalpage.proposal.held",
            level=level,
            total=total,
            by_points=names.say(f"evaluation.level.{standing.by_points}"),
            gates="; ".join(text_of(gate, names.language) for gate in standing.held_by),
        )
    else:
        words = names.say("evalpage.proposal.by_points", level=level, total=total)
    if missing and view.sheet.now.approval is None:
        words += " " + names.say("evalpage.proposal.missing", n=len(missing))
    approval = view.sheet.now.approval
    if approval is not None:
        given = names.say(f"evaluation.level.{approval.said.level}")
        words += " " + names.say("evalpage.proposal.decided", level=given)
        if approval.said.level != approval.said.proposed_level and approval.reason:
            words += " " + names.say("evalpage.proposal.reason", reason=approval.reason)
    return words


def _former(view: SheetView, names: Names) -> list[tuple[int, str, str]]:
    """Versions before this one, with what was approved then."""
    return [
        (
            version.number,
            points_text(version.approval.said.total, names.language),
            names.say(f"evaluation.level.{version.approval.said.level}"),
        )
        for version in view.sheet.former
        if version.approval is not None
    ]
