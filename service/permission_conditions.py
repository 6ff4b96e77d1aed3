"""The conditions that rows of the permission table are made of: which office, on which thing."""

from __future__ import annotations

from collections.abc import Callable

from domain.ids import unit_id
from service.object_facts import Facts
from service.offices import Office

Condition = Callable[[Office, Facts], bool]
COMPETITIVENESS_UNIT = unit_id("KTHTDT")


def chair(office: Office, facts: Facts) -> bool:
    """The chair, in every field."""
    return office.post.rank == "chair"


def vice_chair_of_field(office: Office, facts: Facts) -> bool:
    """A vice-chair, where every field that is touched is in his charge."""
    return office.post.rank == "vice_chair" and facts.fields <= set(office.post.fields)


def keeps_register(office: Office, facts: Facts) -> bool:
    """Văn phòng: the post that keeps the register."""
    return office.has_duty("register_keeper")


def coordinates_reform(office: Office, facts: Facts) -> bool:
    """VH-XH: the post that coordinates the reform."""
    return office.has_duty("reform_coordinator")


def follows_up(office: Office, facts: Facts) -> bool:
    """The follow-up office of this task, by its source (D7, SD-6)."""
    keeper = keeps_register(office, facts) or coordinates_reform(office, facts)
    return keeper and office.post.unit_id == facts.follow_up_unit


def head_of_lead(office: Office, facts: Facts) -> bool:
    """The head of the unit that owes the product."""
    return office.post.rank == "head" and office.post.unit_id == facts.lead_unit


def clerk_of_lead(office: Office, facts: Facts) -> bool:
    """The clerk of that unit: receipts and entries, never decisions."""
    return office.has_duty("unit_clerk") and office.post.unit_id == facts.lead_unit


def allocated(office: Office, facts: Facts) -> bool:
    """A post of that unit to which the work was allocated."""
    in_lead = office.post.unit_id == facts.lead_unit
    return in_lead and office.post.post_id in facts.allocated_posts


def head_of_asked(office: Office, facts: Facts) -> bool:
    """The head of a unit that was asked for cooperation."""
    return office.post.rank == "head" and office.post.unit_id in facts.asked_units


def head_of_own(office: Office, facts: Facts) -> bool:
    """Head of the unit that the command speaks for."""
    own = facts.named_unit is None or office.post.unit_id == facts.named_unit
    return office.post.rank == "head" and own


def registers_own_work(office: Office, facts: Facts) -> bool:
    """The head of a unit, for work that the unit registers itself."""
    own = facts.source == "self" and office.post.unit_id == facts.lead_unit
    return office.post.rank == "head" and (own or facts.source is None)


def named_reviewer(office: Office, facts: Facts) -> bool:
    """The post named to review, of another unit than the lead."""
    return office.post.post_id == facts.reviewer_post and office.post.unit_id != facts.lead_unit


def reviewer_keeps_register(office: Office, facts: Facts) -> bool:
    """Văn phòng as the named reviewer."""
    return named_reviewer(office, facts) and keeps_register(office, facts)


def reviewer_coordinates(office: Office, facts: Facts) -> bool:
    """The coordinator as the named reviewer."""
    return named_reviewer(office, facts) and coordinates_reform(office, facts)


def reviewer_heads_other_unit(office: Office, facts: Facts) -> bool:
    """The head of another unit as the named reviewer."""
    return named_reviewer(office, facts) and office.post.rank == "head"


def wrote_it(*ranks: str) -> Condition:
    """Who wrote the entry himself; before an entry is named, whoever of the unit may write."""

    def holds(office: Office, facts: Facts) -> bool:
        if office.post.rank not in ranks:
            return False
        if facts.authors is None:
            return office.post.unit_id == facts.lead_unit
        return office.person_id in facts.authors

    return holds


def office_for_city_task(office: Office, facts: Facts) -> bool:
    """Văn phòng, for what the city decided on its own task."""
    return keeps_register(office, facts) and facts.source == "city"


def lender(*ranks: str) -> Condition:
    """The holder of the post that lends, if it has one of these ranks."""

    def holds(office: Office, facts: Facts) -> bool:
        own = facts.lending_post is None or office.post.post_id == facts.lending_post
        return office.post.rank in ranks and own

    return holds


def owns_limit(owner: str, who: Condition) -> Condition:
    """This office, for the limits of this owner."""

    def holds(office: Office, facts: Facts) -> bool:
        return who(office, facts) and facts.limit_owner in (None, owner)

    return holds


def leads_team(office: Office, facts: Facts) -> bool:
    """Leader of the team of this inspection; membership is never lent."""
    return _in_person(office) and office.post.post_id == facts.team_leader


def writes_for_team(office: Office, facts: Facts) -> bool:
    """Secretary of the team."""
    return _in_person(office) and office.post.post_id == facts.team_secretary


def of_team(office: Office, facts: Facts) -> bool:
    """Leader, secretary or member."""
    return _in_person(office) and office.post.post_id in facts.team


def _in_person(office: Office) -> bool:
    return office.delegation is None and office.capacity in ("own", "acting")


def ordered_it(office: Office, facts: Facts) -> bool:
    """The post that ordered the inspection."""
    return facts.orderer_post is not None and office.post.post_id == facts.orderer_post


def head_of_inspected(office: Office, facts: Facts) -> bool:
    """The head of the unit that is inspected."""
    return office.post.rank == "head" and office.post.unit_id == facts.inspected_unit


def clerk_of_inspected(office: Office, facts: Facts) -> bool:
    """The clerk of the inspected unit: receipts, never answers."""
    return office.has_duty("unit_clerk") and office.post.unit_id == facts.inspected_unit


def entered_from_paper(office: Office, facts: Facts) -> bool:
    """The coordinator, for a finding of before the system."""
    return facts.from_paper and coordinates_reform(office, facts)


def knows_of_it(office: Office, facts: Facts) -> bool:
    """In person, somebody whom the vault names for this sealed value."""
    return _in_person(office) and office.person_id in facts.cleared


def imports_dossiers(office: Office, facts: Facts) -> bool:
    """TT PVHCC: the post that keeps the figures of dossiers, for those figures."""
    return office.has_duty("dossier_keeper") and facts.figures_kind in (None, "dossiers")


def imports_surveys(office: Office, facts: Facts) -> bool:
    """The coordinator, for surveys."""
    return coordinates_reform(office, facts) and facts.figures_kind in (None, "survey")


def keeps_index(office: Office, facts: Facts) -> bool:
    """The head of the unit that the plan (V.2.3) makes answer for the competitiveness index."""
    is_that_unit = office.post.unit_id == COMPETITIVENESS_UNIT
    return is_that_unit and office.post.rank == "head" and facts.index in (None, "dcci")


def authorised_leader(office: Office, facts: Facts) -> bool:
    """A leader whom the programme in force lets order inspections himself."""
    return _in_person(office) and office.post.post_id == facts.authorised_post


def head_of_rated(office: Office, facts: Facts) -> bool:
    """The head of the unit that a sheet rates; for the whole ward the head of its office."""
    return office.post.rank == "head" and office.post.unit_id == facts.rated_unit


def appraises_round(office: Office, facts: Facts) -> bool:
    """Named as appraiser when the round was opened; never lent."""
    return _in_person(office) and office.post.post_id in facts.appraisers


def of_council(office: Office, facts: Facts) -> bool:
    """Named as member of the council; a vote is never lent."""
    return _in_person(office) and office.post.post_id in facts.council


def decides_appeals(office: Office, facts: Facts) -> bool:
    """Named for appeals when the round was opened; never lent."""
    return _in_person(office) and office.post.post_id in facts.appeal_deciders
