"""Shares, months and names on the pages of figures; a share is cut off, never rounded up."""

from __future__ import annotations

from uuid import UUID

from domain.figures.counts import DossierCounts, SurveyCounts
from domain.figures.indices import IndexKey
from web.register.lines import shows_names
from web.render import AnyRequest, Crumb
from web.session import Visit, visit_of
from web.texts import Language, say
from web.wording import number

ADDRESS = "/figures"


def share(language: Language, part: int, whole: int) -> str:
    """99,9% for 999 of 1,000 and for 9,999 of 10,000: only all of them are 100%."""
    return f"{number(language, part * 1000 // whole / 10, 1)}%" if whole else "–"


def month_words(month: str) -> str:
    """`2025-09` as 09/2025."""
    return f"{month[5:]}/{month[:4]}"


def index_name(language: Language, key: IndexKey) -> str:
    """What an index is called."""
    return say(language, f"index.name.{key}")


def dossiers_in_words(language: Language, counts: DossierCounts) -> str:
    """Settled in time, of how many."""
    return say(
        language,
        "figures.settled_of",
        part=number(language, counts.settled_in_time),
        whole=number(language, counts.settled),
        share=share(language, counts.settled_in_time, counts.settled),
    )


def survey_in_words(language: Language, counts: SurveyCounts) -> str:
    """Satisfied, of how many."""
    return say(
        language,
        "figures.satisfied_of",
        part=number(language, counts.satisfied),
        whole=number(language, counts.answers),
        share=share(language, counts.satisfied, counts.answers),
    )


def who_did(visit: Visit, person_id: UUID | None) -> str:
    """Who imported or recorded it; observers from outside are not told people."""
    person = visit.ward.persons.get(person_id) if person_id else None
    return person.full_name if person and shows_names(visit) else "–"


def tabs(language: Language, current: str) -> list[tuple[str, str, bool]]:
    """The kinds of imported figures."""
    entries = (("dossiers", f"{ADDRESS}?kind=dossiers"), ("survey", f"{ADDRESS}?kind=survey"))
    return [(say(language, f"figures.tab.{key}"), href, key == current) for key, href in entries]


def crumbs(request: AnyRequest, *further: Crumb) -> tuple[Crumb, ...]:
    """Figures › …"""
    here = Crumb(say(visit_of(request).language, "nav.figures"), ADDRESS if further else None)
    return (here, *further)
