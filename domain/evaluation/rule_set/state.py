"""What a rule set remembers: its draft and every version that was ever adopted."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from domain.evaluation.events import RuleSetAdopted, RuleSetDrafted, RuleSetEvent, RuleSetRetired
from domain.evaluation.rules import Rules
from domain.fact import Meta
from domain.values import Doc, Value


class Version(Value, frozen=True, kw_only=True):
    """The rules as they were adopted."""

    number: int
    rules: Rules
    hash: str
    document: Doc | None
    is_retired: bool = False


class RuleSet(Value, frozen=True, kw_only=True):
    """A rule set as it stands; `draft` is None between an adoption and the next draft."""

    code: str
    draft: Rules | None = None
    versions: tuple[Version, ...] = ()

    @property
    def newest(self) -> Version | None:
        """The version adopted last, retired or not."""
        return self.versions[-1] if self.versions else None

    @property
    def next_number(self) -> int:
        """The number the draft will bear."""
        return len(self.versions) + 1

    def version(self, number: int) -> Version | None:
        """An adopted version; 0 asks for the newest that is not retired."""
        if number == 0:
            return next((v for v in reversed(self.versions) if not v.is_retired), None)
        return next((v for v in self.versions if v.number == number), None)


def evolve(rule_set: RuleSet | None, event: RuleSetEvent, meta: Meta) -> RuleSet:
    """What the rule set remembers after one more event."""
    if isinstance(event, RuleSetDrafted):
        base = rule_set or RuleSet(code=event.code)
        return replace(base, draft=event.rules)
    assert rule_set is not None, f"{event.stored_name} cannot be the first event of a rule set"
    match event:
        case RuleSetAdopted():
            version = Version(
                number=event.version, rules=event.rules, hash=event.hash, document=meta.document
            )
            return replace(rule_set, draft=None, versions=(*rule_set.versions, version))
        case RuleSetRetired():
            return replace(
                rule_set,
                versions=tuple(
                    replace(v, is_retired=True) if v.number == event.version else v
                    for v in rule_set.versions
                ),
            )
        case _ as unknown:
            assert_never(unknown)
