"""A small ward, founded and staffed through the organisation's own commands, for other tests."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from domain import ids
from domain.fact import Actor
from domain.org import commands as c
from domain.org.decide import decide
from domain.org.state import evolve
from domain.values import Duty, Rank, UnitKind
from domain.ward import Ward
from tests.spec import Story, document

FOUNDED = "2025-07-01"
FROM = date(2025, 7, 1)
FOUNDER = Actor(capacity="founding")

UNITS: tuple[tuple[str, str, UnitKind, bool], ...] = (
    ("UBND", "Ủy ban nhân dân phường", "leadership", False),
    ("VHXH", "Phòng Văn hóa - Xã hội", "specialised", True),
    ("KTHTDT", "Phòng Kinh tế, Hạ tầng và Đô thị", "specialised", True),
    ("PVHCC", "Trung tâm phục vụ hành chính công", "public_service", True),
    ("SNC", "Trung tâm sự nghiệp công", "public_service", True),
    ("MTTQ", "Ủy ban Mặt trận Tổ quốc", "mass", False),
)
"""Besides Văn phòng (VP), which is founded with the authority."""

POSTS: tuple[tuple[str, str, Rank, tuple[int, ...], tuple[Duty, ...]], ...] = (
    ("chair", "UBND", "chair", (1, 2, 3, 4, 5, 6, 7), ()),
    ("vice-a", "UBND", "vice_chair", (1, 2, 3), ()),
    ("vice-b", "UBND", "vice_chair", (4, 5, 6, 7), ()),
    ("deputy-vp", "VP", "deputy", (), ()),
    ("clerk-vp", "VP", "clerk", (), ("unit_clerk",)),
    ("auditor", "VP", "officer", (), ("auditor",)),
    ("head-vhxh", "VHXH", "head", (), ()),
    ("coordinator", "VHXH", "officer", (), ("reform_coordinator",)),
    ("officer-vhxh", "VHXH", "officer", (), ()),
    ("head-kt", "KTHTDT", "head", (), ()),
    ("deputy-kt", "KTHTDT", "deputy", (3,), ()),
    ("officer-kt", "KTHTDT", "officer", (), ()),
    ("clerk-kt", "KTHTDT", "clerk", (), ("unit_clerk",)),
    ("head-hcc", "PVHCC", "head", (), ("dossier_keeper",)),
    ("head-snc", "SNC", "head", (), ()),
    ("observer", "MTTQ", "officer", (), ("observer",)),
)
"""Besides `head-vp`, which keeps the register."""


def unit(code: str) -> UUID:
    """A unit by its code."""
    return ids.unit_id(code)


def post(key: str) -> UUID:
    """A post of the small ward."""
    return ids.derived("post", key)


def person(key: str) -> UUID:
    """The first holder of a post, or anybody named."""
    return ids.derived("person", key)


KEEPER = Actor(
    person_id=person("head-vp"),
    post_id=post("head-vp"),
    unit_id=unit("VP"),
    capacity="by_order",
)
"""Chánh Văn phòng, who enters decisions of the chair."""


def empty() -> Story:
    """An empty ledger."""
    return Story(decide=decide, evolve=evolve, ward=Ward())


def founding(name: str = "UBND phường Phù Liễn") -> c.FoundAuthority:
    """The authority and its first office holder."""
    return c.FoundAuthority(
        name=name,
        code="PL",
        invented=True,
        from_on=FROM,
        first=c.FirstHolder(
            unit_code="VP",
            unit_name="Văn phòng HĐND và UBND",
            post_id=post("head-vp"),
            post_title="Chánh Văn phòng",
            person_id=person("head-vp"),
            full_name="Người giữ head-vp",
        ),
    )


def entered(story: Story, command: Any, when: str = FOUNDED, **more: Any) -> Story:
    """Văn phòng enters a decision of the chair with its document."""
    return story.when(when, KEEPER, command, **{"document": document(on=FOUNDED), **more})


@cache
def story() -> Story:
    """The ward of every test: founded on 01/07/2025, every post held."""
    lived = empty().when(FOUNDED, FOUNDER, founding())
    for code, name, kind, inspected in UNITS:
        found = c.FoundUnit(
            code=code,
            name=name,
            kind=kind,
            inspected=inspected,
            handles_dossiers=code == "PVHCC",
            from_on=FROM,
        )
        lived = entered(lived, found)
    for key, code, rank, fields, duties in POSTS:
        lived = staffed(lived, key, code, rank, fields)
        for duty in duties:
            grant = c.GrantDuty(post_id=post(key), duty=duty, from_on=FROM)
            lived = entered(lived, grant)
    return lived


def staffed(lived: Story, key: str, code: str, rank: Rank, fields: tuple[int, ...] = ()) -> Story:
    """One more post, with a person of the same key in it."""
    create = c.CreatePost(
        post_id=post(key), unit_id=unit(code), title=key, rank=rank, fields=fields
    )
    lived = entered(lived, create)
    lived = entered(lived, c.RegisterPerson(person_id=person(key), full_name=f"Người giữ {key}"))
    appoint = c.AppointPerson(post_id=post(key), person_id=person(key), from_on=FROM)
    return entered(lived, appoint)


def ward() -> Ward:
    """The small ward as a picture."""
    state = story().state
    assert isinstance(state, Ward)
    return state


def actor(key: str, **more: Any) -> Actor:
    """Somebody of the small ward in the own post."""
    held = ward().posts[post(key)]
    own = Actor(person_id=person(key), post_id=held.post_id, unit_id=held.unit_id)
    return msgspec.structs.replace(own, **more)
