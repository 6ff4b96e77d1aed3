"""What can be done next: by me, with its limit in time, and by others, with why it is not me."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.fact import Actor, Command
from domain.refusal import Refused
from domain.task import commands as c
from domain.ward import Ward
from projections.duties import OUTRANKS, duties_of, foremost
from service.access import may
from service.permission_table import ROWS
from web import refusals
from web.possible_acts import NotNow, Possibilities, Possible, limit_note
from web.tasks.all_forms import FIRST, FORMS, SLUG_OF
from web.tasks.days import day
from web.tasks.dry_run import tried
from web.tasks.preparing import PREPARABLE
from web.tasks.task_form import TaskContext, TaskForm
from web.texts import Language, has, say
from web.wording import capital

SEPARATION = frozenset(
    {
        "own_work",
        "own_unit",
        "task.own_request",
        "task.own_decisive_date",
        "task.confirmed_by_verification",
        "task.remedy_of_open_finding",
        "evidence_missing",
        "task.children_open",
        "task.condition_not_met",
        "task.deadline_passed",
        "task.already_asked",
        "delegation_does_not_cover",
    }
)
"""Refusals worth reading beside an act that this office could otherwise do."""
NAMES_MOST = 3
MAIN = ("assign", *FIRST)
"""Acts that carry a task on; the others are never the page's button."""
SILENT = frozenset({"link", "correct", "attach-evidence", "snooze-reminder"})
"""Small acts that nobody waits for; they are not listed as somebody else's."""
NOBODY = Actor()


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks at the page, and when."""

    person_id: UUID
    acting_post: UUID | None
    now: datetime


def possibilities(context: TaskContext, asker: Asker, address: str) -> Possibilities:
    """Every form is asked about once; rules are asked, never told again here."""
    judge = _Judge(context, asker, address)
    for form in FORMS.values():
        judge.look_at(form)
    mine = sorted(judge.mine, key=lambda act: act.slug not in asked_first(context))
    goes_on = context.task.is_open or context.task.stage == "drafted"
    main = mine[0] if goes_on and mine and mine[0].slug in MAIN else None
    return Possibilities(
        main=main,
        late=_late(context) if any(act.slug == "submit-result" for act in mine) else "",
        more=tuple(mine[1:] if main else mine),
        prepare=tuple(judge.prepare),
        later=_together(judge.later),
        others=_together(judge.others),
    )


def asked_first(context: TaskContext) -> frozenset[str]:
    """What the task asks for before its result, by the rule that orders my work."""
    duties = foremost(duties_of(context.task_id, context.task))
    outranking = set(OUTRANKS.values())
    return frozenset(SLUG_OF[duty.kind] for duty in duties if duty.kind in outranking)


def _late(context: TaskContext) -> str:
    due = context.task.due
    if due is None or due.last_on >= context.today:
        return ""
    days = context.file.due.late
    late = "due.late" if days else "due.late_rest"
    said = capital(say(context.language, late, days=days))
    return say(context.language, "can.late", late=said, date=day(due.last_on))


class _Judge:
    def __init__(self, context: TaskContext, asker: Asker, address: str) -> None:
        self._context = context
        self._asker = asker
        self._address = address
        self._holders: dict[object, tuple[UUID, ...]] = {}
        self.mine: list[Possible] = []
        self.prepare: list[Possible] = []
        self.later: list[NotNow] = []
        self.others: list[NotNow] = []
        if context.task.stage in ("drafted", "returned"):
            self._look_at_assigning()

    def look_at(self, form: TaskForm) -> None:
        """Sort one act into mine, mine later, or somebody else's."""
        sample = form.sample(self._context)
        if sample is None:
            return
        answer = self._may(form.command)
        if isinstance(answer, Refused) and answer.code != "document_needed":
            self._of_others(form, sample, answer)
            return
        actor = answer if isinstance(answer, Actor) else self._by_document()
        found = self._tried(sample, actor)
        if found is True:
            needs_paper = not isinstance(answer, Actor)
            self.mine.append(self._possible(form, needs_paper=needs_paper))
        elif isinstance(found, Refused):
            self._refused(form, found)

    def _look_at_assigning(self) -> None:
        answer = self._may(c.AssignTask)
        title = self._say("task.do.assign.title")
        if isinstance(answer, Refused) and answer.code != "document_needed":
            self.others.append(NotNow(titles=title, who=self._who(c.AssignTask)))
            return
        href = f"/tasks/new?task={self._context.task_id}"
        self.mine.append(Possible(slug="assign", href=href, title=title))

    def _possible(self, form: TaskForm, *, needs_paper: bool) -> Possible:
        until = form.limit(self._context)
        notes = [self._limit(form.limit_key, until)] if until else []
        if needs_paper:
            notes.append(self._say("can.needs_document"))
        return Possible(
            slug=form.slug,
            href=f"{self._address}/do/{form.slug}",
            title=self._say(form.title_key),
            note=" ".join(notes),
        )

    def _limit(self, key: str, until: date) -> str:
        return limit_note(until, self._context.today, self._ward, self._language, key)

    def _refused(self, form: TaskForm, refused: Refused) -> None:
        """My office could, but the task or what I did before says no."""
        title = self._say(form.title_key)
        waits = self._waits(refused)
        if refused.code in SEPARATION:
            why = refusals.sentence(refused, self._language, self._ward)
            self.others.append(NotNow(titles=title, who=self._who(form.command), why=why))
        elif waits:
            self.later.append(NotNow(titles=title, why=waits))

    def _of_others(self, form: TaskForm, sample: c.TaskCommand, answer: Refused) -> None:
        if form.slug in SILENT:
            return
        found = self._tried(sample, NOBODY)
        waits = self._waits(found) if isinstance(found, Refused) else ""
        if found is not True and not waits:
            return
        if found is True and self._context.prepares and form.slug in PREPARABLE:
            self.prepare.append(self._possible(form, needs_paper=False))
        why = waits
        if answer.code == "delegation_does_not_cover":
            why = refusals.sentence(answer, self._language, self._ward)
        title = self._say(form.title_key)
        self.others.append(NotNow(titles=title, who=self._who(form.command), why=why))

    def _tried(self, sample: c.TaskCommand, actor: Actor) -> Refused | bool:
        return tried(sample, self._context.file, actor, self._asker.now, self._ward)

    def _may(self, kind: type[Command]) -> Actor | Refused:
        asker = self._asker
        return may(
            kind,
            self._context.task,
            None,
            asker.person_id,
            asker.acting_post,
            self._ward,
            asker.now,
        )

    def _by_document(self) -> Actor:
        posts = self._ward.posts_of(self._asker.person_id, self._context.today)
        post = posts[0] if posts else None
        return Actor(
            person_id=self._asker.person_id,
            post_id=post.post_id if post else None,
            unit_id=post.unit_id if post else None,
            capacity="by_order",
        )

    def _waits(self, refused: Refused) -> str:
        """From when it will be possible, for refusals that only say "not yet"."""
        key = f"can.wait.{refused.code.removeprefix('task.')}"
        return self._say(key) if has(key) else ""

    def _who(self, kind: type[Command]) -> str:
        """Who may, by name; the offices where nobody holds them today."""
        row = ROWS.get(kind, ())
        if row not in self._holders:
            self._holders[row] = self._entitled(kind)
        names = [self._context.names.holder(post) for post in self._holders[row]]
        if not names:
            roles = list(dict.fromkeys(grant.role for grant in row))
            return refusals.named(roles, self._language, self._ward) if roles else ""
        more = len(names) - NAMES_MOST
        shown = self._say("can.or").join(names[:NAMES_MOST])
        return shown + (self._say("can.more", n=more) if more > 0 else "")

    def _entitled(self, kind: type[Command]) -> tuple[UUID, ...]:
        """Posts whose own right it is today, apart from the reader's."""
        found = []
        for post in self._ward.posts.values():
            term = self._ward.holder(post.post_id, self._context.today)
            if term is None or term.person_id == self._asker.person_id:
                continue
            answer = may(
                kind,
                self._context.task,
                None,
                term.person_id,
                post.post_id,
                self._ward,
                self._asker.now,
            )
            if isinstance(answer, Actor) and answer.capacity in ("own", "acting"):
                found.append(post.post_id)
        return tuple(found)

    @property
    def _ward(self) -> Ward:
        return self._context.ward

    @property
    def _language(self) -> Language:
        return self._context.language

    def _say(self, key: str, **facts: object) -> str:
        return say(self._language, key, **facts)


def _together(found: list[NotNow]) -> tuple[NotNow, ...]:
    """Acts of the same people for the same reason stand on one line."""
    lines: dict[tuple[str, str], list[str]] = {}
    for each in found:
        lines.setdefault((each.who, each.why), []).append(each.titles)
    return tuple(
        NotNow(titles=capital(", ".join(_inside(titles))), who=who, why=why)
        for (who, why), titles in lines.items()
    )


def _inside(titles: list[str]) -> list[str]:
    """Titles inside a list begin small."""
    return [title[:1].lower() + title[1:] for title in titles]
