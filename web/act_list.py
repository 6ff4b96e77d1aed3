"""A list of acts as sentences, newest first, in pages that are addressed by position."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode

import msgspec

from domain.fact import Meta, Recorded
from web.tasks.naming import Names, document

PAGE = 40


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one fact was before an act and after it."""

    what: str
    before: str
    after: str


class ToldAct(msgspec.Struct, frozen=True, kw_only=True):
    """One act as an auditor reads it."""

    position: int
    who: str
    office: str
    happened_at: datetime
    recorded_at: datetime
    sentence: str
    more: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The acts of one page, newest first, with the addresses of its neighbours."""

    facts: tuple[Recorded, ...]
    total: int
    newer: str = ""
    older: str = ""


def window(facts: Sequence[Recorded], before: str, after: str) -> Window:
    """The page before or after a position; the newest acts when none is named."""
    below, above = _position(before), _position(after)
    if above is not None:
        later = [fact for fact in facts if fact.position > above]
        shown = later[:PAGE]
    else:
        earlier = [fact for fact in facts if below is None or fact.position < below]
        shown = earlier[-PAGE:]
    if not shown:
        return Window(facts=(), total=len(facts))
    first, last = shown[0].position, shown[-1].position
    return Window(
        facts=tuple(reversed(shown)),
        total=len(facts),
        newer=_address(after=last) if facts[-1].position > last else "",
        older=_address(before=first) if facts[0].position < first else "",
    )


def _position(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else None


def _address(**where: int) -> str:
    return f"?{urlencode(where)}"


def told(recorded: Recorded, names: Names, done: str, changes: Sequence[Change] = ()) -> ToldAct:
    """The act with who did it, in which office, on which paper and why."""
    meta = recorded.meta
    is_person = meta.actor.person_id is not None
    return ToldAct(
        position=recorded.position,
        who=names.person(meta.actor.person_id) if is_person else names.say("role.clock"),
        office=names.office(meta.actor.post_id) if meta.actor.post_id else "",
        happened_at=meta.happened_at,
        recorded_at=meta.recorded_at,
        sentence=f"{done[:1].upper()}{done[1:]}".rstrip(".") + ".",
        more=tuple(_behind(meta, names)),
        changes=tuple(change for change in changes if change.before != change.after),
    )


def _behind(meta: Meta, names: Names) -> list[str]:
    lines: list[str] = []
    actor = meta.actor
    lent = names.ward.delegations.get(actor.delegation_id) if actor.delegation_id else None
    if lent is not None:
        lines.append(
            names.say(
                "act.under_delegation",
                name=names.person(actor.on_behalf_of_person),
                number=f"{lent.document.number}/{lent.document.notation}" if lent.document else "–",
                date=f"{lent.until_on:%d/%m/%Y}",
            )
        )
    if meta.document is not None:
        key = "act.more.by_order" if actor.capacity == "by_order" else "act.more.document"
        lines.append(names.say(key, document=document(meta.document, names.language)))
    if meta.reason:
        lines.append(names.say("act.more.reason", text=" ".join(meta.reason.split()).rstrip(".")))
    return lines
