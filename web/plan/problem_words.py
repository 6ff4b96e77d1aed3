"""Problems of a reading as sentences, with the place in the document they are about."""

from __future__ import annotations

from collections.abc import Iterable

from domain.plan.events import Problem
from projections.plan_file import NumberedProblem, PlanFile
from web.texts import Language, has, say


def problem_words(problem: Problem, language: Language) -> str:
    """A problem of the reading as a sentence with its place."""
    key = f"plan.problem.{problem.code}"
    facts = dict(problem.facts) | {"code": problem.code}
    sentence = say(language, key if has(key) else "plan.problem.other", **facts)
    return placed(sentence, dict(_parts(problem.where)), language)


def _parts(where: str) -> Iterable[tuple[str, str]]:
    for part in where.split(";"):
        key, found, value = part.partition("=")
        if found:
            yield key, value


def placed(sentence: str, facts: dict[str, object] | dict[str, str], language: Language) -> str:
    """A sentence with page, sheet, row, line and cell before it, as far as they are known."""
    places = [
        say(language, f"plan.place.{key}", **{key: facts[key]})
        for key in ("page", "sheet", "row", "line", "cell")
        if facts.get(key) not in (None, "")
    ]
    if not places:
        return sentence
    where = ", ".join(places)
    return f"{where[:1].upper()}{where[1:]}: {sentence}"


def problems_of(file: PlanFile, language: Language) -> list[tuple[NumberedProblem, str]]:
    """Problems with their sentences, open ones first."""
    pairs = [(p, problem_words(p.problem, language)) for p in file.problems]
    return sorted(pairs, key=lambda pair: pair[0].settled)
