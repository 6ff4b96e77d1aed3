"""Who and what, as official papers write them: names of the day on which the paper speaks."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.fact import LOCAL, Actor
from domain.values import Doc
from domain.ward import Ward
from service.documents.paper import written_day

DOTS = "…"
COMMITTEE = "Ủy ban nhân dân "
PLACE_WORDS = ("phường ", "xã ", "đặc khu ")


class Names:
    """The words for ids of a ward on one day."""

    def __init__(self, ward: Ward, on: date) -> None:
        self._ward = ward
        self._on = on

    def unit(self, unit_id: UUID) -> str:
        """The name the unit bore on the day."""
        unit = self._ward.units.get(unit_id)
        return unit.name_on(self._on) if unit is not None else DOTS

    def person(self, person_id: UUID | None) -> str:
        """A full name; dots for nobody."""
        person = self._ward.persons.get(person_id) if person_id is not None else None
        return person.full_name if person is not None else DOTS

    def holder(self, post_id: UUID | None) -> str:
        """The name of whoever holds a post on the day; dots while it is vacant."""
        term = self._ward.holder(post_id, self._on) if post_id is not None else None
        return self.person(term.person_id) if term is not None else DOTS

    def title(self, post_id: UUID | None) -> str:
        """`Trưởng phòng`, as it stands over a signature."""
        post = self._ward.posts.get(post_id) if post_id is not None else None
        return post.title if post is not None else DOTS

    def office(self, post_id: UUID | None) -> str:
        """`Trưởng phòng Kinh tế, Hạ tầng và Đô thị`; the ward's leaders without their unit."""
        post = self._ward.posts.get(post_id) if post_id is not None else None
        if post is None:
            return DOTS
        if post.rank in ("chair", "vice_chair"):
            return post.title
        return joined(post.title, self.unit(post.unit_id))

    def in_office(self, post_id: UUID | None) -> str:
        """`Nguyễn Văn Mẫu, Trưởng phòng …`."""
        return f"{self.holder(post_id)}, {self.office(post_id)}"

    def signing(self, actor: Actor) -> tuple[str, ...]:
        """The lines over a leader's signature: CHỦ TỊCH, or KT. CHỦ TỊCH and the deputy's title."""
        post = self._ward.posts.get(actor.post_id) if actor.post_id is not None else None
        if post is None:
            return ("Chủ tịch",)
        if post.rank == "vice_chair":
            return ("KT. Chủ tịch", post.title)
        return (post.title,)


def joined(title: str, unit: str) -> str:
    """`Trưởng phòng` + `Phòng Văn hóa` share the word in the middle."""
    left, right = title.split(), unit.split()
    for length in range(min(len(left), len(right)), 0, -1):
        same = [w.casefold() for w in left[-length:]] == [w.casefold() for w in right[:length]]
        if same:
            return " ".join((*left, *right[length:]))
    return f"{title} {unit}"


def place_of(authority: str) -> str:
    """Where papers are dated: the bare name of the ward."""
    name = authority.removeprefix(COMMITTEE)
    for word in PLACE_WORDS:
        name = name.removeprefix(word)
    return name


def two_lines(authority: str) -> str:
    """The ward's own head line: the committee above, its ward below."""
    return authority.replace(COMMITTEE, f"{COMMITTEE.rstrip()}\n")


def ward_of(authority: str) -> str:
    """`phường Phù Liễn`."""
    return authority.removeprefix(COMMITTEE)


def cited(document: Doc | None) -> str:
    """`số 52/QĐ-UBND ngày 18 tháng 9 năm 2025 của UBND phường`."""
    if document is None:
        return f"số {DOTS}"
    issuer = f" của {document.issuer}" if document.issuer else ""
    return f"số {numbered(document)} {written_day(document.issued_on)}{issuer}"


def numbered(document: Doc, default: str = "") -> str:
    """`05/BB-ĐKT`: a number under 10 gets a leading 0."""
    number = document.number
    if number.isascii() and number.isdigit():
        number = f"{int(number):02d}"
    notation = document.notation or default
    return f"{number}/{notation}" if notation and "/" not in number else number


def notation(document: Doc | None, default: str) -> str:
    """Box 3; dots while no number has been entered."""
    return f"Số: {numbered(document, default)}" if document is not None else f"Số: {DOTS}/{default}"


def written_hour(at: datetime) -> str:
    """`08 giờ 05 phút, ngày 06 tháng 10 năm 2025`."""
    local = at.astimezone(LOCAL)
    return f"{local.hour:02d} giờ {local.minute:02d} phút, {written_day(local.date())}"


def short_hour(at: datetime) -> str:
    """`06/10/2025, 11:50`."""
    return at.astimezone(LOCAL).strftime("%d/%m/%Y, %H:%M")


def short_day(on: date) -> str:
    """`06/10/2025`."""
    return on.strftime("%d/%m/%Y")


def written_points(text: str) -> str:
    """`14,5`: points with a decimal comma."""
    return text.replace(".", ",")
