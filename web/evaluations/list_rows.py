"""The list of rounds: period, cut, rules with their decision, state, days to the next limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import msgspec

from domain.evaluation.sheet.state import STAGES
from projections.round_index import RoundRow, SheetRow
from projections.rule_set_index import RuleSetVersionRow
from service.evaluation_sight import SheetFacts, sheet_parts
from web.evaluations.loading import round_address
from web.session import Visit
from web.texts import say


class ListedRound(msgspec.Struct, frozen=True, kw_only=True):
    """A round as everybody signed in may know of it."""

    title: str
    code: str
    href: str
    """Empty where the reader may look at none of its sheets yet."""
    from_on: date
    to_on: date
    cut_on: date
    rules: str
    rules_note: str
    state: str
    limit_on: date | None
    days_left: int
    document: str
    units: int


def listed(
    row: RoundRow, sheets: Sequence[SheetRow], version: RuleSetVersionRow | None, visit: Visit
) -> ListedRound:
    """One row; the sheets tell the state, their contents stay closed."""
    language = visit.language
    limits = [limit for each in sheets if (limit := each.next_limit_on) is not None]
    limit_on = min(limits, default=None)
    return ListedRound(
        title=row.title,
        code=row.code,
        href=round_address(row) if any(_sees(each, visit) for each in sheets) else "",
        from_on=row.from_on,
        to_on=row.to_on,
        cut_on=row.cut_on,
        rules=_name(version, visit),
        rules_note=_note(row, version, visit),
        state=_state(sheets, visit),
        limit_on=limit_on,
        days_left=_days_left(limit_on, visit),
        document=row.document or say(language, "facts.none_yet"),
        units=len(row.units),
    )


def _name(version: RuleSetVersionRow | None, visit: Visit) -> str:
    if version is None:
        return "–"
    return version.name_en if visit.language == "en" and version.name_en else version.name


def _note(row: RoundRow, version: RuleSetVersionRow | None, visit: Visit) -> str:
    number = version.document if version is not None else ""
    return say(
        visit.language,
        "evalpage.rules_note" if number else "evalpage.rules_note_bare",
        version=row.rule_set_version,
        document=number,
        hash=row.rule_set_hash[:8],
    )


def _state(sheets: Sequence[SheetRow], visit: Visit) -> str:
    """`Chờ thẩm định 2, Đã công bố 3`, in the order of the life of a sheet."""
    counted = Counter(each.stage for each in sheets)
    return "; ".join(
        f"{say(visit.language, f'evaluation.stage.{stage}')}: {counted[stage]}"
        for stage in STAGES
        if counted[stage]
    )


def _days_left(limit_on: date | None, visit: Visit) -> int:
    if limit_on is None:
        return 0
    calendar = visit.ward.calendar
    if limit_on < visit.today:
        return -calendar.working_days(limit_on, visit.today)
    return calendar.working_days(visit.today, limit_on)


def _sees(row: SheetRow, visit: Visit) -> bool:
    facts = SheetFacts(
        unit_id=row.unit_id,
        appraiser_posts=row.appraiser_posts,
        council_posts=row.council_posts,
        appeal_posts=row.appeal_posts,
        is_delivered=row.reply_by is not None or row.version > 1,
        is_published=row.published_at is not None,
    )
    person_id = visit.user.person_id if visit.user else None
    return sheet_parts(person_id, facts, visit.ward, visit.today).anything
