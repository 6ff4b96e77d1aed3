"""What commands to inspections are told: checklist and earlier orders, the hash of the minutes.

Pages hand in words and choices; items, authorisations, numbers of orders and hashes come from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from domain.inspection import commands as c
from domain.inspection.minutes import content_hash, content_of
from domain.inspection.parts import Authorisation, Drawing, FindingFact
from domain.inspection.programme import Programme
from domain.inspection.state import Inspection
from service import checklists, lookups_inspection
from service.figures_of_items import figure_of
from service.ledger import Ledger
from service.lookups_inspection import Pool
from service.minutes_words import words_shown
from service.slices import PROGRAMME


async def ordering(
    command: c.OrderInspection, pool: Pool, ledger: Ledger, posts: Iterable[UUID], on: date
) -> c.OrderInspection:
    """The items of the published version, what the programme lets the asker do, other orders."""
    named = command.checklist
    found = None
    if named is not None:
        version = named.version or None
        found = await checklists.published(ledger, named.checklist_id, version)
    granted = await _authorisation(command, ledger, posts, on)
    used = await lookups_inspection.orders_used(pool, granted.post_id, on) if granted else 0
    orders = await lookups_inspection.orders_of_unit(pool, command.words.unit_id)
    return replace(
        command,
        checklist=found.place if found is not None else None,
        items=found.items if found is not None else (),
        authorisation=granted,
        orders_used=used,
        open_order=orders.open_order if orders.open_order != command.inspection_id else None,
        orders_before=orders.orders_before,
    )


async def _authorisation(
    command: c.OrderInspection, ledger: Ledger, posts: Iterable[UUID], on: date
) -> Authorisation | None:
    place = command.words.programme
    if place is None:
        return None
    programme = PROGRAMME.fold(await ledger.load(place.programme_id))
    if not isinstance(programme, Programme):
        return None
    granted = (programme.authorisation_of(post, on) for post in posts)
    return next((one for one in granted if one is not None), None)


def minutes_hash(it: Inspection, findings: Iterable[FindingFact], words: Iterable[str] = ()) -> str:
    """The hash of exactly what the minutes say now; pages show it beside the minutes."""
    return content_hash(content_of(it, findings, words))


async def minutes_now(
    ledger: Ledger, inspection_id: UUID, it: Inspection, findings: Iterable[FindingFact]
) -> str:
    """The same, with every word of notes, reasons and findings that the minutes show."""
    kept = [fact for fact in findings if not fact.is_dropped]
    words = await words_shown(ledger, inspection_id, [fact.finding_id for fact in kept])
    return minutes_hash(it, kept, words)


async def minuting(
    command: c.InspectionCommand,
    ledger: Ledger,
    it: Inspection | None,
    findings: tuple[FindingFact, ...],
) -> c.InspectionCommand:
    """Drawn up, redrawn with the opinion, or about to be signed: over what is shown now."""
    if it is None:
        return command

    async def hash_of(shown: Inspection) -> str:
        return await minutes_now(ledger, command.inspection_id, shown, findings)

    match command:
        case c.DrawUpMinutes(drawing=drawing):
            return replace(command, drawing=_hashed(drawing, await hash_of(it)))
        case c.GiveUnitOpinion(redrawn=drawing) if drawing is not None:
            told = replace(it, opinion=command.text)
            return replace(command, redrawn=_hashed(drawing, await hash_of(told)))
        case c.SignMinutes():
            return replace(command, hash_now=await hash_of(it))
    return command


async def computing(
    command: c.CheckItem | c.OverruleFigure, pool: Pool, it: Inspection | None, on: date
) -> c.CheckItem | c.OverruleFigure:
    """The figure of a computed item; what the phone believed it to be does not count."""
    item = it.item(command.item_key) if it is not None else None
    if it is None or item is None:
        return replace(command, computed=None)
    return replace(command, computed=await figure_of(pool, item, it, on))


def _hashed(drawing: Drawing, shown: str) -> Drawing:
    return replace(drawing, content_hash=shown)
