"""Every act of a rule set as a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from domain.evaluation import events as e
from domain.fact import Recorded
from domain.ward import Ward
from web.tasks.acts import Act, Category, told_act
from web.tasks.naming import Names
from web.tasks.telling.said import Said, without_stop
from web.texts import Language, say


def acts_of(records: Iterable[Recorded], ward: Ward, language: Language) -> tuple[Act, ...]:
    """All acts in order; a claim of the code is no act of its own."""
    return tuple(
        _act(recorded, ward, language)
        for recorded in records
        if isinstance(recorded.event, e.RuleSetDrafted | e.RuleSetAdopted | e.RuleSetRetired)
    )


def _act(recorded: Recorded, ward: Ward, language: Language) -> Act:
    event, meta = recorded.event, recorded.meta
    assert isinstance(event, e.RuleSetDrafted | e.RuleSetAdopted | e.RuleSetRetired)
    names = Names(ward, language, meta.happened_on)
    rules = None if isinstance(event, e.RuleSetRetired) else event.rules
    sentence = say(
        language,
        f"act.{event.stored_name}",
        who=names.actor(meta.actor),
        name=rules.name if rules else "",
        version=event.version,
        reason=without_stop(meta.reason or "") or "–",
    )
    category: Category = "talk" if isinstance(event, e.RuleSetDrafted) else "decision"
    return told_act(recorded, names, sentence, category, Said())
