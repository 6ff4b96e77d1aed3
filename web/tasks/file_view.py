"""The other parts of a task's page in words: facts, holders, questions, files, family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from markupsafe import Markup, escape

from domain.task.holding import Holder
from domain.values import Link
from projections.register_query import RegisterLine
from projections.task_file import FiledEvidence, HeldBy, TaskFile
from web import wording
from web.tasks import naming
from web.tasks.naming import Names
from web.unit_links import UnitLink, only_name

Fact = tuple[str, str | Markup]


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """A file of evidence as a table shows it: hash, size, four dates, state."""

    name: str
    href: str
    media_type: str
    octets: int
    about_on: date | None
    made_at: datetime | None
    captured_at: datetime | None
    received_at: datetime
    sha256: str
    state: str
    act: int
    event_id: UUID
    same_as: int | None


class HolderRow(msgspec.Struct, frozen=True, kw_only=True):
    """Who held the task and for how many working days."""

    who: str
    days: int


# -- holders ---------------------------------------------------------------------


def holder_sentence(file: TaskFile, names: Names) -> str:
    """Who has it in hand now."""
    hold = file.holder
    if hold is None:
        return ""
    who = holder_name(hold.holder, hold.unit_id, hold.post_id, names)
    return names.say(f"holder.{hold.holder}", who=who)


def holder_name(holder: Holder, unit_id: UUID | None, post_id: UUID | None, names: Names) -> str:
    """An office by its holder, a unit by its name; the role where nobody is named."""
    if post_id is not None:
        return names.holder(post_id)
    if unit_id is not None:
        return names.unit(unit_id)
    return names.say(f"holder.role.{holder}")


def holder_rows(file: TaskFile, names: Names) -> list[HolderRow]:
    """Heads of the lead unit by their terms, others by their part."""
    return [HolderRow(who=_held(row, file, names), days=row.days) for row in file.held]


def _held(row: HeldBy, file: TaskFile, names: Names) -> str:
    if row.holder == "lead_unit":
        who = names.person(row.person_id) if row.person_id else names.unit(row.unit_id)
        is_last = row is [r for r in file.held if r.holder == "lead_unit"][-1]
        alone = sum(r.holder == "lead_unit" for r in file.held) == 1
        if alone:
            return who
        key = "held.from" if is_last else "held.until"
        on = row.from_on if is_last else row.until_on
        return names.say(key, who=who, date=wording.short_day(on))
    who = holder_name(row.holder, row.unit_id, row.post_id, names)
    return names.say(f"held.{row.holder}", who=who)


# -- facts -----------------------------------------------------------------------


def facts(
    file: TaskFile,
    names: Names,
    related: dict[UUID, RegisterLine],
    link: UnitLink = only_name,
) -> list[Fact]:
    """What a task is: who owes what to whom, on which paper."""
    task, words = file.task, file.task.content
    rows: list[Fact] = [
        (names.say("fact.lead"), _lead(file, names, link)),
        *_people(file, names),
        (names.say("fact.cooperating"), _cooperating(file, names)),
        (names.say("fact.product"), words.product),
        (names.say("fact.source"), _source(file, names)),
        (names.say("fact.document"), _document(file, names)),
        (names.say("fact.reviewer"), _reviewer(file, names)),
        (names.say("fact.follow_up"), _follow_up(file, names)),
        (names.say("fact.nature"), names.say(f"nature.{words.nature}")),
        (names.say("fact.weight"), words.weight.replace(".", ",")),
    ]
    if task.city_last_on is not None:
        rows.append((names.say("fact.city_last_on"), wording.day(task.city_last_on)))
    if words.funding:
        rows.append((names.say("fact.funding"), words.funding))
    if task.percent is not None:
        rows.append((names.say("fact.percent"), f"{task.percent}%"))
    links = _links(file, names, related)
    if links:
        rows.append((names.say("fact.links"), links))
    if task.file_code:
        kept = names.say("fact.filed_as", code=task.file_code, retention=task.retention)
        rows.append((names.say("fact.filed"), kept))
    return rows


def _people(file: TaskFile, names: Names) -> list[Fact]:
    """Parents of a group or series have no head and no doers of their own."""
    if file.task.kind in ("group", "series"):
        return []
    return [
        (names.say("fact.head"), _heads(file, names)),
        (names.say("fact.doers"), _doers(file, names)),
    ]


def _lead(file: TaskFile, names: Names, link: UnitLink) -> str:
    if file.task.kind == "group":
        return names.say("fact.several", n=len(file.task.children))
    now = link(file.task.lead_id, names.unit(file.task.lead_id))
    former = file.task.former_leads
    if not former:
        return now
    before = names.say("fact.before", who=names.units(former))
    return Markup("{}. {}").format(now, before)


def _heads(file: TaskFile, names: Names) -> str:
    if not file.heads:
        return ""
    now, *before = file.heads
    said = names.say(
        "fact.head_from", who=names.person(now.person_id), date=wording.day(now.from_on)
    )
    for term in before:
        until = wording.day(term.until_on) if term.until_on else naming.UNKNOWN
        who = names.say("fact.head_until", who=names.person(term.person_id), date=until)
        said += f". {names.say('fact.before', who=who)}"
    return said


def _doers(file: TaskFile, names: Names) -> str:
    told = []
    for share in file.task.allocations:
        who = names.holder_name(share.to_post_id)
        percent = f" ({share.share}%)" if share.share is not None else ""
        role = f", {names.say('fact.in_charge')}" if share.role == "leader_in_charge" else ""
        told.append(f"{who}{percent}{role}")
    return ", ".join(dict.fromkeys(told))


def _cooperating(file: TaskFile, names: Names) -> str:
    words = file.task.content.cooperating
    told = [names.units(words)] if words else []
    for exchange in file.exchanges:
        told.append(
            names.say(
                "fact.asked",
                date=wording.short_day(exchange.asked_on),
                unit=names.unit(exchange.request.unit_id),
            )
        )
    return ". ".join(told)


def _source(file: TaskFile, names: Names) -> Markup:
    words = file.task.content
    said = escape(names.say(f"source.{words.source}"))
    if words.plan is not None:
        place = names.say("fact.plan_place", ref=words.plan.ref, version=words.plan.version)
        said += Markup(", {}").format(place)
    elif words.place:
        said += Markup(", {}").format(words.place)
    if words.derived:
        said += Markup("<br><strong>{}</strong>").format(names.say("banner.derived"))
    return said


def _document(file: TaskFile, names: Names) -> str:
    paper = file.assignment.document if file.assignment else None
    return naming.document(paper, names.language) if paper else ""


def _reviewer(file: TaskFile, names: Names) -> str:
    if file.task.reviewer_post_id is not None:
        return names.holder(file.task.reviewer_post_id)
    if file.task.authority_post_id is not None:
        return names.say("fact.by_authority", who=names.holder(file.task.authority_post_id))
    return ""


def _follow_up(file: TaskFile, names: Names) -> str:
    unit = names.ward.follow_up_unit(file.task.source, file.task.lead_id, names.on)
    return names.unit(unit) if unit else ""


def _links(file: TaskFile, names: Names, related: dict[UUID, RegisterLine]) -> Markup:
    parts: list[Markup] = []
    task = file.task
    for key, other in (
        ("fact.parent", task.parent_id),
        ("fact.series", task.series.series_id if task.series else None),
    ):
        line = related.get(other) if other else None
        if line is not None:
            parts.append(
                Markup('{} <a class="nowrap" href="/tasks/{}">{}</a>').format(
                    names.say(key), line.code, line.code
                )
            )
    parts.extend(_link(link, names) for link in task.content.links)
    return Markup("<br>").join(parts)


def _link(link: Link, names: Names) -> Markup:
    kind = names.say(f"link.{link.kind}")
    why = f" ({link.why})" if link.why else ""
    if link.kind == "task":
        return Markup('{} <a class="nowrap" href="/tasks/{}">{}</a>{}').format(
            kind, link.id, link.id, why
        )
    if link.kind == "finding" and link.why:
        return Markup('{} <a class="nowrap" href="/findings/{}">{}</a>').format(
            kind, link.why, link.why
        )
    return Markup("{} {}{}").format(kind, link.id, why)


# -- files -----------------------------------------------------------------------


def file_rows(
    filed: Sequence[FiledEvidence], address: str, missing: frozenset[str]
) -> list[FileRow]:
    """Newest first."""
    return [_file_row(each, address, missing) for each in reversed(filed)]


def _file_row(filed: FiledEvidence, address: str, missing: frozenset[str]) -> FileRow:
    file = filed.evidence
    state = "missing" if file.sha256 in missing else "duplicate" if filed.same_as else "stored"
    return FileRow(
        name=file.file_name,
        href="" if state == "missing" else f"{address}/files/{file.sha256}",
        media_type=file.media_type,
        octets=file.bytes,
        about_on=file.about_on,
        made_at=file.made_at,
        captured_at=file.captured_at,
        received_at=file.received_at,
        sha256=file.sha256,
        state=state,
        act=filed.act,
        event_id=filed.event_id,
        same_as=filed.same_as,
    )


def kind_word(media_type: str) -> str:
    """The key of a kind of file."""
    if media_type.startswith("image/"):
        return "file.kind.image"
    if media_type.startswith("video/"):
        return "file.kind.video"
    if media_type == "application/pdf":
        return "file.kind.pdf"
    if media_type.startswith("text/"):
        return "file.kind.text"
    return "file.kind.office"
