"""The rule set behind an address, as it stands and with its acts."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import quote

import msgspec
from litestar.exceptions import NotFoundException

from domain.evaluation.hashing import rules_hash
from domain.evaluation.rule_set.state import RuleSet, Version
from domain.evaluation.rules import Rules
from domain.fact import Recorded
from projections.rule_set_index import RuleSetRow, rule_set_by_code
from service.slices import RULE_SET
from web.evaluation_links import BOARD
from web.evaluations.words import rules_name
from web.house import house_of
from web.permissions import may_open
from web.render import AnyRequest, Crumb, catch_up
from web.session import visit_of
from web.texts import say
from web.versioned import Versioned

ADDRESS = "/rule-sets"
READ = {"permission": "rule_sets.read"}
WRITE = {"permission": "rule_sets.write"}


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """One adopted version, or the open draft under its coming number."""

    number: int
    rules: Rules
    hash: str
    version: Version | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.version is None


class Opened(Versioned[RuleSet, Edition], frozen=True, kw_only=True):
    """A rule set that was found."""

    row: RuleSetRow

    def find_edition(self, number: int) -> Edition | None:
        """An adopted version, or the draft under its coming number."""
        return edition(self.state, number)

    @property
    def address(self) -> str:
        """Of its newest version."""
        return address_of(self.row.code)

    @property
    def shown(self) -> Rules:
        """The words of the draft, else of the newest version."""
        newest = self.state.newest
        rules = self.state.draft or (newest.rules if newest else None)
        assert rules is not None, "a rule set begins with a draft"
        return rules


async def opened(request: AnyRequest, code: str) -> Opened:
    """By its code; raises NotFoundException."""
    await catch_up(request)
    house = cast(Any, house_of(request))
    row = await rule_set_by_code(house.pool, code)
    if row is None:
        raise NotFoundException
    records: list[Recorded] = await house.ledger.load(row.rule_set_id)
    return Opened(row=row, state=cast(RuleSet, RULE_SET.fold(records)), records=records)


def edition(state: RuleSet, number: int) -> Edition | None:
    """A version by its number; None if there is no such one."""
    version = state.version(number) if number else None
    if version is not None:
        return Edition(number=number, rules=version.rules, hash=version.hash, version=version)
    if state.draft is not None and number == state.next_number:
        return Edition(number=number, rules=state.draft, hash=rules_hash(state.draft))
    return None


def address_of(code: str) -> str:
    """Of a rule set's pages."""
    return f"{ADDRESS}/{quote(code, safe='')}"


def crumbs(request: AnyRequest, *further: Crumb) -> tuple[Crumb, ...]:
    """Evaluation › rule sets › …"""
    visit = visit_of(request)
    shelf = say(visit.language, "ruleset.local.rule_sets")
    board = BOARD if may_open(visit, "evaluations.read") else None
    return (
        Crumb(say(visit.language, "nav.evaluations"), board),
        Crumb(shelf, ADDRESS if further else None),
        *further,
    )


def crumbs_of(request: AnyRequest, found: Opened, *further: Crumb) -> tuple[Crumb, ...]:
    """Evaluation › rule sets › this one › …"""
    name = rules_name(found.shown, visit_of(request).language)
    return crumbs(request, Crumb(name, found.address), *further)
