"""Urging: which letters wait for my signature, what is soon due, and who has not answered yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.response import Redirect

from domain.ids import derived, new_id
from domain.refusal import Refused
from domain.task.commands import UrgeTask
from domain.values import Doc
from domain.ward import Ward
from projections.register_query import RegisterLine, to_urge
from projections.time_class_sql import Days
from projections.vietnamese import sort_key
from service import lookups
from service.desk import Envelope, Who
from web import refusals
from web.act_form import Field, document_fields
from web.answers import TEXT_MAX, Answers
from web.forms import Form, filled, read_form
from web.holdings import followed_by, offices_of
from web.house import house_of
from web.register.asked import ADDRESS, address
from web.register.lines import LineView, head_name, seen_line, unit_name
from web.render import AnyRequest, Crumb, catch_up, go_to, page
from web.session import Visit, signed_in, visit_of
from web.tasks.act_flow import command_id_of, groups_of
from web.tasks.task_form import area, day_field
from web.texts import say

DESK = f"{ADDRESS}/urging"
LETTER = f"{DESK}/letter"


class UrgingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A task with the letters it has had and the one that comes next."""

    view: LineView
    late: int
    """Working days since the last day by which letters go; 0 or less while it is not over."""
    step: int
    from_on: date | None
    """The day the ladder names for that step; None beyond the last step."""
    waits: bool
    """The letter should be signed by now."""

    @property
    def line(self) -> RegisterLine:
        """The row of the register."""
        return self.view.line

    @property
    def value(self) -> str:
        """The letter as a form carries it: which task, which step was shown."""
        return f"{self.line.code}:{self.step}"


class UrgingUnit(msgspec.Struct, frozen=True, kw_only=True):
    """What one unit owes."""

    unit: str
    head: str
    overdue: list[UrgingLine]
    soon: list[UrgingLine]
    unanswered: list[UrgingLine]


class UrgingDesk(Controller):
    """Which letters wait for my signature?"""

    path = DESK

    @get(opt={"permission": "tasks.urge"})
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        visit = visit_of(request)
        units = _by_unit(await _lines(request, visit), visit)
        sent = request.query_params.get("sent", "")
        return page(
            request,
            "register/urging.html",
            units=units,
            waiting=sum(line.waits for unit in units for line in unit.overdue),
            overdue=sum(len(unit.overdue) for unit in units),
            unanswered=sum(len(unit.unanswered) for unit in units),
            sent=int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 5 else 0,
            nothing_chosen="none" in request.query_params,
            crumbs=_crumbs(visit),
        )


class UrgingLetter(Controller):
    """One letter to one unit about several of its tasks; each is recorded in its own task."""

    path = LETTER

    @get(opt={"permission": "tasks.urge"})
    async def show(self, request: AnyRequest) -> Response[str] | Redirect:
        visit = visit_of(request)
        wanted = [value for name, value in request.query_params.multi_items() if name == "task"]
        chosen = _chosen(await _lines(request, visit), wanted)
        if not chosen:
            return go_to(address(DESK, {"none": "1"}))
        form = filled(request, **{field.name: field.value for field in _fields(chosen, visit)})
        return _letter(request, form, chosen, str(new_id(visit.now)))

    @post(opt={"permission": "tasks.urge"})
    async def send(self, request: AnyRequest) -> Response[Any]:
        form, visit = await read_form(request), visit_of(request)
        lines, wanted = await _lines(request, visit), form.values("task")
        chosen, form_id = _chosen(lines, wanted), command_id_of(request, form)
        fields = _fields(chosen, visit)
        answers = Answers(form, {field.name: field.label for field in fields})
        text = answers.text("letter", most=TEXT_MAX)
        reply_on = answers.day("reply_on", required=False)
        document = answers.document(required=True, signed=True)
        if form.errors or document is None:
            return _letter(request, form, chosen, str(form_id), status=422)
        sending = _Sending(request, form_id, text, document, reply_on)
        refused = await sending.send(wanted)
        if refused:
            return _letter(request, form, chosen, str(form_id), refused=refused, status=422)
        done = address(DESK, {"sent": sending.sent})
        return go_to(done, position=sending.position) if sending.sent else go_to(DESK)


class _Sending:
    """Asks for every letter by itself; the same form sent again gets the same receipts."""

    def __init__(
        self, request: AnyRequest, form_id: UUID, text: str, document: Doc, reply_on: date | None
    ) -> None:
        self._request, self._form_id = request, form_id
        self._text, self._document, self._reply_on = text, document, reply_on
        self.sent, self.position = 0, 0

    async def send(self, wanted: Sequence[str]) -> list[tuple[str, str]]:
        """Codes that were refused, each with its sentence."""
        visit, house = visit_of(self._request), _house(self._request)
        refused: list[tuple[str, str]] = []
        for code, step in filter(None, map(_read_value, dict.fromkeys(wanted))):
            task_id = await _task_id(house, code)
            if task_id is None:
                continue
            command = UrgeTask(task_id=task_id, step=step, reply_on=self._reply_on)
            try:
                receipt = await house.desk.submit(command, self._envelope(visit, task_id))
            except Refused as refusal:
                refused.append((code, refusals.sentence(refusal, visit.language, visit.ward)))
            else:
                self.sent += 1
                self.position = max(self.position, receipt.position)
        return refused

    def _envelope(self, visit: Visit, task_id: UUID) -> Envelope:
        user = signed_in(self._request)
        return Envelope(
            who=Who(person_id=user.person_id, acting_post=visit.acting_post),
            command_id=derived("urging-letter", self._form_id, task_id),
            reason=self._text,
            document=self._document,
        )


CONTROLLERS: list[type[Controller]] = [UrgingDesk, UrgingLetter]


def _house(request: AnyRequest) -> Any:
    return house_of(request)


async def _task_id(house: Any, code: str) -> UUID | None:
    found: UUID | None = await lookups.task_by_code(house.pool, code)
    return found


def _crumbs(visit: Visit, *more: Crumb) -> tuple[Crumb, ...]:
    own = Crumb(say(visit.language, "local.urging"), DESK)
    return (Crumb(say(visit.language, "nav.tasks"), ADDRESS), own, *more)


async def _lines(request: AnyRequest, visit: Visit) -> list[UrgingLine]:
    follows = [(s, u) for s, u in followed_by(offices_of(visit), visit.ward) if u is not None]
    days = Days.of(visit.ward, visit.today)
    found = await to_urge(_house(request).pool, follows, days)
    return [_line(line, visit) for line in found]


def _line(line: RegisterLine, visit: Visit) -> UrgingLine:
    ward, today = visit.ward, visit.today
    last_on = line.newest_last_on or today
    late = ward.calendar.working_days(last_on, today) if last_on < today else 0
    from_on = _from_on(last_on, line.urging_step, ward, today)
    return UrgingLine(
        view=seen_line(line, visit),
        late=late if last_on < today else -1,
        step=line.urging_step + 1,
        from_on=from_on,
        waits=last_on < today and from_on is not None and from_on <= today,
    )


def _from_on(last_on: date, signed: int, ward: Ward, today: date) -> date | None:
    steps = ward.limit("urging_steps", today)
    if not isinstance(steps, tuple) or signed >= len(steps):
        return None
    return ward.calendar.after(last_on, steps[signed])


def _by_unit(lines: Sequence[UrgingLine], visit: Visit) -> list[UrgingUnit]:
    by_lead: dict[UUID | None, list[UrgingLine]] = {}
    for line in lines:
        by_lead.setdefault(line.line.lead_id, []).append(line)
    units = [
        UrgingUnit(
            unit=unit_name(visit.ward, lead, visit.today, visit.language),
            head=head_name(visit.ward, lead, visit.today),
            overdue=[line for line in found if line.late >= 0],
            soon=[line for line in found if line.late < 0],
            unanswered=[line for line in found if line.line.reply_by is not None],
        )
        for lead, found in by_lead.items()
    ]
    return sorted(units, key=lambda unit: sort_key(unit.unit))


# -- one letter ------------------------------------------------------------------


def _read_value(text: str) -> tuple[str, int] | None:
    code, _, step = text.partition(":")
    return (code, int(step)) if step.isascii() and step.isdigit() and len(step) < 3 else None


def _chosen(lines: Sequence[UrgingLine], wanted: Sequence[str]) -> list[UrgingLine]:
    """Overdue tasks of one unit: a letter has one addressee."""
    codes = {value.partition(":")[0] for value in wanted}
    found = [line for line in lines if line.line.code in codes and line.late >= 0]
    return [line for line in found if line.line.lead_id == found[0].line.lead_id]


def _fields(chosen: Sequence[UrgingLine], visit: Visit) -> tuple[Field, ...]:
    codes = ", ".join(line.line.code for line in chosen)
    text = say(visit.language, "urging.letter_text", codes=codes)
    return (
        area("letter", rows=5, hint="urging.letter_hint", value=text),
        day_field("reply_on", required=False, hint="task.hint.urging_reply"),
        *document_fields("must", signed=True),
    )


def _letter(
    request: AnyRequest,
    form: Form,
    chosen: Sequence[UrgingLine],
    form_id: str,
    *,
    refused: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> Response[str]:
    visit = visit_of(request)
    fields = _fields(chosen, visit)
    lead = chosen[0].line.lead_id if chosen else None
    title = say(visit.language, "urging.letter_title")
    kept = {line.line.code: line.value for line in chosen}
    kept |= {v.partition(":")[0]: v for v in form.values("task")}
    return page(
        request,
        "register/urging_letter.html",
        status,
        form=form,
        command_id=form_id,
        chosen=chosen,
        kept=list(kept.values()),
        unit=unit_name(visit.ward, lead, visit.today, visit.language) if lead else "",
        head=head_name(visit.ward, lead, visit.today),
        groups=groups_of(fields),
        labels={field.name: say(visit.language, field.label) for field in fields},
        refused=refused,
        crumbs=_crumbs(visit, Crumb(title)),
    )
