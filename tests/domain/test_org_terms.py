"""Posts, persons and terms: heads by date, nobody doubly, no inspected unit headless, SD-18."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.org import commands as c
from domain.org import events as e
from domain.org.decide import decide
from domain.org.decide.terms import INCOMPATIBLE_RULE, incompatible_posts
from domain.org.state import evolve
from domain.refusal import Refused
from domain.ward import Ward
from tests.org_story import FROM, KEEPER, entered, person, post, staffed, story, unit
from tests.spec import Story, document, meta_of

DOC = document()
HCC = post("head-hcc")
N = person("n")


def with_n() -> Story:
    return entered(story(), c.RegisterPerson(person_id=N, full_name="N"))


def relieve_m(successor: bool = True) -> c.RelievePerson:
    return c.RelievePerson(
        post_id=HCC,
        person_id=person("head-hcc"),
        until_on=date(2025, 10, 14),
        successor_id=N if successor else None,
    )


def test_the_head_of_a_day_is_who_held_the_post_on_that_day() -> None:
    changed = entered(with_n(), relieve_m(), "2025-10-13")
    assert [type(event) for event in changed.events] == [e.PersonRelieved, e.PersonAppointed]
    assert changed.state.head_of(unit("PVHCC"), date(2025, 10, 14)).person_id == person("head-hcc")
    assert changed.state.head_of(unit("PVHCC"), date(2025, 10, 15)).person_id == N
    assert entered(changed, relieve_m(), "2025-10-20").events == ()


def test_an_inspected_unit_is_never_left_without_a_head() -> None:
    refused = with_n().refused(
        "2025-10-13", KEEPER, relieve_m(successor=False), "org.would_leave_no_head", document=DOC
    )
    assert refused.facts == {"unit_id": unit("PVHCC"), "from_on": date(2025, 10, 15)}


def test_an_acting_head_is_a_head() -> None:
    acting = c.RelievePerson(
        post_id=HCC,
        person_id=person("head-hcc"),
        until_on=date(2025, 10, 14),
        successor_id=N,
        successor_acting=True,
    )
    head = entered(with_n(), acting, "2025-10-13").state.head_of(unit("PVHCC"), date(2025, 11, 1))
    assert head.acting


def test_a_post_is_not_given_twice_for_the_same_day() -> None:
    second = c.AppointPerson(post_id=HCC, person_id=N, from_on=date(2025, 10, 15))
    refused = with_n().refused("2025-10-13", KEEPER, second, "org.term_overlaps", document=DOC)
    assert refused.facts["person_id"] == person("head-hcc")


def test_who_does_not_hold_a_post_cannot_be_relieved_of_it() -> None:
    wrong = c.RelievePerson(post_id=HCC, person_id=N, until_on=date(2025, 10, 14))
    with_n().refused("2025-10-13", KEEPER, wrong, "no_capacity", document=DOC)


def test_terms_need_a_document() -> None:
    with_n().refused("2025-10-13", KEEPER, relieve_m(), "document_needed")


def test_a_held_post_does_not_end_and_a_unit_has_one_head() -> None:
    end = c.EndPost(post_id=HCC, until_on=date(2025, 10, 14))
    refused = story().refused("2025-10-13", KEEPER, end, "org.post_held")
    assert refused.facts["person_id"] == person("head-hcc")
    second = c.CreatePost(
        post_id=post("second"), unit_id=unit("PVHCC"), title="Giám đốc", rank="head"
    )
    story().refused("2025-10-13", KEEPER, second, "org.head_post_exists")


def test_an_ended_post_takes_nobody() -> None:
    leaving = c.RelievePerson(
        post_id=post("officer-kt"), person_id=person("officer-kt"), until_on=date(2025, 10, 14)
    )
    left = entered(story(), leaving, "2025-10-13")
    ended = entered(left, c.EndPost(post_id=post("officer-kt"), until_on=date(2025, 10, 14)))
    back = c.AppointPerson(
        post_id=post("officer-kt"), person_id=person("officer-kt"), from_on=date(2025, 11, 1)
    )
    ended.refused("2025-10-20", KEEPER, back, "org.post_ended", document=DOC)


def test_the_auditor_gets_no_other_duty() -> None:
    duty = c.GrantDuty(post_id=post("auditor"), duty="unit_clerk", from_on=FROM)
    refused = story().refused("2025-08-01", KEEPER, duty, "org.duty_conflict", document=DOC)
    assert refused.facts["rule"] == "SD-18"


def test_a_deciding_post_does_not_audit() -> None:
    duty = c.GrantDuty(post_id=post("head-kt"), duty="auditor", from_on=FROM)
    story().refused("2025-08-01", KEEPER, duty, "org.duty_conflict", document=DOC)


def test_appointing_the_auditor_to_a_deciding_post_ends_the_duty_in_the_same_act() -> None:
    vacant = entered(
        story(),
        c.CreatePost(
            post_id=post("deputy-snc"), unit_id=unit("SNC"), title="Phó Giám đốc", rank="deputy"
        ),
    )
    appoint = c.AppointPerson(
        post_id=post("deputy-snc"), person_id=person("auditor"), from_on=date(2025, 9, 1)
    )
    appointed = entered(vacant, appoint, "2025-08-25")
    assert appointed.events[1] == e.DutyRevoked(
        post_id=post("auditor"), duty="auditor", until_on=date(2025, 8, 31)
    )
    assert appointed.state.posts_with_duty("auditor", date(2025, 9, 1)) == ()
    assert len(appointed.state.posts_with_duty("auditor", date(2025, 8, 31))) == 1


def test_a_duty_ends_on_its_last_day() -> None:
    revoke = c.RevokeDuty(
        post_id=post("coordinator"), duty="reform_coordinator", until_on=date(2025, 9, 30)
    )
    revoked = entered(story(), revoke, "2025-09-20")
    assert revoked.state.posts_with_duty("reform_coordinator", date(2025, 9, 30)) != ()
    assert revoked.state.posts_with_duty("reform_coordinator", date(2025, 10, 1)) == ()
    assert entered(revoked, revoke, "2025-09-21").events == ()


def test_a_vice_chair_who_also_directs_the_centre_is_warned_of_not_refused() -> None:
    both = (HCC, person("vice-a"))
    ward = story().state
    assert incompatible_posts(ward, *both, date(2025, 10, 15)) == (post("vice-a"),)
    assert incompatible_posts(ward, *both, date(2025, 10, 14)) == ()
    assert INCOMPATIBLE_RULE == "vice_chair_heads_centre"


# -- whatever is asked in whatever order --------------------------------------

DAY = st.integers(0, 40).map(lambda n: date(2025, 9, 1) + timedelta(days=n))
PEOPLE = ("p1", "p2", "p3")
ACTS = st.one_of(
    st.builds(
        c.AppointPerson,
        post_id=st.sampled_from([post("a"), post("b")]),
        person_id=st.sampled_from([person(key) for key in PEOPLE]),
        from_on=DAY,
        until_on=st.none() | DAY,
        acting=st.booleans(),
    ),
    st.builds(
        c.RelievePerson,
        post_id=st.sampled_from([post("a"), post("b")]),
        person_id=st.sampled_from([person(key) for key in (*PEOPLE, "a", "b")]),
        until_on=DAY,
        successor_id=st.none() | st.sampled_from([person(key) for key in PEOPLE]),
    ),
)


def two_posts() -> Story:
    lived = staffed(staffed(story(), "a", "KTHTDT", "officer"), "b", "SNC", "officer")
    for key in PEOPLE:
        lived = entered(lived, c.RegisterPerson(person_id=person(key), full_name=key))
    return lived


START = two_posts()


def asked(lived: Story, command: c.OrgCommand, log: list[tuple[object, object]]) -> Story:
    moment = lived.moment("2025-09-01", KEEPER, document=DOC)
    try:
        events = decide(command, lived.state, moment, lived.ward)
    except Refused:
        return lived
    log.extend((event, meta_of(moment, 0)) for event in events)
    return lived.when("2025-09-01", KEEPER, command, document=DOC)


@given(st.lists(ACTS, max_size=12))
def test_a_post_has_at_most_one_holder_a_day_and_replay_equals_live(
    commands: list[c.OrgCommand],
) -> None:
    lived, log = START, []
    for command in commands:
        lived = asked(lived, command, log)
    ward: Ward = lived.state
    for offset in range(45):
        day = date(2025, 9, 1) + timedelta(days=offset)
        for post_id in ward.posts:
            held = [t for t in ward.terms if t.post_id == post_id and t.in_force(day)]
            assert len(held) <= 1
    replayed = START.state
    for event, meta in log:
        replayed = evolve(replayed, event, meta)
    assert replayed == ward


def test_a_name_is_corrected_with_a_reason_and_the_former_one_stays() -> None:
    wrong = entered(story(), c.RegisterPerson(person_id=N, full_name="Nguyễn Thị Hường"))
    right = c.CorrectPersonName(person_id=N, full_name=" Nguyễn  Thị Hương ")
    wrong.refused("2025-10-13", KEEPER, right, "reason_needed")
    told = wrong.when("2025-10-13", KEEPER, right, reason="Gõ nhầm dấu")
    assert told.state.persons[N].full_name == "Nguyễn Thị Hương"
    assert told.state.persons[N].former_names == ("Nguyễn Thị Hường",)
    assert told.when("2025-10-14", KEEPER, right, reason="Gõ nhầm dấu").events == ()
    empty = c.CorrectPersonName(person_id=N, full_name="  ")
    told.refused("2025-10-14", KEEPER, empty, "org.name_empty", reason="Gõ nhầm dấu")
