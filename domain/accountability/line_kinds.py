"""Every kind of line and the facts its sentence is filled with: what a text table has to say.

`severity`, `stance`, `outcome`, `why` of a return, `kind` and `act` are closed words; days are
written as ISO dates; `to_unit` and `from_unit` are ids of units.
"""

from __future__ import annotations

from collections.abc import Mapping

LINE_KINDS: Mapping[str, tuple[str, ...]] = {
    # by the last day of a task; `cause` only where an objective cause was confirmed
    "task_done_on_time": ("last_on", "submitted_on"),
    "task_done_late": ("last_on", "submitted_on", "days_late", "cause"),
    "task_waiting_in_time": ("last_on", "submitted_on"),
    "task_waiting_late": ("last_on", "submitted_on", "days_late", "cause"),
    "task_not_done": ("last_on",),
    "late_days": ("days", "from_on", "to_on"),
    # as it stands at the cut
    "task_overdue": ("last_on", "days"),
    "task_open": ("since", "days"),
    "task_stale": ("since", "days"),
    # acts on a task
    "task_assigned": ("last_on",),
    "task_assigned_undated": (),
    "task_accepted": (),
    "task_accepted_by_silence": (),
    "task_returned": ("why",),
    "lead_given_away": ("to_unit",),
    "lead_taken_over": ("from_unit",),
    "extension_asked": ("to_on",),
    "extension_approved": ("before", "after", "days"),
    "extension_approved_after_expiry": ("before", "after", "days"),
    "extension_refused": ("why",),
    "task_urged": ("step",),
    "task_urged_answered": ("step", "answered_on", "days"),
    "delay_explained_objective": ("outcome",),
    "delay_explained_subjective": ("outcome",),
    "measure_reminder_letter": (),
    "measure_criticism": (),
    "measure_review": (),
    "result_submitted": (),
    "result_sent_back": ("defects",),
    "task_confirmed_met": ("sent_back",),
    "task_confirmed_met_with_defects": ("sent_back",),
    "task_confirmed_not_met": ("sent_back",),
    "task_reopened": ("last_on",),
    "task_suspended": (),
    "task_withdrawn": (),
    "task_rated": ("points", "remark"),
    # cooperation asked of the unit
    "cooperation_answered": ("reply_by", "question", "settled_on"),
    "cooperation_answered_late": ("reply_by", "question", "settled_on", "days_late"),
    "cooperation_declined": ("reply_by", "question", "settled_on"),
    "cooperation_unanswered": ("reply_by", "question"),
    # inspections and findings
    "inspection_opened": ("kind",),
    "inspection_scored": ("reached", "applicable", "scaled"),
    "finding_recorded": ("severity", "item"),
    "finding_repeated": ("severity", "item"),
    "finding_praise": ("severity", "item"),
    "finding_dropped": ("severity", "item"),
    "finding_closed_in_time": ("severity", "closed_on", "last_on"),
    "finding_closed_late": ("severity", "closed_on", "last_on"),
    "finding_open_past_due": ("severity", "last_on", "days"),
    "finding_acknowledged": (),
    "finding_not_acknowledged": (),
    "finding_explained": ("stance",),
    "finding_not_explained": (),
    "finding_reopened": (),
    "finding_handed_over": (),
    "remedy_reported": (),
    "remedy_verified": (),
    "remedy_returned": (),
    # entries
    "late_entry": ("act", "recorded_on", "days"),
    # figures from outside
    "survey_imported": ("month", "satisfied", "answers"),
    "dossiers_imported": ("month", "in_time", "settled", "overdue_open"),
}
