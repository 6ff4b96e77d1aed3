"""A whole command over HTTP beside a handler that does nothing, on the same server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import msgspec
import psycopg

from bench.figures import (
    Figure,
    Goal,
    Results,
    at_least,
    each,
    figure,
    median,
    not_measured,
    percentile,
)
from bench.http_load import Refusal, load, post, site
from bench.journal_maker import Made
from bench.site import IDLE, NOTHING, Told, Up
from service.demo.cast import post_id

CONNECTIONS = 32
SECONDS = 2.0
ROUNDS = 3
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
GOAL = at_least(0.4)


def measure(made: Made, folder: Path, results: Results) -> None:
    """A progress report as JSON straight to the desk, and through the form of the task's file."""
    with site(made.url, folder / "commands", feed=True) as up:
        tasks = open_tasks(made.url)
        plain, form = _desk_requests(up, tasks), _form_requests(up, tasks)
        nothing, idle = (_bare_requests(up, tasks, path) for path in (NOTHING, IDLE))
        rates: dict[str, list[float]] = {"nothing": [], "idle": [], "desk": [], "form": []}
        late: list[float] = []
        try:
            for _ in range(ROUNDS):
                rates["nothing"].append(len(_run(up, nothing, 200)) / SECONDS)
                rates["idle"].append(len(_run(up, idle, 200)) / SECONDS)
                took = _run(up, plain, 200)
                rates["desk"].append(len(took) / SECONDS)
                late.append(percentile(took, 0.99) * 1000)
            for _ in range(ROUNDS):
                rates["form"].append(len(_run(up, form, 303)) / SECONDS)
        except Refusal as refusal:
            results.figures.append(not_measured("HTTP form of a task", None, str(refusal)))
    results.figures.append(_told("HTTP command", "desk", rates, GOAL, late))
    name = "no-op behind session and right"
    results.figures.append(_told(name, "idle", rates, None, []))
    if rates["form"]:
        results.figures.append(_told("HTTP form of a task's file", "form", rates, None, []))


def _told(
    name: str, what: str, rates: dict[str, list[float]], goal: Goal | None, late: list[float]
) -> Figure:
    ratios = [a / b for a, b in zip(rates[what], rates["nothing"], strict=True)]
    note = f"{each(rates[what], 0)} against {each(rates['nothing'], 0)} a second"
    note += f"; p99 {median(late):.0f} ms" if late else ""
    return figure(f"{name}, 32 connections ÷ no-op POST", median(ratios), goal, note)


def _run(up: Up, requests: list[bytes], wanted: int) -> list[float]:
    # everybody writes into a task of his own, as people do: what is measured are no collisions
    def own(number: int) -> bytes:
        return requests[number]

    return asyncio.run(load(up.port, CONNECTIONS, SECONDS, own, wanted))


def open_tasks(url: str) -> list[tuple[UUID, str]]:
    """Accepted tasks of the head whose session is used."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT task_id, code FROM soviec_read.task_register WHERE stage = 'accepted'"
            " AND lead_id = (SELECT lead_id FROM soviec_read.task_register"
            "  WHERE head_post_id = %s LIMIT 1) ORDER BY code",
            (post_id("truong-vhxh"),),
        ).fetchall()
    assert len(rows) >= CONNECTIONS, "the journal has tasks of that unit"
    return [(row[0], row[1]) for row in rows]


def _bare_requests(up: Up, tasks: list[tuple[UUID, str]], path: str) -> list[bytes]:
    return [post(path, _told_body(task_id), JSON, up.sessions["head"]) for task_id, _ in tasks]


def _desk_requests(up: Up, tasks: list[tuple[UUID, str]]) -> list[bytes]:
    session = up.sessions["head"]
    return [post("/bench/progress", _told_body(task_id), JSON, session) for task_id, _ in tasks]


def _form_requests(up: Up, tasks: list[tuple[UUID, str]]) -> list[bytes]:
    body = urlencode({"progress_text": "Đã gọi điện đôn đốc, chờ số liệu của đơn vị"}).encode()
    return [
        post(f"/tasks/{code}/do/report-progress", body, FORM, up.sessions["head"])
        for _, code in tasks
    ]


def _told_body(task_id: UUID) -> bytes:
    return msgspec.json.encode(Told(task_id=task_id, text="Đã gọi điện đôn đốc, chờ số liệu"))
