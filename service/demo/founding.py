"""How the invented ward comes to be on 1 July 2025, and what changes in its offices later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.calendar import CalendarDay
from domain.fact import Command
from domain.org import commands as o
from domain.values import Doc
from service.demo.cast import (
    AUTHORITY,
    CODE,
    FOUNDED_ON,
    POSTS,
    UNITS,
    person_id,
    post_id,
    unit,
)
from service.demo.script import Act, hour
from service.shipped_calendar import ShippedDay, shipped_days

OFFICE = "chanh-vp"
DECIDED_LATER = "decided only on"
SECOND_CALENDAR_ON = date(2025, 12, 25)


def founding_decision() -> Doc:
    """The (invented) decision that everything on the first day rests on."""
    return Doc(
        number="01",
        notation="QĐ-UBND",
        issued_on=FOUNDED_ON,
        issuer=AUTHORITY,
        signer="Chủ tịch Vũ Đình Khải",
        abstract="Quyết định về tổ chức bộ máy của phường (minh họa)",
    )


def founding_acts() -> list[Act]:
    """Units, posts, persons, terms, duties and the first calendar."""
    commands: list[Command] = []
    for found in UNITS:
        if found.code != "VP":
            commands.append(
                o.FoundUnit(
                    code=found.code,
                    name=found.name,
                    kind=found.kind,
                    inspected=found.inspected,
                    handles_dossiers=found.handles_dossiers,
                    from_on=FOUNDED_ON,
                )
            )
        commands.extend(o.AddAlias(unit_id=unit(found.code), alias=a) for a in found.aliases)
    for post in POSTS:
        if post.key != OFFICE:
            commands.extend(_post(post.key))
    for post in POSTS:
        commands.extend(
            o.GrantDuty(post_id=post_id(post.key), duty=duty, from_on=FOUNDED_ON)
            for duty in post.duties
            if (post.key, duty) != (OFFICE, "register_keeper")
        )
    commands.append(o.DecideCalendar(days=calendar_days(later=False)))
    return [_founding(), *_numbered(commands)]


def later_acts() -> list[Act]:
    """A change of head in October, a deputy's delegation, and the calendar decision of December."""
    return [
        _act(
            "relieve-son",
            date(2025, 10, 15),
            "16:30",
            o.RelievePerson(
                post_id=post_id("gd-hcc"),
                person_id=person_id("Bùi Thế Sơn"),
                until_on=date(2025, 10, 15),
                successor_id=person_id("Trịnh Ngọc Diệp"),
            ),
            _decision("98", date(2025, 10, 14), "Điều động, bổ nhiệm Giám đốc Trung tâm"),
        ),
        _act(
            "relieve-diep-deputy",
            date(2025, 10, 15),
            "16:35",
            o.RelievePerson(
                post_id=post_id("pgd-hcc"),
                person_id=person_id("Trịnh Ngọc Diệp"),
                until_on=date(2025, 10, 15),
            ),
            _decision("98", date(2025, 10, 14), "Điều động, bổ nhiệm Giám đốc Trung tâm"),
        ),
        Act(
            when=hour(date(2025, 11, 10), "08:20"),
            key="delegation-12",
            post=OFFICE,
            command=o.GrantDelegation(
                delegation_id=post_id("delegation-12"),
                from_post=post_id(OFFICE),
                to_post=post_id("pho-vp"),
                duties=("accept", "review", "urge"),
                from_on=date(2025, 11, 17),
                until_on=date(2025, 11, 28),
            ),
            document=Doc(
                number="12",
                notation="GUQ",
                issued_on=date(2025, 11, 10),
                issuer="Văn phòng",
                signer="Phan Huy Trác",
                abstract="Ủy quyền trong thời gian đi học",
            ),
        ),
        _act(
            "calendar-2",
            SECOND_CALENDAR_ON,
            "15:00",
            o.DecideCalendar(days=calendar_days(later=True)),
            _decision("131", SECOND_CALENDAR_ON, "Hoán đổi ngày làm việc dịp Tết Dương lịch 2026"),
        ),
    ]


def calendar_days(*, later: bool) -> tuple[CalendarDay, ...]:
    """The shipped table of days off, without or only with what was decided in December 2025."""
    days = shipped_days()
    pairs = {shipped.day.on: shipped.day.paired_with for shipped in days}
    return tuple(s.day for s in days if _decided_later(s, pairs) is later)


def _decided_later(shipped: ShippedDay, pairs: Mapping[date, date | None]) -> bool:
    late = date(2026, 1, 2)
    return DECIDED_LATER in shipped.note or pairs.get(shipped.day.on) == late


def _founding() -> Act:
    office = next(u for u in UNITS if u.code == "VP")
    post = next(p for p in POSTS if p.key == OFFICE)
    return Act(
        when=hour(FOUNDED_ON, "08:00"),
        key="found",
        post=None,
        command=o.FoundAuthority(
            name=AUTHORITY,
            code=CODE,
            invented=True,
            from_on=FOUNDED_ON,
            first=o.FirstHolder(
                unit_code=office.code,
                unit_name=office.name,
                post_id=post_id(OFFICE),
                post_title=post.title,
                person_id=person_id(post.holder),
                full_name=post.holder,
            ),
        ),
        document=founding_decision(),
    )


def _post(key: str) -> list[Command]:
    post = next(p for p in POSTS if p.key == key)
    return [
        o.CreatePost(
            post_id=post_id(key),
            unit_id=unit(post.unit),
            title=post.title,
            rank=post.rank,
            signs_as=post.signs_as,
            fields=post.fields,
        ),
        o.RegisterPerson(person_id=person_id(post.holder), full_name=post.holder),
        o.AppointPerson(post_id=post_id(key), person_id=person_id(post.holder), from_on=FOUNDED_ON),
    ]


def _numbered(commands: list[Command]) -> list[Act]:
    return [
        Act(
            when=hour(FOUNDED_ON, f"08:{1 + n // 3:02d}"),
            key=f"founding/{n}",
            post=OFFICE,
            command=command,
            document=founding_decision(),
        )
        for n, command in enumerate(commands)
    ]


def _act(key: str, on: date, at: str, command: Command, document: Doc) -> Act:
    return Act(when=hour(on, at), key=key, post=OFFICE, command=command, document=document)


def _decision(number: str, on: date, abstract: str) -> Doc:
    return Doc(
        number=number,
        notation="QĐ-UBND",
        issued_on=on,
        issuer=AUTHORITY,
        signer="Chủ tịch Vũ Đình Khải",
        abstract=abstract,
    )
