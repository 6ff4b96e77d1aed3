"""Many people decide differently about the same task at the same moment: one of them does."""

from __future__ import annotations

import asyncio

from tests.faults.ground import Finding, Ground, Scene, in_one_process
from tests.faults.person import Person, told_number
from tests.faults.ward_data import ACCEPTED_TASKS, OPEN_TASKS, task_code
from tests.web.filling import Sheet

REFUSALS = (409, 422)
RETURN = {"why": "unclear", "return_text": "Chưa rõ sản phẩm cần nộp"}


def two_wills(ground: Ground, *, clients: int, rounds: int) -> Finding:
    """Half of them accept the task, half return it; all have seen the same version."""
    with in_one_process(ground) as scene:
        wrong = asyncio.run(_rounds(scene, clients, rounds))
        return scene.finding(
            "two conflicting commands", f"{clients} clients, {rounds} tasks", rounds, wrong
        )


async def _rounds(scene: Scene, clients: int, rounds: int) -> list[str]:
    people = [scene.person("truongphong") for _ in range(clients)]
    for person in people:
        await person.persist_to_enter()
    wrong: list[str] = []
    for number in range(rounds):
        code = task_code(ACCEPTED_TASKS + 1 + number % OPEN_TASKS)
        forms = [(person, *_wish(code, place)) for place, person in enumerate(people)]
        sheets = await asyncio.gather(*(person.open_form(path) for person, _, path, _ in forms))
        wrong += await _all_at_once(scene, code, forms, sheets)
    await scene.leave()
    return wrong


def _wish(code: str, place: int) -> tuple[str, str, dict[str, str]]:
    if place % 2:
        return "return", f"/tasks/{code}/do/return", RETURN
    return "accept", f"/tasks/{code}/do/accept", {}


async def _all_at_once(
    scene: Scene,
    code: str,
    forms: list[tuple[Person, str, str, dict[str, str]]],
    sheets: list[Sheet],
) -> list[str]:
    for (_, kind, _, _), sheet in zip(forms, sheets, strict=True):
        scene.book.send(sheet.value("command_id"), kind)
    sent = await asyncio.gather(
        *(
            person.once(sheet, **answers)
            for (person, _, _, answers), sheet in zip(forms, sheets, strict=True)
        )
    )
    winners, unclear = 0, set()
    for (person, _, _, _), sheet, answer in zip(forms, sheets, sent, strict=True):
        if answer is None:
            unclear.add("no answer")
            continue
        person.note(sheet.value("command_id"), answer)
        winners += answer.status_code == 303
        if answer.status_code != 303 and answer.status_code not in REFUSALS:
            unclear.add(f"{answer.status_code} {told_number(answer.text)}")
    wrong = [f"{code}: {each}" for each in sorted(unclear)]
    return wrong if winners == 1 else [*wrong, f"{code}: {winners} winners"]
