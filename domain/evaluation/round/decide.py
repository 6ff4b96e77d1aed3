"""Decides whether a round can be opened, and opens a sheet for every unit in the same act."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from domain import due as dues
from domain.claims import take
from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.council import impartial
from domain.evaluation.rated import voice_of
from domain.evaluation.round.state import Round
from domain.evaluation.values import KnownRuleSet, limits_of
from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def decide(command: c.RoundCommand, state: Round | None, moment: Moment, ward: Ward) -> Decided:
    """What the command comes to."""
    assert isinstance(command, c.OpenRound), f"no decision for {type(command).__name__}"
    if state is not None:
        return []
    need_document(moment)
    known = _rule_set(command)
    _refuse_period(command, moment)
    _refuse_units(command, moment, ward)
    _refuse_rated(command, known, ward)
    _refuse_posts(command, moment, ward)
    _refuse_voiceless(command, moment, ward)
    opened = e.RoundOpened(
        code=command.code,
        title=command.title,
        period=command.period,
        rule_set=known.place,
        units=command.units,
        council_posts=command.council_posts,
        appraiser_posts=command.appraiser_posts,
        appeal_posts=command.appeal_posts,
        limits=limits_of(ward, moment.happened_on),
    )
    return [
        opened,
        take("round-code", command.code, by_stream=command.round_id),
        *(_sheet(command.round_id, unit, opened, moment, ward) for unit in command.units),
    ]


def _rule_set(command: c.OpenRound) -> KnownRuleSet:
    known, on = command.known, command.period.to_on
    if known is None or known.is_retired:
        raise Refused("evaluation.rule_set_not_valid", on=on)
    until = known.rules.valid_until_on
    if on < known.rules.valid_from_on or (until is not None and on > until):
        raise Refused("evaluation.rule_set_not_valid", on=on)
    return known


def _refuse_period(command: c.OpenRound, moment: Moment) -> None:
    period = command.period
    if not period.from_on <= period.to_on or period.cut_on < period.from_on:
        raise Refused(
            "evaluation.period_crosses",
            from_on=period.from_on,
            to_on=period.to_on,
            cut_on=period.cut_on,
        )
    if period.cut_on > moment.today:
        raise Refused("evaluation.cut_in_the_future", cut_on=period.cut_on, today=moment.today)


def _refuse_units(command: c.OpenRound, moment: Moment, ward: Ward) -> None:
    _refuse_list("units", command.units)
    for unit_id in command.units:
        unit = ward.units.get(unit_id)
        if unit is None:
            raise Refused("not_found", what="unit", id=unit_id)
        if not unit.active_on(moment.happened_on):
            raise Refused(
                "unit_not_active",
                unit_id=unit_id,
                since=unit.ended_on,
                successor_id=unit.successor_id,
            )


def _refuse_rated(command: c.OpenRound, known: KnownRuleSet, ward: Ward) -> None:
    """Rules for the whole ward rate its leadership alone, and no other rules rate it."""
    leading = [unit for unit in command.units if ward.units[unit].kind == "leadership"]
    if known.rules.rates == "ward" and not len(leading) == len(command.units) == 1:
        raise Refused("evaluation.ward_rated_alone")
    if known.rules.rates != "ward" and leading:
        raise Refused("evaluation.rules_of_units", unit=leading[0])


def _refuse_posts(command: c.OpenRound, moment: Moment, ward: Ward) -> None:
    _refuse_list("council", command.council_posts)
    _refuse_list("appraisers", command.appraiser_posts)
    for post_id in (*command.council_posts, *command.appraiser_posts, *command.appeal_posts):
        post = ward.posts.get(post_id)
        if post is None or post.ended_on is not None:
            raise Refused("not_found", what="post", id=post_id)
    on = moment.happened_on
    for unit_id in command.units:
        if not impartial(command.appraiser_posts, unit_id, on, ward):
            raise Refused("evaluation.nobody_appraises", unit=unit_id)
        if not impartial(command.council_posts, unit_id, on, ward):
            raise Refused("evaluation.nobody_votes", unit=unit_id)


def _refuse_voiceless(command: c.OpenRound, moment: Moment, ward: Ward) -> None:
    """Somebody speaks for the ward, and somebody not of it answers its appeal."""
    on = moment.happened_on
    for unit_id in command.units:
        voice = voice_of(unit_id, on, ward)
        if voice is None:
            raise Refused("evaluation.nobody_speaks", unit=unit_id)
        if voice != unit_id and not impartial(command.appeal_posts, unit_id, on, ward):
            raise Refused("evaluation.nobody_decides", unit=unit_id)


def _refuse_list(what: str, ids: Iterable[UUID]) -> None:
    listed = tuple(ids)
    if not listed or len(set(listed)) != len(listed):
        raise Refused("evaluation.list_unsound", what=what)


def _sheet(
    round_id: UUID, unit_id: UUID, opened: e.RoundOpened, moment: Moment, ward: Ward
) -> Elsewhere:
    limits, calendar = opened.limits, ward.calendar
    self_score_by = dues.working_days_from(moment.happened_on, limits.self_score_days, calendar)
    return Elsewhere(
        stream_id=c.sheet_of(round_id, unit_id),
        version=1,
        event=e.SheetOpened(
            round_id=round_id,
            round_code=opened.code,
            unit_id=unit_id,
            period=opened.period,
            rule_set=opened.rule_set,
            council_posts=opened.council_posts,
            appraiser_posts=opened.appraiser_posts,
            appeal_posts=opened.appeal_posts,
            limits=limits,
            self_score_by=self_score_by,
            appraise_by=dues.working_days_from(
                self_score_by.last_on, limits.appraise_days, calendar
            ),
        ),
    )
