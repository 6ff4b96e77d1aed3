"""`plan read FILE [--json] [--derived]`: prints what the reader takes from a plan document."""

import argparse
import json
from pathlib import Path
from typing import Any, NoReturn, TextIO

import msgspec

from domain.reading.draft import DraftDeadline, DraftLine, Obligation, PlanDraft
from domain.reading.unreadable import Unreadable
from service.reading.open_plan import read_plan_file
from service.reading.sentences import say, say_problem, say_unreadable


class _Parser(argparse.ArgumentParser):
    """Speaks to the given stream and leaves the process running."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(f"{self.format_usage().strip()}\n{message}")


def read_plan(argv: list[str], out: TextIO, err: TextIO) -> int:
    """0 when the file was read, 2 with the reasons on `err` when not."""
    parser = _Parser(prog="python -m service plan read", add_help=False)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--derived", action="store_true")
    try:
        asked = parser.parse_args(argv)
    except ValueError as error:
        err.write(f"{error}\n")
        return 2
    try:
        draft = read_plan_file(asked.file, derived=asked.derived)
    except Unreadable as error:
        err.write(say_unreadable(error) + "\n")
        return 2
    except OSError:
        err.write(say("unreadable.not_found", name=asked.file.name) + "\n")
        return 2
    if asked.as_json:
        json.dump(as_json(draft), out, ensure_ascii=False, indent=2)
        out.write("\n")
    else:
        out.write("\n".join(_printed(draft)) + "\n")
    return 0


def as_json(draft: PlanDraft) -> dict[str, Any]:
    """The draft as plain values; problems carry their Vietnamese sentence."""
    plain: dict[str, Any] = msgspec.to_builtins(draft)
    for given, problem in zip(plain["problems"], draft.problems, strict=True):
        given["message"] = say_problem(problem)
    return plain


def _printed(draft: PlanDraft) -> list[str]:
    plan = draft.plan
    lines = [say("draft.plan", title=plan.title)]
    if plan.period_from and plan.period_to:
        lines.append(say("draft.period", period_from=plan.period_from, period_to=plan.period_to))
    lines += [say("draft.derived")] if draft.derived else []
    lines.append(
        say(
            "draft.counts",
            targets=len(draft.targets),
            tasks=len(draft.tasks),
            duties=len(draft.duties),
            obligations=len(draft.obligations),
        )
    )
    parts = {
        "problems": [f"! {say_problem(problem)}" for problem in draft.problems],
        "targets": [f"{target.ref}  {target.text}" for target in draft.targets],
        "tasks": [line for task in draft.tasks for line in _task(task)],
        "duties": [f"{duty.ref}  {duty.unit_text}: {duty.text}" for duty in draft.duties],
        "obligations": [_obligation(owed) for owed in draft.obligations],
        "units": _units(draft),
    }
    for name, printed in parts.items():
        if printed:
            lines += ["", say(f"draft.{name}"), *printed]
    return lines


def _task(task: DraftLine) -> list[str]:
    lead = task.lead or task.lead_text or say("draft.unknown_lead")
    helping = (*task.cooperating, *task.cooperating_groups, *task.cooperating_unknown)
    notes = [
        say("draft.lead", lead=lead),
        *([say("draft.helping", names="; ".join(helping))] if helping else []),
        *([say("draft.product", product=task.product)] if task.product else []),
        say("draft.deadline", deadline=_deadline(task.deadline)),
        say(f"kind.{task.kind}"),
        say("draft.source", line=task.source_line),
    ]
    doubts = ", ".join(say(f"doubt.{code}") for code in task.doubts)
    return [
        f"{task.ref}  [{task.field}] {task.text}",
        "    " + " · ".join(notes),
        *(["    " + say("draft.doubts", doubts=doubts)] if doubts else []),
    ]


def _deadline(deadline: DraftDeadline) -> str:
    facts: dict[str, Any] = {
        name: value for name, value in msgspec.structs.asdict(deadline).items() if name != "kind"
    }
    key = f"deadline.{deadline.kind}"
    if deadline.kind == "duration":
        key += f".{deadline.unit}"
    if deadline.kind == "conditional" and deadline.latest_on:
        key += ".latest"
    if deadline.kind == "recurring":
        facts["every"] = say(f"every.{deadline.every}")
    return say(key, **facts)


def _obligation(owed: Obligation) -> str:
    due = say(f"due.{owed.due.kind}", day=owed.due.day, on=owed.due.on)
    return f"{owed.ref}  {say(f'every.{owed.every}')}: {due}"


def _units(draft: PlanDraft) -> list[str]:
    printed: list[str] = []
    for unit in draft.units:
        also = [say("draft.alias", alias=it.text, ref=it.ref) for it in unit.proposed_aliases]
        printed.append("; ".join([f"- {unit.name}", *also]))
    return printed
