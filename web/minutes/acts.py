"""The forms around the minutes: draw up, the unit's opinion, a refusal to sign, an addendum."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import msgspec

from domain.inspection import commands as c
from domain.inspection.parts import Corrects, Drawing
from web.act_form import ActForm, Field, Option, options, worded
from web.answers import Answers
from web.minutes.loading import Shown
from web.tasks.naming import Names

OPINION_MAX = 5000
NOTHING_TO_SAY = "Không có ý kiến."
"""Goes into the official paper as it is, so it is in its language."""
NOT_DRAWN = Drawing(content_hash="")


class MinutesContext(msgspec.Struct, frozen=True, kw_only=True):
    """What the forms may look at."""

    shown: Shown
    names: Names
    drawing: Drawing = NOT_DRAWN
    """Rendered just before the act is asked for."""
    proposed: str = ""
    """Words for an addendum, from an entry that came too late."""
    witness_ref: str = ""
    """Under which the name of a witness from outside lies in the vault."""

    @property
    def inspection_id(self) -> UUID:
        """The stream."""
        return self.shown.opened.file.inspection_id

    @property
    def witnesses(self) -> tuple[Option, ...]:
        """Posts that somebody holds, outside the team and the unit's head."""
        it, names = self.shown.it, self.names
        head = names.ward.head_post(it.unit_id)
        barred = {*it.team, *it.former_posts, head.post_id if head is not None else None}
        held = [
            post
            for post in names.ward.posts.values()
            if post.post_id not in barred and names.ward.holder(post.post_id, names.on)
        ]
        held.sort(key=lambda post: (post.unit_id != it.unit_id, names.unit(post.unit_id)))
        return options((post.post_id, names.holder(post.post_id)) for post in held)

    @property
    def subjects(self) -> tuple[Option, ...]:
        """What an addendum may speak of."""
        items = [
            (f"item:{line.item.item_key}", f"{line.item.code}. {line.item.text}")
            for line in self.shown.opened.file.items
        ]
        found = [(f"finding:{each.finding_id}", each.found.code)
                 for each in self.shown.facts.findings]  # fmt: skip
        return options((*found, *items))


def _nothing(context: MinutesContext) -> Iterable[Field]:
    return ()


def _draw(answers: Answers, context: MinutesContext) -> c.DrawUpMinutes:
    return c.DrawUpMinutes(inspection_id=context.inspection_id, drawing=context.drawing)


def _opinion_fields(context: MinutesContext) -> Iterable[Field]:
    said = context.shown.it.opinion
    given = "" if said is None else ("none" if said == NOTHING_TO_SAY else "words")
    yield Field(
        name="stance",
        kind="radio",
        label="minutes.field.stance",
        options=worded("minutes.stance", ("none", "words")),
        value=given,
    )
    yield Field(
        name="text",
        kind="area",
        label="minutes.field.opinion",
        hint="minutes.hint.opinion",
        required=False,
        rows=6,
        value=said if given == "words" and said else "",
    )


def opinion_of(answers: Answers) -> str:
    """The unit's words as they go into the minutes."""
    stance = answers.choice("stance", ("none", "words"))
    text = answers.text("text", required=stance == "words", most=OPINION_MAX)
    if stance == "none" and text:
        answers.fail("stance", "minutes.error.both")
    return NOTHING_TO_SAY if stance == "none" else text


def _opinion(answers: Answers, context: MinutesContext) -> c.GiveUnitOpinion:
    return c.GiveUnitOpinion(
        inspection_id=context.inspection_id, text=opinion_of(answers), redrawn=context.drawing
    )


def _refusal_fields(context: MinutesContext) -> Iterable[Field]:
    yield Field(
        name="witness",
        kind="choice",
        label="minutes.field.witness",
        hint="minutes.hint.witness",
        options=context.witnesses,
        required=False,
    )
    yield Field(
        name="witness_name",
        label="minutes.field.witness_name",
        hint="minutes.hint.witness_name",
        required=False,
    )
    yield Field(name="witness_address", label="minutes.field.witness_address", required=False)


def _refuse(answers: Answers, context: MinutesContext) -> c.RefuseSignature:
    allowed = [UUID(option.value) for option in context.witnesses]
    witness = answers.uuid("witness", allowed, required=False)
    name = answers.text("witness_name", required=False, most=200)
    answers.text("witness_address", required=False, most=200)
    if (witness is None) == (not name):
        answers.fail("witness", "minutes.error.witness")
    return c.RefuseSignature(
        inspection_id=context.inspection_id, witness_post=witness, witness_ref=context.witness_ref
    )


def _addendum_fields(context: MinutesContext) -> Iterable[Field]:
    yield Field(
        name="about",
        kind="choice",
        label="minutes.field.about",
        options=context.subjects,
        required=False,
    )
    yield Field(
        name="text", kind="area", label="minutes.field.addendum", rows=6, value=context.proposed
    )
    yield Field(
        name="countersign",
        kind="radio",
        label="minutes.field.countersign",
        options=worded("minutes.countersign", ("signed", "silent")),
        value="silent",
    )


def _addendum(answers: Answers, context: MinutesContext) -> c.AddMinutesAddendum:
    about = answers.choice("about", [option.value for option in context.subjects], required=False)
    kind, _, subject = about.partition(":")
    countersign = answers.choice("countersign", ("signed", "silent"))
    return c.AddMinutesAddendum(
        inspection_id=context.inspection_id,
        text=answers.text("text", most=OPINION_MAX),
        corrects=Corrects(kind="finding" if kind == "finding" else "item", id=subject)
        if about
        else Corrects(),
        countersign="signed" if countersign == "signed" else "silent",
    )


FORMS: dict[str, ActForm] = {
    form.slug: form
    for form in (
        ActForm(
            area="minutes", slug="draw-up", command=c.DrawUpMinutes, fields=_nothing, build=_draw
        ),
        ActForm(
            area="minutes",
            slug="opinion",
            command=c.GiveUnitOpinion,
            fields=_opinion_fields,
            build=_opinion,
        ),
        ActForm(
            area="minutes",
            slug="refusal",
            command=c.RefuseSignature,
            fields=_refusal_fields,
            build=_refuse,
            reason="must",
        ),
        ActForm(
            area="minutes",
            slug="addendum",
            command=c.AddMinutesAddendum,
            fields=_addendum_fields,
            build=_addendum,
        ),
    )
}
