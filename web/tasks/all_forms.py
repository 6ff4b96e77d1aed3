"""Every act of a task that people ask for, in the order in which pages offer them."""

from __future__ import annotations

from projections.duties import DutyKind
from web.tasks.acts_of_asking import ASKING_FORMS
from web.tasks.acts_of_authority import AUTHORITY_FORMS
from web.tasks.acts_of_judging import JUDGING_FORMS
from web.tasks.acts_of_review import REVIEW_FORMS
from web.tasks.acts_of_unit import UNIT_FORMS
from web.tasks.acts_of_words import WORDS_FORMS
from web.tasks.task_form import TaskForm

FIRST = (
    "resume",
    "accept",
    "confirm",
    "send-back",
    "approve-extension",
    "refuse-extension",
    "answer-cooperation",
    "give-direction",
    "confirm-cause",
    "submit-result",
    "report-period",
    "urge",
    "explain-delay",
    "report-progress",
)
"""The first of these that is possible is the page's button; the others keep this order."""

_EVERY = (*UNIT_FORMS, *ASKING_FORMS, *REVIEW_FORMS, *AUTHORITY_FORMS, *JUDGING_FORMS, *WORDS_FORMS)

FORMS: dict[str, TaskForm] = {
    form.slug: form
    for form in sorted(
        _EVERY, key=lambda form: FIRST.index(form.slug) if form.slug in FIRST else len(FIRST)
    )
}
"""By the word that stands in their address, `/tasks/{code}/do/{slug}`."""

SLUG_OF: dict[DutyKind, str] = {
    "accept": "accept",
    "decide_extension": "approve-extension",
    "direct": "give-direction",
    "review": "confirm",
    "confirm_cause": "confirm-cause",
    "sign_urging": "urge",
    "look_again": "amend",
    "decide_condition": "amend",
    "answer_cooperation": "answer-cooperation",
    "explain": "explain-delay",
    "submit": "submit-result",
    "work": "report-progress",
    "report_period": "report-period",
}
"""The form that answers a duty; my work and the page of the task lead to the same one."""
