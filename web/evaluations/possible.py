"""What can be done next with a sheet: by the reader, by others, and what is in the way."""

from __future__ import annotations

from domain.evaluation.commands import PublishScore
from domain.evaluation.rated import voice_of
from domain.evaluation.sheet.decide import decide
from web.act_pages import allowed
from web.evaluations.loading import RoundView
from web.evaluations.sheet_context import SheetContext, SheetForm
from web.evaluations.sheet_forms import APPRAISE, APPROVE, GENERIC, SELF_SCORE
from web.possible_acts import ActsOfThing, Possibilities, possibilities_of, who_may
from web.render import AnyRequest
from web.session import Visit, visit_of
from web.texts import say

ALL: tuple[SheetForm, ...] = (SELF_SCORE, APPRAISE, *GENERIC[:6], APPROVE, *GENERIC[6:])
FIRST = (
    "self-score",
    "appraise",
    "deliver",
    "accept-appraisal",
    "decide-appeal",
    "vote",
    "approve",
    "publish",
)
"""Acts that carry a sheet on; the first that is possible is the page's button."""
SILENT = frozenset({"count", "reopen", "appeal", "publish"})
"""Acts that nobody waits for; they are not listed as somebody else's."""
IN_THE_WAY = frozenset(
    {
        "own_unit",
        "own_work",
        "evaluation.no_self_score",
        "evaluation.keys_unappraised",
        "evaluation.system_moved",
        "evaluation.reply_open",
        "evaluation.appeal_pending",
        "evaluation.vote_not_valid",
        "evaluation.not_the_lead",
    }
)
"""Refusals that say what has to happen first; the others only say that it is not the time."""


def possibilities(context: SheetContext, visit: Visit) -> Possibilities:
    """Of this sheet, for the reader."""
    return possibilities_of(ACTS, context, visit, context.view.address)


def _who(form: SheetForm, context: SheetContext) -> str:
    """By name where the sheet says so, else by office."""
    sheet = context.sheet
    voice = voice_of(sheet.unit_id, context.today, context.ward)
    head = context.ward.head_post(voice) if voice is not None else None
    posts = {
        "H": (head.post_id,) if head is not None else (),
        "AP": (context.lead,) if context.lead is not None else (),
        "CM": context.voters,
        "AD": sheet.appeal_posts,
    }
    return who_may(form, context, posts)


ACTS = ActsOfThing(
    forms=ALL,
    decide=decide,
    who=_who,
    first=FIRST,
    silent=SILENT,
    in_the_way=IN_THE_WAY,
    somebody=lambda form, context, _sample: form.anybody(context),
)


def round_acts(request: AnyRequest, view: RoundView) -> list[tuple[str, str]]:
    """What can be asked on the page of a round: name and address."""
    approved = [each for each in view.sheets if each.sheet.stage == "approved"]
    found: list[tuple[str, str]] = []
    if approved and allowed(request, PublishScore, approved[0].sheet):
        title = say(visit_of(request).language, "evaluation.round.publish.title")
        found.append((title, f"{view.address}/do/publish"))
    return found
