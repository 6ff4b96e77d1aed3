"""Inspections in the small invented ward of the tests: commands, lives at every stage."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from msgspec.structs import replace as changed

from domain.checklist_item import ChecklistPlace, Item
from domain.fact import Actor
from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection import scoring
from domain.inspection.decide import decide
from domain.inspection.evolving import evolve
from domain.inspection.parts import Drawing, FindingFact
from domain.inspection.state import Inspection
from domain.values import Evidence
from domain.ward import Delegation, Ward
from service.checklist_file import shipped_items
from tests import stories as s
from tests.spec import at
from tests.stories import Life, on

INSPECTION = derived("inspection", "story")
PLACE = ChecklistPlace(checklist_id=derived("checklist", "cl-2025"), version=1, hash="h")
LEADER, SECRETARY, MEMBER = s.actor("vice1"), s.actor("register"), s.actor("officer:VP")
HEAD = s.head(s.KTHTDT)
TEAM = (LEADER, SECRETARY, MEMBER)
ITEMS = shipped_items()
SHORT = tuple(item for item in ITEMS if item.code in ("1.5", "3.6", "5.1", "5.7"))
"""Documents, two observations with a photo on fail, one computed: seven and a half points."""
SHOWN = "a" * 64


def ward(*delegations: Delegation) -> Ward:
    """Every working unit is inspected; the public service centre handles dossiers."""
    plain = s.ward(*delegations)
    units = {
        unit_id: changed(unit, inspected=unit.code != "LD", handles_dossiers=unit.code == "PVHCC")
        for unit_id, unit in plain.units.items()
    }
    return changed(plain, units=units)


def life(in_ward: Ward | None = None) -> Life:
    """An empty stream of an inspection."""
    return Life(decide=decide, evolve=evolve, ward=in_ward or ward(), stream=INSPECTION)


def words(**more: Any) -> c.OrderWords:
    """A scheduled inspection of KTHTDT on 6 October, ordered in September."""
    said: dict[str, Any] = {
        "kind": "scheduled",
        "unit_id": s.KTHTDT,
        "leader_post": LEADER.post_id,
        "secretary_post": SECRETARY.post_id,
        "member_posts": (MEMBER.post_id,),
        "contents": "Cải cách hành chính",
        "period_from": on("2025-07-01"),
        "period_to": on("2025-09-30"),
        "from_on": on("2025-10-06"),
        "to_on": on("2025-10-08"),
        "trigger": "programme",
    }
    return c.OrderWords(**{**said, **more})


def order(items: tuple[Item, ...] = SHORT, **more: Any) -> c.OrderInspection:
    """The command that begins most stories."""
    outer = {
        name: more.pop(name)
        for name in ("checklist", "authorisation", "orders_used", "open_order", "orders_before")
        if name in more
    }
    return c.OrderInspection(
        inspection_id=INSPECTION,
        words=words(**more),
        items=items,
        **{"checklist": PLACE, **outer},
    )


def declared(story: Life, when: str, *team: Actor) -> Life:
    """Everybody of the team says that nothing ties him to the unit."""
    for who in team:
        assert who.post_id is not None
        story = story.when(
            when, who, c.DeclareIndependence(inspection_id=INSPECTION, post_id=who.post_id)
        )
    return story


def ask(kind: type[Any], **more: Any) -> Any:
    """A command to the inspection of the story."""
    return kind(inspection_id=INSPECTION, **more)


def photo(name: str = "anh.jpg") -> Evidence:
    """A picture."""
    return changed(s.evidence(name), media_type="image/jpeg")


def answer(code: str, points: str = "", n: int = 1, **more: Any) -> c.CheckItem:
    """An answer to the item with a code; a failed one comes with photo and finding."""
    said: dict[str, Any] = {"answer": "met", **more}
    if said["answer"] == "not_met":
        said.setdefault("evidence", (photo(f"{code}.jpg"),))
        said.setdefault("finding_id", finding(code))
    return c.CheckItem(
        inspection_id=INSPECTION,
        answer_id=derived("answer", code, n),
        item_key=key(code),
        points=points,
        note=said.pop("note", "Theo sổ."),
        **said,
    )


def key(code: str) -> str:
    """The lasting key of a shipped item."""
    return f"cchc-{code}"


def finding(code: str) -> UUID:
    """The finding that a failed item opened."""
    return derived("finding", code)


def fact(code: str, **more: Any) -> FindingFact:
    """What is known of that finding."""
    said: dict[str, Any] = {"finding_id": finding(code), "code": f"PH-{code}"}
    return FindingFact(**{**said, "item_key": key(code), **more})


def drawing(shown: str = SHOWN) -> Drawing:
    """Minutes as the service rendered them."""
    return Drawing(content_hash=shown, rendered="b" * 64, copies=2, pages=3)


def sign(role: str, shown: str = SHOWN, **more: Any) -> Any:
    """A signature over what is shown, proved a second time."""
    said: dict[str, Any] = {"hash_now": shown, "stepped_up": True, **more}
    return ask(c.SignMinutes, role=role, content_hash=shown, **said)


def it(story: Life) -> Inspection:
    """The inspection as it stands."""
    assert story.state is not None
    return cast(Inspection, story.state)


def ordered(**more: Any) -> Life:
    """Ordered by the chair on 18 September."""
    return life().when("2025-09-18", s.CHAIR, order(**more))


def announced(**more: Any) -> Life:
    """The unit knows."""
    story = declared(ordered(**more), "2025-09-22", *TEAM)
    tell = ask(c.AnnounceInspection, outline="Đề cương", visit_on=on("2025-10-06"))
    return story.when("2025-09-24", SECRETARY, tell)


def opened(**more: Any) -> Life:
    """The team is at the door."""
    at_door = ask(c.OpenInspection, received_by_post=HEAD.post_id, place="Phòng họp")
    return announced(**more).when("2025-10-06 08:00", LEADER, at_door)


def answered(**more: Any) -> Life:
    """Every item answered; 5.1 failed by half a point."""
    story = opened(**more)
    for code in ("1.5", "3.6", "5.7"):
        story = story.when("2025-10-06 09:00", MEMBER, answer(code))
    return story.when("2025-10-06 09:30", MEMBER, answer("5.1", "2", answer="not_met"))


def visited(**more: Any) -> Life:
    """The visit is over."""
    done = ask(c.CloseVisit, findings=(fact("5.1"),))
    return answered(**more).when("2025-10-06 11:00", LEADER, done)


def drawn(**more: Any) -> Life:
    """The minutes wait for signatures."""
    return visited(**more).when(
        "2025-10-06 11:30", SECRETARY, ask(c.DrawUpMinutes, drawing=drawing())
    )


def frozen(**more: Any) -> Life:
    """Leader, secretary and head signed."""
    story = drawn(**more)
    for role, who in (("leader", LEADER), ("secretary", SECRETARY), ("head", HEAD)):
        story = story.when("2025-10-06 11:45", who, sign(role))
    return story


def reported(**more: Any) -> Life:
    """The leader reported."""
    return frozen(**more).when("2025-10-17", LEADER, ask(c.ReportInspection, summary="Kết quả."))


def concluded(**more: Any) -> Life:
    """The chair concluded: the finding is upheld."""
    return reported(**more).when("2025-10-23", s.CHAIR, conclude())


def conclude(**more: Any) -> Any:
    """Uphold the one finding."""
    said: dict[str, Any] = {
        "finding_id": finding("5.1"),
        "outcome": "upheld",
        "severity": "shortcoming",
        **more,
    }
    outcome = c.OutcomeAsked(**said)
    return ask(c.IssueConclusion, outcomes=(outcome,), findings=(fact("5.1"),))


def closed(**more: Any) -> Life:
    """Remedied, verified, put away."""
    done = ask(c.CloseInspection, file_code="05.KT", findings=(fact("5.1", is_open=False),))
    return concluded(**more).when("2025-12-08", SECRETARY, done)


def cancelled(**more: Any) -> Life:
    """It did not take place."""
    return ordered(**more).when("2025-09-19", s.CHAIR, ask(c.CancelInspection))


LIVES = {
    "ordered": ordered,
    "announced": announced,
    "opened": answered,
    "visit_closed": visited,
    "minutes_drawn": drawn,
    "frozen": frozen,
    "reported": reported,
    "concluded": concluded,
    "closed": closed,
    "cancelled": cancelled,
}
"""Stage → a life that came so far."""


def score_of(story: Life) -> tuple[str, str, str]:
    """Reached, applicable, scaled."""
    found = scoring.score(it(story))
    return found.reached, found.applicable, found.scaled


def from_seal(**more: Any) -> c.OrderFromSeal:
    """A seal that was opened at the door of KTHTDT."""
    said: dict[str, Any] = {
        "inspection_id": INSPECTION,
        "seal_id": derived("seal", 1),
        "words": words(kind="surprise", trigger="draw"),
        "checklist": PLACE,
        "items": ITEMS,
        "orderer_post": s.post("chair"),
        "ordered_at": at("2025-10-03 10:15"),
        "declared_posts": tuple(who.post_id for who in TEAM),
        "opened_by": LEADER.post_id,
        "received_by_post": HEAD.post_id,
    }
    return c.OrderFromSeal(**{**said, **more})
