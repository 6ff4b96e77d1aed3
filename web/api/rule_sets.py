"""Reading rule sets: the shelf, one of them, a version, what changed, those that are shipped."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath

from domain.evaluation.rules import Confidence, Rates, Rules
from domain.values import Doc
from projections.rule_set_index import RuleSetRow, rule_sets
from service.scoring.rule_diff import Difference, compare_rules
from service.scoring.shipped_rules import shipped_rules
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.operation import reading
from web.api.query import caught_up, named, query_of
from web.api.version_params import FROM, NAME, NUMBER, TO
from web.house import house_of
from web.plain_address import number_of
from web.render import AnyRequest
from web.rule_sets.loading import opened

PERMISSION = "rule_sets.read"


class RuleSetLine(msgspec.Struct, frozen=True, kw_only=True):
    """One rule set of the shelf."""

    name: str
    href: str
    title: str
    rates: str
    confidence: str
    newest: int
    """Number of the newest adopted version; 0 while there is none."""
    draft: int
    """Number that the open draft will bear; 0 while there is none."""


class VersionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One adopted version."""

    number: int
    valid_from_on: date
    valid_until_on: date | None
    hash: str
    document: Doc | None
    is_retired: bool


class RuleSetTold(msgspec.Struct, frozen=True, kw_only=True):
    """A rule set with its adopted versions."""

    line: RuleSetLine
    rule_set_id: str
    """Rounds of evaluation name it by this id."""
    version: int
    versions: tuple[int, ...]
    adopted: tuple[VersionLine, ...]
    has_draft: bool


class RuleSetVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One version as it was adopted, or the open draft."""

    number: int
    is_draft: bool
    is_retired: bool
    rules: Rules
    """A draft may be sent back with changes as `rules` of `draft-rule-set`."""
    hash: str
    document: Doc | None


class ShippedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A rule set that comes with the program."""

    name: str
    rates: Rates
    confidence: Confidence
    rules: Rules


LIST = reading(
    "list_rule_sets", "rule_set", "rule-sets", tuple[RuleSetLine, ...],
    permission=PERMISSION, problems=(403, 422),
)  # fmt: skip
SHIPPED = reading(
    "list_shipped_rule_sets", "rule_set", "shipped-rule-sets", tuple[ShippedLine, ...],
    permission=PERMISSION, problems=(403, 422),
)  # fmt: skip
ONE = reading(
    "read_rule_set", "rule_set", "rule-sets/{name}", RuleSetTold, NAME, permission=PERMISSION
)
VERSION = reading(
    "read_rule_set_version", "rule_set", "rule-sets/{name}/versions/{number}",
    RuleSetVersion, NAME, NUMBER, permission=PERMISSION,
)  # fmt: skip
CHANGES = reading(
    "list_rule_set_changes", "rule_set", "rule-sets/{name}/changes", tuple[Difference, ...],
    NAME, FROM, TO, permission=PERMISSION,
)  # fmt: skip


class RuleSets(Controller):
    """Which are there?"""

    path = f"{ROOT}/rule-sets"

    @get(opt=LIST)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        await caught_up(request, query_of(LIST, request))
        house: Any = house_of(request)
        return answer(request, tuple(map(_line, await rule_sets(house.pool))))


class ShippedRuleSets(Controller):
    """With which rules can one begin?"""

    path = f"{ROOT}/shipped-rule-sets"

    @get(opt=SHIPPED)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        query_of(SHIPPED, request)
        content = tuple(
            ShippedLine(
                name=each.slug,
                rates=each.rules.rates,
                confidence=each.rules.confidence,
                rules=each.rules,
            )
            for each in shipped_rules()
        )
        return answer(request, content)


class OneRuleSet(Controller):
    """How far is it?"""

    path = f"{ROOT}/rule-sets/{{name:str}}"

    @get(opt=ONE)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(ONE, request))
        found = await opened(request, named(name))
        content = RuleSetTold(
            line=_line(found.row),
            rule_set_id=str(found.row.rule_set_id),
            version=found.version,
            versions=tuple(each.number for each in found.state.versions),
            has_draft=found.state.draft is not None,
            adopted=tuple(
                VersionLine(
                    number=each.number,
                    valid_from_on=each.rules.valid_from_on,
                    valid_until_on=each.rules.valid_until_on,
                    hash=each.hash,
                    document=each.document,
                    is_retired=each.is_retired,
                )
                for each in found.state.versions
            ),
        )
        return answer(request, content, version=found.version)


class VersionOfRuleSet(Controller):
    """What does this version say?"""

    path = f"{ROOT}/rule-sets/{{name:str}}/versions/{{number:str}}"

    @get(opt=VERSION)
    async def read(
        self, request: AnyRequest, name: FromPath[str], number: FromPath[str]
    ) -> Response[bytes]:
        await caught_up(request, query_of(VERSION, request))
        found = await opened(request, named(name))
        view = found.edition(number_of(number))
        content = RuleSetVersion(
            number=view.number,
            is_draft=view.is_draft,
            is_retired=view.version is not None and view.version.is_retired,
            rules=view.rules,
            hash=view.hash,
            document=view.version.document if view.version else None,
        )
        return answer(request, content, version=found.version)


class ChangesOfRuleSet(Controller):
    """What differs between two versions?"""

    path = f"{ROOT}/rule-sets/{{name:str}}/changes"

    @get(opt=CHANGES)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        given = query_of(CHANGES, request)
        await caught_up(request, given)
        found = await opened(request, named(name))
        before, after = found.compared(given.get("from"), given.get("to"))
        return answer(request, compare_rules(before.rules, after.rules))


CONTROLLERS: list[type[Controller]] = [
    RuleSets,
    ShippedRuleSets,
    OneRuleSet,
    VersionOfRuleSet,
    ChangesOfRuleSet,
]


def _line(row: RuleSetRow) -> RuleSetLine:
    return RuleSetLine(
        name=row.code,
        href=f"{ROOT}/rule-sets/{row.code}",
        title=row.name,
        rates=row.rates,
        confidence=row.confidence,
        newest=row.newest,
        draft=row.draft,
    )
