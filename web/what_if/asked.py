"""What a what-if is asked for in an address: unit, rules, cut, then or now, judged points."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal, cast

import msgspec

from domain.evaluation.hashing import rules_hash
from domain.evaluation.rules import Rules
from projections.rule_set_index import rule_set_by_code, rule_sets, versions_of
from service.rule_sets import adopted
from service.scoring.shipped_rules import shipped_rules
from service.slices import RULE_SET
from web.evaluations.loading import RoundView, SheetView
from web.evaluations.words import rules_name
from web.forms import Form
from web.house import house_of
from web.org.views import slug_of
from web.render import AnyRequest
from web.session import visit_of
from web.texts import say
from web.wording import day

Basis = Literal["now", "then"]
Entries = Literal["kept", "full"]
Applied = Literal["", "up", "down"]
BASES: tuple[Basis, ...] = ("now", "then")
ENTRIES: tuple[Entries, ...] = ("kept", "full")
APPLIED: tuple[Applied, ...] = ("", "up", "down")
DRAFTERS = frozenset({"C", "K"})
"""They may try a draft that nobody adopted yet."""
SHIPPED = "shipped"
DRAFT = "draft"
NAMES = ("unit", "rule_set", "cut", "basis", "entries", "apply", "differ")
DAYS_MOST = 1100


class ChosenRules(msgspec.Struct, frozen=True, kw_only=True):
    """Rules by which the other side is worked out."""

    key: str
    """As it stands in an address: `ward-2025:2`, `ward-2025:draft` or `shipped:nd335-2026-unit`."""
    words: str
    rules: Rules
    hash: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The question; everything of it is sound."""

    unit: SheetView | None
    """None for all units of the round."""
    chosen: ChosenRules
    cut: date
    basis: Basis
    entries: Entries
    applied: Applied
    only_differing: bool


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """The form with what may be chosen; `asked` is None while something of it is wrong."""

    form: Form
    units: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    asked: Asked | None


async def question(
    request: AnyRequest, view: RoundView, sheets: tuple[SheetView, ...], names: dict[str, str]
) -> Question:
    """What the address asks; `names` are the units by their slugs."""
    visit, query = visit_of(request), request.query_params
    rules = await _choices(request)
    own = await _own(request, view)
    typed = {name: [query.get(name, "")] for name in NAMES}
    typed["rule_set"] = [_asked_rules(query.get("rule_set", ""), query.get("version", "")) or own]
    typed["cut"] = [query.get("cut") or day(view.row.cut_on)]
    typed["basis"] = [query.get("basis") or BASES[0]]
    typed["entries"] = [query.get("entries") or ENTRIES[0]]
    if len(sheets) == 1 and "unit" not in query:
        typed["unit"] = [slug_of(sheets[0].unit)]
    form = Form(visit.language, typed)
    asked = await _asked(request, form, view, sheets, dict(rules))
    return Question(form=form, units=tuple(names.items()), rules=rules, asked=asked)


async def _asked(
    request: AnyRequest,
    form: Form,
    view: RoundView,
    sheets: tuple[SheetView, ...],
    rules: dict[str, str],
) -> Asked | None:
    visit = visit_of(request)
    by_slug = {slug_of(each.unit): each for each in sheets}
    slug = form.choice("unit", "evalpage.unit", by_slug, required=len(sheets) == 1)
    key = form.choice("rule_set", "evaluation.field.rule_set", rules)
    cut = form.day("cut", "evaluation.field.cut_on", latest=visit.today)
    basis = form.choice("basis", "dossier.basis", BASES)
    entries = form.choice("entries", "whatif.entries", ENTRIES)
    applied = form.choice("apply", "whatif.apply", APPLIED, required=False)
    first = view.row.from_on
    if cut is not None and not first <= cut <= first + timedelta(days=DAYS_MOST):
        form.fail("cut", "whatif.error.cut", first=day(first))
    if not form.is_sound or key is None or cut is None:
        return None
    chosen = await _chosen(request, key, rules[key])
    if chosen is None:
        form.fail("rule_set", "form.required_choice", field=say(visit.language, "whatif.rules"))
        return None
    return Asked(
        unit=by_slug[slug] if slug else None,
        chosen=chosen,
        cut=cut,
        basis=cast(Basis, basis),
        entries=cast(Entries, entries),
        applied=cast(Applied, applied or ""),
        only_differing=form.value("differ") != "0",
    )


def _asked_rules(rule_set: str, version: str) -> str:
    """`rule_set=ward-2025&version=2` is the same as `rule_set=ward-2025:2`."""
    return f"{rule_set}:{version}" if rule_set and version and ":" not in rule_set else rule_set


async def _own(request: AnyRequest, view: RoundView) -> str:
    house: Any = house_of(request)
    rows = await rule_sets(house.pool)
    code = next(row.code for row in rows if row.rule_set_id == view.row.rule_set_id)
    return f"{code}:{view.row.rule_set_version}"


async def _choices(request: AnyRequest) -> tuple[tuple[str, str], ...]:
    """Adopted versions, for some the open drafts, then what is shipped with the program."""
    house: Any = house_of(request)
    visit = visit_of(request)
    language = visit.language
    found: list[tuple[str, str]] = []
    for row in await rule_sets(house.pool):
        for version in await versions_of(house.pool, row.rule_set_id):
            name = version.name_en if language == "en" and version.name_en else version.name
            words = say(language, "ruleset.trial.version", name=name, n=version.version)
            found.append((f"{row.code}:{version.version}", words))
        if row.draft and visit.reach & DRAFTERS:
            name = row.name_en if language == "en" and row.name_en else row.name
            words = say(language, "whatif.draft", name=name, n=row.draft)
            found.append((f"{row.code}:{DRAFT}", words))
    for each in shipped_rules():
        words = say(language, "ruleset.trial.shipped", name=rules_name(each.rules, language))
        found.append((f"{SHIPPED}:{each.slug}", words))
    return tuple(found)


async def _chosen(request: AnyRequest, key: str, words: str) -> ChosenRules | None:
    """One of the choices, read from where it stands."""
    house: Any = house_of(request)
    code, _, which = key.rpartition(":")
    if code == SHIPPED:
        rules: Rules | None = next(e.rules for e in shipped_rules() if e.slug == which)
    else:
        row = await rule_set_by_code(house.pool, code)
        assert row is not None, "it has just been offered"
        if which == DRAFT:
            state: Any = RULE_SET.fold(await house.ledger.load(row.rule_set_id))
            rules = state.draft
        else:
            known = await adopted(house.ledger, row.rule_set_id, int(which))
            rules = known.rules if known is not None else None
    if rules is None:
        return None
    return ChosenRules(key=key, words=words, rules=rules, hash=rules_hash(rules))
