"""What a command is called: by the title of its page where it has one, else by its own name."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from domain.fact import Command
from web import texts
from web.act_form import ActForm
from web.api.slice import slug
from web.checklists.acts import ACTS as CHECKLIST_ACTS
from web.checklists.acts import NEW as NEW_CHECKLIST
from web.evaluations.opening import OPEN as OPEN_ROUND
from web.evaluations.sheet_forms import APPROVE as APPROVE_SCORE
from web.evaluations.sheet_forms import FORMS as SHEET_FORMS
from web.figures.index_acts import ACTS as INDEX_ACTS
from web.findings.enter_earlier import ENTER_EARLIER
from web.findings.possible import FORMS as FINDING_FORMS
from web.inspections.acts_of_end import OWN_PAGES
from web.inspections.ordering import ORDER
from web.inspections.possible import FORMS as INSPECTION_FORMS
from web.inspections.programme_acts import PROGRAMME_ACTS
from web.org.lending_acts import LENDING_ACTS
from web.org.people_acts import CORRECT_NAME, POST_ACTS, REGISTER
from web.org.ruling_acts import ADOPT_LIMIT
from web.org.unit_acts import FOUND_UNIT, UNIT_ACTS
from web.plan.acts import DRAFT_ACTS
from web.plan.amending import PLAN_ACTS
from web.rule_sets.acts import ACTS as RULE_SET_ACTS
from web.rule_sets.acts import NEW as NEW_RULE_SET
from web.sealed.acts import ACTS as SEALED_ACTS
from web.sealed.drawing import DRAW
from web.sealed.ordering import SEAL
from web.tasks.all_forms import FORMS


def forms() -> Iterator[ActForm]:
    """Every form of every page."""
    yield from FORMS.values()
    yield from (ORDER, *INSPECTION_FORMS.values(), *OWN_PAGES, *PROGRAMME_ACTS.values())
    yield from INDEX_ACTS.values()
    yield from (SEAL, DRAW, *SEALED_ACTS.values())
    yield from (NEW_CHECKLIST, *CHECKLIST_ACTS.values())
    yield from (OPEN_ROUND, APPROVE_SCORE, *SHEET_FORMS.values())
    yield from (NEW_RULE_SET, *RULE_SET_ACTS.values())
    yield from (ENTER_EARLIER, *FINDING_FORMS.values())
    yield from (FOUND_UNIT, REGISTER, CORRECT_NAME, ADOPT_LIMIT)
    yield from (*UNIT_ACTS, *POST_ACTS, *LENDING_ACTS, *DRAFT_ACTS, *PLAN_ACTS)


@functools.cache
def _titles() -> Mapping[type[Command], str]:
    return {form.command: f"{form.words}.title" for form in forms()}


def words_of(kind: type[Command]) -> Mapping[str, str]:
    """By language; a title that waits for facts is no name."""
    key = f"api.command.{slug(kind)}"
    if not texts.has(key):
        key = _titles().get(kind, "")
    if texts.has(key) and not any(texts.placeholders(s) for s in texts.table()[key].values()):
        return texts.table()[key]
    plain = slug(kind).replace("-", " ").capitalize()
    return dict.fromkeys(texts.LANGUAGES, plain)
