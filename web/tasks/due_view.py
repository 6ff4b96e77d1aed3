"""The deadline of a task in words: heading, row of dates, one sentence, and the sum behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

import msgspec
from markupsafe import Markup

from domain.due import days_late
from domain.values import Before, Conditional, Deadline, Duration, Fixed, NoDeadline, Standing
from projections.task_due import Reckoning, Skipped, Stop
from projections.task_file import TaskFile
from web import wording
from web.tasks.naming import Names

Cell = str | Markup
SIDES = {
    "in_time": "in",
    "due_soon": "soon",
    "due_today": "soon",
    "overdue": "late",
    "waiting_in_time": "wait",
    "waiting_late": "wait",
    "done_on_time": "done",
    "done_late": "late",
    "done_no_deadline": "done",
}
"""The colour at the side follows the tag; everything else is plain."""
RUNNING = frozenset({"in_time", "due_soon", "due_today", "overdue"})
SKIPPED_MOST = 24


class DueView(msgspec.Struct, frozen=True, kw_only=True):
    """Ready for the panel of the deadline."""

    heading: str
    kind: str
    stops: tuple[tuple[date | None, str, str], ...] = ()
    closing: str = ""
    reckoning: tuple[tuple[Cell, Cell, Cell], ...] = ()
    total: tuple[str, str] | None = None


def due_view(file: TaskFile, names: Names, anchors: str) -> DueView:
    """Everything about time; `anchors` is the address whose fragments are the acts."""
    words = _Words(file, names, anchors)
    return DueView(
        heading=words.heading(),
        kind=SIDES.get(file.time_class, "off"),
        stops=tuple(words.stops()),
        closing=words.closing(),
        reckoning=tuple(words.reckoning()),
        total=words.total(),
    )


class _Words:
    def __init__(self, file: TaskFile, names: Names, anchors: str) -> None:
        self._file = file
        self._task = file.task
        self._due = file.due
        self._names = names
        self._say = names.say
        self._anchors = anchors

    # -- heading -------------------------------------------------------------

    def heading(self) -> str:
        """The last moment and how far it is, or why there is none."""
        effective = self._due.effective
        if effective is None:
            return self._without_date(self._task.content.deadline)
        on = effective.last_on
        if self._task.stage == "suspended" and self._task.stop is not None:
            left = self._names.ward.calendar.working_days(self._task.stop.on, on)
            return self._say("due.paused", date=wording.day(self._task.stop.on), days=left)
        return self._say(
            "due.last_moment",
            weekday=wording.weekday(self._names.language, on),
            date=wording.day(on),
            distance=self._distance(),
        )

    def _without_date(self, deadline: Deadline | None) -> str:
        match deadline:
            case Conditional(awaits=awaits):
                return self._say("due.conditional", awaits=awaits)
            case Standing(report_every=every):
                return self._say("due.standing", every=self._say(f"every.{every}"))
            case NoDeadline(follow_up_on=on):
                return self._say("due.none", date=wording.day(on))
        if self._task.counts_from_acceptance:
            return self._say("due.from_acceptance", deadline=self._names.deadline(deadline))
        if self._task.kind in ("group", "series"):
            return self._say(f"due.{self._task.kind}", deadline=self._names.deadline(deadline))
        return self._say("due.proposed", deadline=self._names.deadline(deadline))

    def _distance(self) -> str:
        due = self._due
        if self._task.stage in ("withdrawn", "dropped"):
            return self._say("due.no_longer")
        if due.submitted_on is not None:
            return self._handed_in(due.submitted_on)
        if due.late:
            return self._say("due.late", days=due.late)
        effective = due.effective
        if effective is not None and effective.last_on < self._file.today:
            return self._say("due.late_rest")
        return self._say("due.left", days=due.left) if due.left else self._say("due.today")

    def _handed_in(self, on: date) -> str:
        if self._due.late:
            return self._say("due.handed_in_late", date=wording.day(on), days=self._due.late)
        key = "due.handed_in_early" if self._due.left else "due.handed_in_on_day"
        return self._say(key, date=wording.day(on), days=self._due.left)

    # -- row of dates --------------------------------------------------------

    def stops(self) -> Iterator[tuple[date | None, str, str]]:
        """Each due as decided, then the submission or today."""
        effective = self._due.effective
        in_force = next((s for s in reversed(self._due.stops) if s.due == effective), None)
        for stop in self._due.stops:
            state = "now" if stop is in_force else "old" if stop.counts else ""
            yield stop.due.last_on, self._stop_note(stop), state
        if not self._due.stops:
            return
        if self._due.submitted_on is not None:
            yield self._due.submitted_on, self._say("due.stop.submitted"), ""
        elif self._task.is_open:
            yield self._file.today, self._say("due.stop.today"), ""

    def _stop_note(self, stop: Stop) -> str:
        office = self._names.person(stop.actor.person_id)
        if stop.actor.person_id is None:
            office = self._say("role.clock")
        on = wording.short_day(stop.decided_on)
        if stop.kind == "original":
            return self._say("due.original")
        if stop.kind == "extended":
            note = self._say("due.extended", n=stop.number, office=office, date=on)
        else:
            note = self._say(f"due.stop.{stop.kind}", office=office, date=on)
        return note if stop.counts else f"{note} ({self._say('due.stop.not_counted')})"

    # -- one sentence --------------------------------------------------------

    def closing(self) -> str:
        """Whether the last change counts, and how it stands against the original."""
        said: list[str] = []
        moved = [stop for stop in self._due.stops if stop.kind != "original"]
        if moved and moved[-1].kind == "extended":
            said.append(self._say("due.counts" if moved[-1].counts else "due.counts_not"))
        elif moved and not moved[-1].counts:
            said.append(self._say("due.stop.changed_late"))
        if self._due.added_days and self._due.original is not None:
            said.append(
                self._say(
                    "due.against_original",
                    date=wording.day(self._due.original.last_on),
                    days=self._due.added_days,
                )
            )
        if self._task.spell > 1:
            said.append(self._earlier_spells())
        if self._file.time_class in RUNNING and not self._due.late and moved:
            said.append(self._say("due.if_later"))
        return " ".join(said)

    def _earlier_spells(self) -> str:
        told = [
            self._say(
                "due.spell",
                spell=verdict.spell,
                date=wording.day(verdict.last_on) if verdict.last_on else "–",
                schedule=self._say(f"schedule.{verdict.schedule}", days=verdict.days_late),
            )
            for verdict in self._task.verdicts
            if verdict.spell < self._task.spell
        ]
        return " ".join(told)

    # -- the sum -------------------------------------------------------------

    def reckoning(self) -> Iterator[tuple[Cell, Cell, Cell]]:
        """Step, ground, day."""
        for reckoned in self._due.reckoning:
            yield from self._steps(reckoned)
        for pause in self._task.pauses:
            days = self._names.ward.calendar.working_days(pause.suspended_on, pause.resumed_on)
            span = f"{wording.short_day(pause.suspended_on)}–{wording.day(pause.resumed_on)}"
            yield self._say("due.sum.pause", span=span), self._rule("T8"), self._days(days)
        if self._due.late and self._due.effective is not None:
            yield self._late_step(self._due.effective.last_on)

    def _steps(self, reckoned: Reckoning) -> Iterator[tuple[Cell, Cell, Cell]]:
        stop = reckoned.stop
        yield self._first(reckoned), self._ground(stop), wording.day(stop.due.nominal_on)
        calendar = self._say("due.sum.calendar", version=reckoned.calendar_version)
        last = wording.day(stop.due.last_on)
        if reckoned.rolled_from is not None:
            reason = reckoned.rolled_name or wording.weekday(
                self._names.language, reckoned.rolled_from
            )
            yield self._say("due.rolled", reason=reason, date=last), calendar, last
        elif not isinstance(stop.deadline, Before):
            day = wording.capital(wording.weekday(self._names.language, stop.due.last_on))
            yield self._say("due.not_rolled"), calendar, day
        if reckoned.skipped:
            yield (
                self._say("due.skipped", days=skipped_words(reckoned.skipped, self._names)),
                self._say("due.sum.law"),
                self._days_plain(len(reckoned.skipped)),
            )

    def _first(self, reckoned: Reckoning) -> str:
        stop = reckoned.stop
        match stop.deadline:
            case Before(on=on):
                return self._say(
                    "due.before_rule", date=wording.day(on), last=wording.day(stop.due.last_on)
                )
            case Duration() if stop.start_on is not None:
                return self._say(
                    "due.sum.duration",
                    deadline=self._names.deadline(stop.deadline),
                    date=wording.day(stop.start_on),
                )
            case Fixed() if stop.kind == "original":
                return self._say("due.sum.fixed")
        if stop.kind == "extended":
            return self._say(
                "due.sum.extended",
                n=stop.number,
                working=reckoned.working_days,
                calendar=reckoned.calendar_days,
            )
        return wording.capital(self._stop_note(stop))

    def _ground(self, stop: Stop) -> Markup:
        decided = self._act(stop.event_id, "due.sum.decided", stop.decided_on)
        if stop.asked_event is None or stop.asked_on is None:
            return decided
        asked = self._act(stop.asked_event, "due.sum.asked", stop.asked_on)
        return Markup("{}, {}").format(asked, decided)

    def _act(self, event_id: UUID, key: str, on: date) -> Markup:
        words = self._say(key, date=wording.short_day(on))
        number = self._file.number_of(event_id)
        return Markup('<a href="{}#viec-{}">{}</a>').format(self._anchors, number, words)

    def _late_step(self, last_on: date) -> tuple[Cell, Cell, Cell]:
        until = self._due.submitted_on or self._file.today
        calendar = self._names.ward.calendar
        days = days_late(last_on, until, calendar, self._task.pauses)
        span = f"{wording.short_day(last_on)}–{wording.day(until)}"
        return self._say("due.sum.late", span=span), self._rule("T7"), self._days(days)

    def total(self) -> tuple[str, str] | None:
        """What remains, or how late it is."""
        effective = self._due.effective
        if effective is None:
            return None
        if self._due.late:
            return self._say("due.sum.result_late"), self._days(self._due.late)
        key = "due.sum.result_early" if self._due.submitted_on else "due.sum.result_left"
        return self._say(key, date=wording.day(effective.last_on)), self._days(self._due.left)

    def _days(self, count: int) -> str:
        return self._say("due.sum.working_days", n=count)

    def _days_plain(self, count: int) -> str:
        return self._say("due.sum.days", n=count)

    def _rule(self, code: str) -> str:
        return self._say("due.sum.rule", code=code)


def trial_rows(reckoned: Reckoning | None, deadline: Deadline, names: Names) -> list[str]:
    """How a deadline would be counted if it were decided today, sentence by sentence."""
    if reckoned is None:
        return [names.say("due.trial.no_date", deadline=names.deadline(deadline))]
    due = reckoned.stop.due
    rows = [names.say("due.trial.decided", deadline=names.deadline(deadline))]
    if isinstance(deadline, Before):
        rows.append(
            names.say(
                "due.before_rule", date=wording.day(deadline.on), last=wording.day(due.last_on)
            )
        )
    elif reckoned.rolled_from is not None:
        reason = reckoned.rolled_name or wording.weekday(names.language, reckoned.rolled_from)
        rows.append(names.say("due.rolled", reason=reason, date=wording.day(due.last_on)))
    if reckoned.skipped:
        rows.append(names.say("due.skipped", days=skipped_words(reckoned.skipped, names)))
    rows.append(
        names.say(
            "due.trial.result",
            weekday=wording.weekday(names.language, due.last_on),
            date=wording.day(due.last_on),
            version=reckoned.calendar_version,
        )
    )
    return rows


def skipped_words(skipped: Sequence[Skipped], names: Names) -> str:
    """Weekends as days, days off with their names; a long list is cut."""
    shown = [
        wording.short_day(each.on) + (f" ({each.name})" if each.name else "")
        for each in skipped[:SKIPPED_MOST]
    ]
    more = len(skipped) - SKIPPED_MOST
    return ", ".join(shown) + (names.say("due.sum.more", n=more) if more > 0 else "")
