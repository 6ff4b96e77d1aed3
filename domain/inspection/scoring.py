"""What the answers of a visit come to: blanks, disagreements, points reached of points applicable.

Points are exact. An item that does not apply leaves both sums, and the rest is scaled to 100.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

import msgspec

from domain.checklist_item import Item
from domain.inspection.parts import Answer, FindingFact, Score
from domain.inspection.state import Inspection
from domain.points import points, scaled, written
from domain.values import Value


class Counted(Value, frozen=True, kw_only=True):
    """What counts for one item: the points and where they come from."""

    item: Item
    points: str
    applies: bool = True
    answer: Answer | None = None
    overruled: bool = False


def answers_of(inspection: Inspection, item_key: str) -> tuple[Answer, ...]:
    """The last answer of each inspector, oldest first."""
    last: dict[UUID | None, Answer] = {}
    for answer in inspection.answers:
        if answer.item_key == item_key:
            last.pop(answer.by_post, None)
            last[answer.by_post] = answer
    return tuple(last.values())


def is_unsettled(inspection: Inspection, item_key: str) -> bool:
    """Two inspectors disagree and the leader has not decided."""
    if item_key in inspection.settled or item_key in inspection.overruled:
        return False
    said = {(a.answer, points(a.points)) for a in answers_of(inspection, item_key)}
    return len(said) > 1


def counted(inspection: Inspection, item: Item) -> Counted | None:
    """What counts for an item; None while it is blank or unsettled."""
    key = item.item_key
    given = answers_of(inspection, key)
    if key in inspection.overruled:
        last = given[-1] if given else None
        return Counted(item=item, points=inspection.overruled[key], answer=last, overruled=True)
    if not given or is_unsettled(inspection, key):
        return None
    chosen_id = inspection.settled.get(key)
    chosen = next((a for a in inspection.answers if a.answer_id == chosen_id), given[-1])
    applies = chosen.answer != "not_applicable"
    return Counted(item=item, points=chosen.points, applies=applies, answer=chosen)


def all_counted(inspection: Inspection) -> tuple[Counted, ...]:
    """Every item that has a value, in the order of the checklist."""
    found = (counted(inspection, item) for item in inspection.items)
    return tuple(each for each in found if each is not None)


def blanks(inspection: Inspection) -> tuple[str, ...]:
    """Codes of items nobody answered."""
    return tuple(
        item.code
        for item in inspection.items
        if not answers_of(inspection, item.item_key) and item.item_key not in inspection.overruled
    )


def unsettled(inspection: Inspection) -> tuple[str, ...]:
    """Codes of items with two different answers."""
    return tuple(x.code for x in inspection.items if is_unsettled(inspection, x.item_key))


def failed(inspection: Inspection) -> tuple[Counted, ...]:
    """Items whose answer is “not met”."""
    return tuple(
        each
        for each in all_counted(inspection)
        if each.answer is not None and each.answer.answer == "not_met"
    )


def failed_without_photo(inspection: Inspection) -> tuple[str, ...]:
    """Codes of failed items that need a photo and have none."""
    return tuple(
        each.item.code
        for each in failed(inspection)
        if each.item.photo_on_fail
        and each.item.item_key not in inspection.photographed
        and not (each.answer and each.answer.has_photo)
    )


def failed_without_finding(
    inspection: Inspection, findings: Iterable[FindingFact]
) -> tuple[str, ...]:
    """Codes of failed items whose finding did not arrive."""
    recorded = {fact.finding_id for fact in findings}
    named = {fact.item_key for fact in findings}
    return tuple(
        each.item.code
        for each in failed(inspection)
        if each.item.item_key not in named
        and (each.answer is None or each.answer.finding_id not in recorded)
    )


def score(inspection: Inspection) -> Score:
    """Reached and applicable points, and the first scaled to 100 of the second."""
    counting = [each for each in all_counted(inspection) if each.applies]
    reached = sum((points(each.points) for each in counting), Decimal(0))
    applicable = sum((points(each.item.max_points) for each in counting), Decimal(0))
    return Score(
        reached=written(reached),
        applicable=written(applicable),
        scaled=scaled(reached, applicable),
    )


def score_by_field(inspection: Inspection) -> dict[int, Score]:
    """The same per field of the reform."""
    fields = sorted({item.field for item in inspection.items})
    return {
        field: score(
            msgspec.structs.replace(
                inspection, items=tuple(x for x in inspection.items if x.field == field)
            )
        )
        for field in fields
    }


def items_hash(inspection: Inspection) -> str:
    """SHA-256 over what counts for every item, as canonical JSON."""
    lines = [(each.item.item_key, each.points, each.applies) for each in all_counted(inspection)]
    return hashlib.sha256(msgspec.json.encode(lines)).hexdigest()
