"""A row of my work in words: what to do, why it is mine, who set it, by when, and one button."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from domain.ward import Ward
from projections.duties import LIST_OF, DutyKind
from projections.duties_query import Waiting
from projections.register_query import RegisterLine
from projections.time_class_sql import Days
from service.offices import Office
from service.prepared_forms import PreparedForm
from web.register.lines import days_to, source_of, task_address, unit_name
from web.session import Visit
from web.tasks.all_forms import FORMS, SLUG_OF
from web.texts import say
from web.wording import capital, day, short_day
from web.work.limits import class_of, day_of

ASSIGNED_ANEW: frozenset[DutyKind] = frozenset({"assign", "reassign"})
TASKS_OWN_CLOCK: frozenset[DutyKind] = frozenset({"submit", "work", "explain"})
"""Here the tag tells how the task stands, elsewhere how the duty itself does."""
TITLE_MAX = 140


class WorkRow(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a row shows; words are ready."""

    list: str
    title: str
    short: str
    """The act alone, for the sentence on top."""
    href: str
    why: str
    origin: str
    tag: str
    """A time class, or empty for none."""
    tag_days: int = 0
    when: str
    """The last day of the duty in words; empty where it has none."""
    distance: str
    limit_on: date | None
    act_href: str
    act_label: str
    act_tail: str
    is_overdue: bool = False


class RowWriter:
    """Writes rows for one reader on one day."""

    def __init__(self, visit: Visit, days: Days) -> None:
        self._visit = visit
        self._ward: Ward = visit.ward
        self._days = days

    def mine(self, waiting: Waiting, office: Office) -> WorkRow:
        """A duty the reader holds."""
        duty, line = waiting.duty, waiting.line
        limit, kind = duty.limit_on, duty.kind
        task = kind in TASKS_OWN_CLOCK
        tag = line.time_class if task or limit is None else class_of(limit, self._days)
        return WorkRow(
            list=LIST_OF[kind],
            title=self._say(f"work.title.{kind}", text=clipped(line.text)),
            short=self._say(f"work.short.{kind}"),
            href=task_address(line),
            why=self._why(waiting, office),
            origin=self._origin(waiting),
            tag=tag,
            tag_days=line.days_late,
            when=self._when(kind, limit),
            distance=self._distance(waiting),
            limit_on=limit,
            act_href=self._act_address(waiting),
            act_label=self._say(f"work.button.{kind}"),
            act_tail=line.code,
            is_overdue=tag == "overdue",
        )

    def awaited(self, waiting: Waiting) -> WorkRow:
        """A duty of somebody else that the reader's unit waits for."""
        duty, line = waiting.duty, waiting.line
        waited = self._ward.calendar.working_days(duty.since, self._days.today)
        limit = duty.limit_on
        is_review = duty.kind == "review"
        return WorkRow(
            list="wait",
            title=self._say(f"work.wait.{duty.kind}", text=clipped(line.text)),
            short=self._say(f"work.short.{duty.kind}"),
            href=task_address(line),
            why=self._say(f"work.since.{duty.kind}", code=line.code, date=short_day(duty.since)),
            origin=self._say("work.held", name=self._holder(waiting)),
            tag=line.time_class if is_review else "",
            when=self._say("work.waited", days=waited),
            distance=self._say("work.answer_due", date=short_day(limit)) if limit else "",
            limit_on=limit,
            act_href=task_address(line),
            act_label=self._say("work.open"),
            act_tail=line.code,
            is_overdue=limit is not None and limit < self._days.today,
        )

    def prepared(self, draft: PreparedForm, line: RegisterLine, *, for_me: bool) -> WorkRow:
        """A form that an officer filled in: the head sends it, the officer waits for that."""
        act = say(self._visit.language, FORMS[draft.slug].title_key)
        persons = self._ward.persons
        people = ", ".join(persons[p].full_name for p in draft.prepared_by if p in persons)
        href = task_address(line)
        key = "prepared" if for_me else "prepared_wait"
        return WorkRow(
            list="decide" if for_me else "wait",
            title=self._say(f"work.title.{key}", act=act, text=clipped(line.text)),
            short=self._say("work.short.prepared"),
            href=href,
            why=self._say("work.why.prepared", code=line.code, people=people),
            origin=self._say("work.saved_on", date=short_day(draft.saved_at)),
            tag=line.time_class,
            tag_days=line.days_late,
            when="",
            distance="",
            limit_on=line.last_on,
            act_href=f"{href}/do/{draft.slug}",
            act_label=self._say("work.button.prepared" if for_me else "work.open"),
            act_tail=line.code,
            is_overdue=line.time_class == "overdue",
        )

    def _why(self, waiting: Waiting, office: Office) -> str:
        duty, line = waiting.duty, waiting.line
        parts = [line.code] if line.code else []
        parts.append(self._role(waiting, office))
        if office.delegation is not None:
            parts.append(self._lent(office))
        detail = f"work.why.{duty.kind}"
        parts.append(self._say(detail, n=duty.sub, date=short_day(duty.since)))
        return " ".join(f"{part.strip().rstrip('.')}." for part in parts if part.strip(" –"))

    def _role(self, waiting: Waiting, office: Office) -> str:
        duty = waiting.duty
        key = duty.holder_role
        if key == "head":
            key = "cooperating" if duty.kind == "answer_cooperation" else key
            key = "clerk" if office.post.rank != "head" else key
            key = "deputy" if office.capacity == "deputy" else key
        if key == "authority" and office.post.post_id != duty.holder_post:
            key = "field"
        return self._say(f"work.role.{key}")

    def _lent(self, office: Office) -> str:
        delegation, persons = office.delegation, self._ward.persons
        assert delegation is not None, "only a lent office speaks of its delegation"
        giver = persons.get(office.lent_by) if office.lent_by else None
        paper = delegation.document
        number = "/".join(p for p in (paper.number, paper.notation) if p) if paper else "–"
        return self._say(
            "mywork.why_delegate",
            name=giver.full_name if giver else office.post.title,
            number=number,
            date=day(delegation.until_on),
        )

    def _origin(self, waiting: Waiting) -> str:
        line, language = waiting.line, self._visit.language
        source = source_of(line, language)
        said = [source]
        if line.assigned_on:
            said.append(self._say("work.assigned", date=short_day(line.assigned_on)))
        if line.last_on and waiting.duty.kind not in ("submit", "work"):
            said.append(self._say("work.task_due", date=short_day(line.last_on)))
        if line.extensions and line.original_last_on:
            said.append(
                self._say("work.extended", date=short_day(line.original_last_on), n=line.extensions)
            )
        if line.derived:
            said.append(self._say("register.derived"))
        return "; ".join(said)

    def _holder(self, waiting: Waiting) -> str:
        duty, today = waiting.duty, self._days.today
        post_id = duty.holder_post
        if duty.holder_role == "head":
            head = self._ward.head_post(duty.holder_unit) if duty.holder_unit else None
            post_id = head.post_id if head else None
        post = self._ward.posts.get(post_id) if post_id else None
        if post is None:
            return self._say("role.chair")
        term = self._ward.holder(post.post_id, today)
        person = self._ward.persons.get(term.person_id) if term else None
        if person is None:
            unit = unit_name(self._ward, post.unit_id, today, self._visit.language)
            return f"{post.title}, {unit}"
        return f"{post.title} {person.full_name}"

    def _when(self, kind: DutyKind, limit: date | None) -> str:
        if limit is None:
            return ""
        on = day_of(limit, self._visit.language)
        if kind == "explain":
            return self._say("work.reply_by", day=on)
        return capital(on)

    def _distance(self, waiting: Waiting) -> str:
        duty, line, today = waiting.duty, waiting.line, self._days.today
        if duty.kind == "explain" and line.last_on and line.last_on < today:
            late = -days_to(line.last_on, self._ward, today)
            return self._say("work.task_late", days=late)
        if duty.limit_on is None:
            return ""
        left = days_to(duty.limit_on, self._ward, today)
        if duty.limit_on < today:
            return self._say("due.late", days=-left)
        return self._say("due.left", days=left) if left else self._say("due.today")

    def _act_address(self, waiting: Waiting) -> str:
        kind, line = waiting.duty.kind, waiting.line
        if kind in ASSIGNED_ANEW:
            return f"/tasks/new?task={line.code or line.task_id}"
        return f"{task_address(line)}/do/{SLUG_OF[kind]}"

    def _say(self, key: str, **facts: object) -> str:
        return say(self._visit.language, key, **facts)


def clipped(text: str) -> str:
    """Enough of a task's words to know it by."""
    first, _, rest = text.strip().partition(". ")
    short = first if rest else first.rstrip(".")
    if len(short) <= TITLE_MAX:
        return short
    return short[:TITLE_MAX].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def in_order(rows: Iterable[WorkRow]) -> list[WorkRow]:
    """Overdue first, then by the last day; what has none comes last."""
    return sorted(
        rows, key=lambda row: (not row.is_overdue, row.limit_on or date.max, row.act_tail)
    )
