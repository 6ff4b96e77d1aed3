"""Units: founded once under a free name, renamed without losing the id, merged, dissolved."""

from __future__ import annotations

from datetime import date

from domain.org import commands as c
from domain.org import events as e
from tests.org_story import (
    FOUNDER,
    FROM,
    KEEPER,
    empty,
    entered,
    founding,
    person,
    post,
    story,
    unit,
    ward,
)
from tests.spec import document

DOC = document()
MERGED_ON = date(2025, 12, 2)


def test_an_empty_ledger_is_founded_once_with_its_first_office_holder() -> None:
    founded = empty().when("2025-07-01", FOUNDER, founding())
    assert [type(event) for event in founded.events] == [
        e.AuthorityFounded,
        e.UnitFounded,
        e.PostCreated,
        e.PersonRegistered,
        e.PersonAppointed,
        e.DutyGranted,
    ]
    assert founded.when("2025-07-02", FOUNDER, founding()).events == ()
    other = founding(name="UBND phường khác")
    founded.refused("2025-07-02", FOUNDER, other, "org.already_founded")


def test_a_unit_needs_a_document_and_a_name_that_nobody_bears() -> None:
    new = c.FoundUnit(code="QS", name="Ban Chỉ huy Quân sự", kind="external", from_on=FROM)
    story().refused("2025-07-05", KEEPER, new, "document_needed")
    assert len(entered(story(), new).events) == 1
    again = c.FoundUnit(code="X", name="phòng văn hóa – xã hội", kind="office", from_on=FROM)
    refused = story().refused("2025-07-05", KEEPER, again, "org.name_taken", document=DOC)
    assert refused.facts["unit_id"] == unit("VHXH")


def test_founding_the_same_unit_again_says_nothing() -> None:
    same = c.FoundUnit(
        code="SNC", name="Trung tâm sự nghiệp công", kind="public_service", from_on=FROM
    )
    assert entered(story(), same).events == ()


def test_a_renamed_unit_keeps_its_id_and_its_former_name_by_date() -> None:
    rename = c.RenameUnit(unit_id=unit("SNC"), name="Trung tâm Dịch vụ", from_on=date(2025, 9, 1))
    renamed = entered(story(), rename, "2025-08-20").state.units[unit("SNC")]
    assert renamed.name_on(date(2025, 8, 31)) == "Trung tâm sự nghiệp công"
    assert renamed.name_on(date(2025, 9, 1)) == "Trung tâm Dịch vụ"


def test_an_alias_means_one_unit_only() -> None:
    alias = c.AddAlias(unit_id=unit("PVHCC"), alias="Trung tâm hành chính công")
    known = entered(story(), alias)
    assert known.state.unit_named("TRUNG TÂM  hành chính công").unit_id == unit("PVHCC")
    assert entered(known, alias).events == ()
    other = c.AddAlias(unit_id=unit("SNC"), alias="Trung tâm hành chính công")
    refused = known.refused("2025-07-05", KEEPER, other, "org.alias_taken")
    assert refused.facts["unit_id"] == unit("PVHCC")
    dropped = entered(known, c.DropAlias(unit_id=unit("PVHCC"), alias=alias.alias))
    assert dropped.state.unit_named(alias.alias) is None


MERGE = c.MergeUnits(survivor_id=unit("VHXH"), absorbed=(unit("SNC"),), from_on=MERGED_ON)


def test_a_merge_dissolves_each_absorbed_unit_with_its_successor() -> None:
    merged = entered(story(), MERGE, "2025-12-02")
    assert merged.events == (
        e.UnitsMerged(survivor_id=unit("VHXH"), absorbed=(unit("SNC"),), from_on=MERGED_ON),
        e.UnitDissolved(unit_id=unit("SNC"), successor_id=unit("VHXH"), from_on=MERGED_ON),
    )
    gone = merged.state.units[unit("SNC")]
    assert gone.active_on(date(2025, 12, 1))
    assert not gone.active_on(MERGED_ON)
    assert entered(merged, MERGE, "2025-12-03").events == ()


def test_after_a_merge_the_head_of_the_absorbed_unit_still_answers_for_former_days() -> None:
    merged = entered(story(), MERGE, "2025-12-02").state
    last = merged.head_of(unit("SNC"), date(2025, 12, 1))
    assert last is not None
    assert last.person_id == person("head-snc")
    assert merged.head_of(unit("SNC"), MERGED_ON) is None


def test_a_merged_unit_takes_no_act_and_names_its_successor() -> None:
    merged = entered(story(), MERGE, "2025-12-02")
    alias = c.AddAlias(unit_id=unit("SNC"), alias="SNC cũ")
    refused = merged.refused("2025-12-03", KEEPER, alias, "unit_not_active")
    assert refused.facts["successor_id"] == unit("VHXH")


def test_a_merge_refuses_itself_and_terms_that_begin_later() -> None:
    itself = c.MergeUnits(survivor_id=unit("SNC"), absorbed=(unit("SNC"),), from_on=MERGED_ON)
    story().refused("2025-12-02", KEEPER, itself, "org.merges_itself", document=DOC)
    leaving = c.RelievePerson(
        post_id=post("head-snc"),
        person_id=person("head-snc"),
        until_on=date(2025, 12, 15),
        successor_id=person("officer-vhxh"),
    )
    planned = entered(story(), leaving, "2025-12-01")
    refused = planned.refused("2025-12-02", KEEPER, MERGE, "org.dates_cross", document=DOC)
    assert refused.facts["person_id"] == person("officer-vhxh")


def test_open_duties_need_somebody_to_owe_them() -> None:
    end = c.DissolveUnit(unit_id=unit("SNC"), from_on=MERGED_ON, open_duties=3)
    refused = story().refused(
        "2025-12-01", KEEPER, end, "org.open_duties_need_successor", document=DOC
    )
    assert refused.facts["count"] == 3
    heir = c.DissolveUnit(
        unit_id=unit("SNC"), successor_id=unit("VHXH"), from_on=MERGED_ON, open_duties=3
    )
    assert entered(story(), heir, "2025-12-01").events != ()


def test_functions_are_restated_by_document() -> None:
    restate = c.RestateFunctions(unit_id=unit("SNC"), functions="Sự nghiệp công", from_on=FROM)
    assert entered(story(), restate).state.units[unit("SNC")].functions == "Sự nghiệp công"
    assert ward().units[unit("SNC")].functions == ""
