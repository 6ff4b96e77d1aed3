"""Who may import which figures and record which index."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from domain.fact import Actor
from domain.figures import commands as c
from domain.refusal import Refused
from domain.ward import DutyGrant, Ward
from service.access import may
from tests import stories as s
from tests.domain.figures import test_imports as i
from tests.domain.figures import test_indices as x
from tests.inspection_story import ward
from tests.spec import at
from tests.stories import on

NOW = at("2025-11-20 09:00")
KEEPER = "officer:PVHCC"
OTHERS = ("chair", "vice1", "register", "auditor", "head:PVHCC", "officer:VP")


def with_keeper() -> Ward:
    """An officer of the one-stop centre keeps the figures of dossiers."""
    plain = ward()
    post = plain.posts[s.post(KEEPER)]
    duty = DutyGrant(duty="dossier_keeper", from_on=on("2025-07-01"))
    return replace(plain, posts={**plain.posts, post.post_id: replace(post, duties=(duty,))})


def allowed(who: str, command: Any) -> bool:
    answer = may(command, None, None, s.person(who), s.post(who), with_keeper(), NOW)
    assert isinstance(answer, (Actor, Refused))
    return isinstance(answer, Actor)


DOSSIERS = i.brought(i.row())
SURVEY = replace(DOSSIERS, kind="survey")
OF_DCCI = x.record()
OF_PAPI = replace(OF_DCCI, index="papi")


@pytest.mark.parametrize(
    ("command", "those"),
    [
        (DOSSIERS, {KEEPER}),
        (SURVEY, {"coordinator"}),
        (c.ImportFigures, {KEEPER, "coordinator"}),
        (OF_DCCI, {"coordinator", "head:KTHTDT"}),
        (OF_PAPI, {"coordinator"}),
        (x.aim(), {"coordinator", "head:KTHTDT"}),
    ],
)
def test_each_figure_has_its_office(command: Any, those: set[str]) -> None:
    asked = (*OTHERS, KEEPER, "coordinator", "head:KTHTDT", "deputy:KTHTDT")
    assert {who for who in asked if allowed(who, command)} == those
