"""Every answer about a new task on one page, each with the step that changes it."""

from __future__ import annotations

import msgspec

from domain.task.events import Content
from web import wording
from web.tasks.new_steps import NewContext, Said, StepName


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One answer in words."""

    label: str
    value: str
    step: StepName


def summary(said: Said, context: NewContext) -> tuple[Answered, ...]:
    """In the order of the steps."""
    words = said.content
    names, say = context.names, context.names.say

    def row(name: str, value: str, step: StepName) -> Answered:
        return Answered(label=say(f"task.field.{name}"), value=value, step=step)

    lead = names.units(said.units) if said.units else names.unit(words.lead_id)
    return (
        row("text", words.text, "words"),
        row("field", say(f"register.field.{words.field}") if words.field else "", "words"),
        row("product", words.product, "words"),
        row("nature", say(f"nature.{words.nature}"), "words"),
        row("weight", words.weight.replace(".", ","), "words"),
        row("source", say(f"source.{words.source}"), "words"),
        row("place", words.place, "words"),
        row("funding", words.funding, "words"),
        row("group_units" if said.units else "lead", lead, "units"),
        row("cooperating", names.units(words.cooperating) if words.cooperating else "", "units"),
        row("reviewer", _reviewer(words, context), "units"),
        row("deadline_kind", _deadline(said, context), "deadline"),
        row("city_last_on", _day(words), "deadline"),
    )


def _reviewer(words: Content, context: NewContext) -> str:
    post = words.reviewer_post_id
    return context.names.holder(post) if post else context.names.say("task.reviewer_by_authority")


def _deadline(said: Said, context: NewContext) -> str:
    if said.every is not None:
        say = context.names.say
        return say("task.series_words", every=say(f"every.{said.every}"), first=said.first_period)
    return context.names.deadline(said.content.deadline)


def _day(words: Content) -> str:
    return wording.day(words.city_last_on) if words.city_last_on else ""
