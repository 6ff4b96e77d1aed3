"""The parts of a finding's page in words: steps, clocks, what was found, answer, remedy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from domain.inspection import scoring
from domain.values import Due, Evidence
from projections.finding_file import FindingFile, Said, Spell
from projections.finding_query import FindingLine
from projections.finding_register import FindingRow
from web import wording
from web.findings.loading import Opened
from web.inspections.file_view import SQUARES
from web.inspections.telling import figure
from web.tasks.naming import Names, document

PICTURES = ("image/jpeg", "image/png")

Fact = tuple[str, str | None]


class FoundView(msgspec.Struct, frozen=True, kw_only=True):
    """What the team wrote down, as it wrote it."""

    severity: str
    squares: int
    facts: tuple[Fact, ...]
    pictures: tuple[Evidence, ...]
    files: tuple[Evidence, ...]


class SaidView(msgspec.Struct, frozen=True, kw_only=True):
    """An explanation with the unit's own words."""

    code: str
    """Of the stance."""
    stance: str
    who: str
    at: datetime
    text: str
    facts: tuple[Fact, ...]
    content_hash: str
    is_late: bool
    files: tuple[Evidence, ...]


class SpellView(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt to put it right."""

    no: int
    due: str
    reported: str
    verdict: str
    task_href: str
    task_code: str


class EarlierView(msgspec.Struct, frozen=True, kw_only=True):
    """A finding of the same item in the same unit."""

    code: str
    on: date
    description: str
    outcome: str


# -- what was found --------------------------------------------------------------------


def found(opened: Opened, names: Names) -> FoundView:
    """The record of the visit, untouched by anything later."""
    file = opened.file
    words = file.found
    evidence: tuple[Evidence, ...] = getattr(words, "evidence", ())
    shown = evidence if opened.view == "full" else ()
    return FoundView(
        severity=names.say(f"severity.{words.severity}"),
        squares=SQUARES.get(words.severity, 0),
        facts=tuple(_found_facts(opened, names)),
        pictures=tuple(each for each in shown if each.media_type in PICTURES),
        files=tuple(each for each in shown if each.media_type not in PICTURES),
    )


def _found_facts(opened: Opened, names: Names) -> Iterable[Fact]:
    words, say, it = opened.file.found, names.say, opened.inspection
    item = it.item(words.item_key) if it is not None else None
    code = words.item_code or (item.code if item else words.item_key)
    text = (item.text_en if names.language == "en" and item and item.text_en else
            item.text if item else "")  # fmt: skip
    yield say("finding.fact.item"), f"{code}. {text}" if text else code
    grounds = [getattr(words, "basis", ""), item.legal_basis if item else ""]
    if it is not None:
        grounds.append(say("finding.basis_checklist", n=it.checklist.version))
    basis = "; ".join(ground for ground in grounds if ground)
    if basis:
        yield say("finding.fact.basis"), basis
    yield say("finding.fact.description"), words.description
    if it is not None and item is not None:
        counted = scoring.counted(it, item)
        if counted is not None and counted.points:
            points = figure(counted.points, names.language)
            yield (
                say("finding.fact.points"),
                f"{points} / {figure(item.max_points, names.language)}",
            )
    responsible = getattr(words, "responsible", None)
    if responsible is not None:
        yield say("finding.fact.responsible"), _responsible(opened, names)
    proposal = getattr(words, "proposal", "")
    if proposal:
        yield say("finding.fact.proposal"), proposal
    proposed: Due | None = getattr(words, "proposed_due", None)
    if proposed is not None:
        yield say("finding.fact.proposed_on"), wording.day(proposed.last_on)
    cause = getattr(words, "cause", None)
    if cause:
        yield say("finding.fact.cause"), say(f"finding.cause.{cause}")
    if opened.view == "full":
        yield say("finding.fact.recorded_by"), _recorder(opened, names)


def _responsible(opened: Opened, names: Names) -> str:
    """The collective, the post, the head: people only for those who may know them."""
    responsible = opened.file.finding.responsible
    assert responsible is not None, "asked only where somebody answers"
    tell = names.holder if opened.tells_person else names.office
    posts = (responsible.post_id, responsible.head_post_id)
    said = [names.unit(responsible.unit_id), *(tell(post) for post in posts if post)]
    return "; ".join(dict.fromkeys(said))


def _recorder(opened: Opened, names: Names) -> str:
    meta = opened.file.found_meta
    at = wording.stamp(meta.happened_at)
    it = opened.inspection
    post = meta.actor.post_id
    who = names.person(meta.actor.person_id)
    if it is not None and post in it.team:
        part = "leader" if post == it.leader_post else (
            "secretary" if post == it.secretary_post else "member")  # fmt: skip
        who = f"{who}, {names.say(f'inspection.part.{part}').casefold()}"
    return f"{who}, {at}"


def earlier(rows: Iterable[FindingLine], opened: Opened, names: Names) -> list[EarlierView]:
    """The same item in the same unit before, newest first."""
    on = opened.file.finding.recorded_on
    before = [
        row
        for row in rows
        if row.finding_id != opened.file.finding_id
        and row.stage != "dropped"
        and (row.recorded_on, row.code) < (on, opened.code)
    ]
    return [
        EarlierView(
            code=row.code,
            on=row.recorded_on,
            description=row.description,
            outcome=state_of(row, names),
        )
        for row in sorted(before, key=lambda row: row.recorded_on, reverse=True)
    ]


def state_of(row: FindingRow, names: Names) -> str:
    """The stage; of what is closed, whether in time."""
    if row.stage == "closed" and row.in_time is not None and not row.is_earlier:
        which = "in_time" if row.in_time else "late"
        return names.say(f"finding.closed.{which}", date=wording.day(row.closed_on or names.on))
    if row.is_earlier and row.stage == "closed":
        return names.say("finding.from_paper")
    return names.say(f"finding.stage.{row.stage}")


# -- answer, conclusion, remedy ----------------------------------------------------------


def answers(opened: Opened, names: Names) -> list[SaidView]:
    """Every explanation; others read the unit's words only where it contests."""
    said = opened.file.explanations
    if opened.view != "full":
        said = tuple(s for s in said if s.words.stance in ("contest", "accept_in_part"))
    return [_answer(each, opened, names) for each in said]


def _answer(said: Said, opened: Opened, names: Names) -> SaidView:
    words, say = said.words, names.say
    is_full = opened.view == "full"
    facts: list[Fact] = []
    if is_full:
        if words.containment:
            facts.append((say("finding.ask.containment"), words.containment))
        if words.cause:
            facts.append((say("finding.fact.cause"), say(f"finding.cause.{words.cause}")))
        for measure in words.measures:
            by = say("finding.by", date=wording.day(measure.due.last_on))
            facts.append((say("finding.ask.measure"), f"{measure.text} ({by})"))
    return SaidView(
        code=words.stance,
        stance=say(f"stance.{words.stance}"),
        who=names.actor(said.meta.actor).rstrip(",") if is_full else names.unit(
            opened.file.finding.unit_id),
        at=said.meta.happened_at,
        text=words.text,
        facts=tuple(facts),
        content_hash=words.content_hash,
        is_late=words.late,
        files=(*words.counter_evidence, *words.evidence) if is_full else (),
    )  # fmt: skip


def assessment(opened: Opened, names: Names) -> tuple[str, str] | None:
    """What the leader answered, and why."""
    assessed = opened.file.assessed
    if assessed is None:
        return None
    effect = getattr(assessed.verdict, "effect", None)
    severity = getattr(assessed.verdict, "severity", None)
    key = f"finding.assessed.{effect or 'rejected'}"
    word = names.say(f"severity.{severity}") if severity else ""
    return names.say(key, severity=word), assessed.meta.reason or ""


def conclusion(opened: Opened, names: Names) -> list[Fact]:
    """What the chair's conclusion says of it."""
    said, meta = opened.file.concluded, opened.file.concluded_meta
    if said is None or meta is None:
        return []
    say = names.say
    facts: list[Fact] = [
        (say("finding.fact.outcome"), say(f"finding.outcome.{said.outcome}")),
        (say("finding.fact.severity"), say(f"severity.{said.severity}")),
    ]
    if meta.document is not None:
        facts.append((say("finding.fact.paper"), document(meta.document, names.language)))
    if said.why:
        facts.append((say("finding.fact.why"), said.why))
    if said.over_objection:
        facts.append((say("finding.fact.objection"), say("finding.over_objection")))
    if said.plan_by is not None and said.remedy_due is not None:
        facts.append((say("finding.fact.plan_by"), wording.day(said.plan_by.last_on)))
        facts.append((say("finding.fact.remedy_by"), wording.day(said.remedy_due.last_on)))
    return facts


def spells(file: FindingFile, names: Names, codes: dict[str, str]) -> list[SpellView]:
    """Attempts in order with their remedial tasks; a failed one stays readable."""
    return [_spell(each, file, names, codes) for each in file.spells]


def _spell(spell: Spell, file: FindingFile, names: Names, codes: dict[str, str]) -> SpellView:
    say = names.say
    task_id = spell.reported.task_id if spell.reported else None
    if task_id is None and spell is file.spells[-1] and file.task_ids:
        task_id = file.task_ids[-1]
    verdict = ""
    if spell.verdict is not None and spell.verdict_at is not None:
        key = "verified" if not hasattr(spell.verdict, "defects") else "returned"
        verdict = say(
            f"finding.spell.{key}",
            date=wording.day(spell.verdict_at),
            why=getattr(spell.verdict, "defects", ""),
        )
    code = codes.get(str(task_id), "") if task_id else ""
    return SpellView(
        no=spell.no,
        due=wording.day(spell.due.last_on) if spell.due else "–",
        reported=wording.stamp(spell.reported_at) if spell.reported_at else "",
        verdict=verdict,
        task_href=f"/tasks/{code}" if code else "",
        task_code=code,
    )
