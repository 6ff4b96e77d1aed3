"""Which rule sets are there, which versions of each are in force, and is a draft open?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.evaluation import events as e
from domain.fact import Recorded
from projections.database import Pool, fetch
from projections.read_model import Rows, Table


class RuleSetRow(msgspec.Struct, kw_only=True):
    """One rule set as it stands."""

    rule_set_id: UUID
    code: str
    name: str
    name_en: str = ""
    rates: str
    confidence: str
    newest: int = 0
    """Number of the newest adopted version; 0 while there is none."""
    draft: int = 0
    """Number the open draft will bear; 0 while there is none."""


class RuleSetVersionRow(msgspec.Struct, kw_only=True):
    """An adopted version; its rules are read from the stream."""

    rule_set_id: UUID
    version: int
    name: str
    name_en: str = ""
    hash: str
    rates: str
    confidence: str
    source: str = ""
    valid_from_on: date
    valid_until_on: date | None = None
    adopted_on: date
    document: str = ""
    is_retired: bool = False


RULE_SETS = Table("rule_set_index", RuleSetRow, key=("rule_set_id",), indexes=("(code)",))
VERSIONS = Table("rule_set_versions", RuleSetVersionRow, key=("rule_set_id", "version"))
_COLUMNS = ", ".join(RuleSetRow.__struct_fields__)
_VERSION_COLUMNS = ", ".join(RuleSetVersionRow.__struct_fields__)


class RuleSetIndex:
    """The shelf of rule sets; each itself is folded from its stream when it is opened."""

    name = "rule_set_index"
    version = 1
    tables = (RULE_SETS, VERSIONS)
    topics = frozenset(
        kind.stored_name for kind in (e.RuleSetDrafted, e.RuleSetAdopted, e.RuleSetRetired)
    )

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """A rule set's acts touch its own rows only."""
        yield RULE_SETS, (recorded.originator_id,)
        event = recorded.event
        if isinstance(event, e.RuleSetAdopted | e.RuleSetRetired):
            yield VERSIONS, (recorded.originator_id, event.version)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        event, rule_set_id = recorded.event, recorded.originator_id
        row = rows.get(RULE_SETS, (rule_set_id,))
        match event:
            case e.RuleSetDrafted():
                rows.put(RULE_SETS, _drafted(event, row, rule_set_id))
            case e.RuleSetAdopted() if row is not None:
                row.newest, row.draft = event.version, 0
                rows.put(RULE_SETS, row)
                rows.put(VERSIONS, _adopted(event, recorded))
            case e.RuleSetRetired():
                version = rows.get(VERSIONS, (rule_set_id, event.version))
                if version is not None:
                    version.is_retired = True
                    rows.put(VERSIONS, version)


def _drafted(event: e.RuleSetDrafted, row: RuleSetRow | None, rule_set_id: UUID) -> RuleSetRow:
    rules = event.rules
    return RuleSetRow(
        rule_set_id=rule_set_id,
        code=event.code,
        name=rules.name,
        name_en=rules.name_en,
        rates=rules.rates,
        confidence=rules.confidence,
        newest=row.newest if row is not None else 0,
        draft=event.version,
    )


def _adopted(event: e.RuleSetAdopted, recorded: Recorded) -> RuleSetVersionRow:
    rules, document = event.rules, recorded.meta.document
    return RuleSetVersionRow(
        rule_set_id=recorded.originator_id,
        version=event.version,
        name=rules.name,
        name_en=rules.name_en,
        hash=event.hash,
        rates=rules.rates,
        confidence=rules.confidence,
        source=rules.source,
        valid_from_on=rules.valid_from_on,
        valid_until_on=rules.valid_until_on,
        adopted_on=recorded.meta.happened_on,
        document=f"{document.number}/{document.notation}" if document is not None else "",
    )


async def rule_sets(pool: Pool) -> list[RuleSetRow]:
    """Every rule set, by its code."""
    return await fetch(pool, RuleSetRow, f"SELECT {_COLUMNS} FROM rule_set_index ORDER BY code", {})


async def rule_set_by_code(pool: Pool, code: str) -> RuleSetRow | None:
    """The rule set behind an address."""
    query = f"SELECT {_COLUMNS} FROM rule_set_index WHERE code = %(code)s"
    found = await fetch(pool, RuleSetRow, query, {"code": code})
    return found[0] if found else None


async def versions_of(pool: Pool, rule_set_id: UUID) -> list[RuleSetVersionRow]:
    """Every adopted version, the newest first."""
    query = (
        f"SELECT {_VERSION_COLUMNS} FROM rule_set_versions"
        " WHERE rule_set_id = %(id)s ORDER BY version DESC"
    )
    return await fetch(pool, RuleSetVersionRow, query, {"id": rule_set_id})


async def versions_valid_on(pool: Pool, on: date) -> list[RuleSetVersionRow]:
    """What a round of a period that ends on a day can be opened with."""
    query = (
        f"SELECT {_VERSION_COLUMNS} FROM rule_set_versions"
        " WHERE NOT is_retired AND valid_from_on <= %(on)s"
        " AND (valid_until_on IS NULL OR valid_until_on >= %(on)s) ORDER BY name, version DESC"
    )
    return await fetch(pool, RuleSetVersionRow, query, {"on": on})
