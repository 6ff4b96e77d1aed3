"""A whole command over HTTP beside a handler that does nothing, on the same server."""

from __future__ import annotations

import asyncio
from itertools import cycle
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
    percentile,
)
from bench.http_load import load, post, site, worker
from bench.journal_maker import Made
from bench.site import IDLE, NOTHING, WRITERS, Told, Up

SECONDS = 2.0
ROUNDS = 3
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
GOAL = at_least(0.4)


def measure(made: Made, apart: Made, folder: Path, results: Results) -> None:
    """A progress report as JSON straight to the desk, and through the form of the task's file.

    First with everything in one process, as the program runs by default, then with the worker in
    another one, as it runs in the composition of containers.
    """
    with site(made.url, folder / "commands", feed=True) as up:
        _measure(up, made.url, results, apart="", also=("idle", "form"))
    data = folder / "commands-apart"
    with site(apart.url, data, feed=False) as up, worker(apart.url, data):
        _measure(up, apart.url, results, apart=", worker apart", also=())


def _measure(up: Up, url: str, results: Results, apart: str, also: tuple[str, ...]) -> None:
    works = works_of(up, url)
    sent = {
        "nothing": (bare_requests(works, NOTHING), 200),
        "idle": (bare_requests(works, IDLE), 200),
        "desk": (desk_requests(works), 200),
        "form": (form_requests(works), 303),
    }
    rates: dict[str, list[float]] = {name: [] for name in ("nothing", "desk", *also)}
    late: list[float] = []
    told = {name: run(up, *sent[name]) for name in rates}  # the first round warms everything up
    for _ in range(ROUNDS):
        for name, found in rates.items():
            took = run(up, *sent[name])
            found.append(len(took) / SECONDS)
            if name == "desk":
                late.append(percentile(took, 0.99) * 1000)
    assert all(told.values())
    results.figures.append(_told(f"HTTP command{apart}", "desk", rates, GOAL, late))
    names = {"idle": "no-op behind session and right", "form": "HTTP form of a task's file"}
    for name in also:
        results.figures.append(_told(names[name], name, rates, None, []))


def _told(
    name: str, what: str, rates: dict[str, list[float]], goal: Goal | None, late: list[float]
) -> Figure:
    ratios = [a / b for a, b in zip(rates[what], rates["nothing"], strict=True)]
    note = f"{each(rates[what], 0)} against {each(rates['nothing'], 0)} a second"
    note += f"; p99 {median(late):.0f} ms" if late else ""
    return figure(f"{name}, 32 connections ÷ no-op POST", median(ratios), goal, note)


def run(up: Up, requests: list[list[bytes]], wanted: int) -> list[float]:
    """Everybody sends his own requests in turn: people do not work on one task all at once."""
    turns = [cycle(own) for own in requests]

    def following(number: int) -> bytes:
        return next(turns[number])

    return asyncio.run(load(up.port, WRITERS, SECONDS, following, wanted))


class Work(msgspec.Struct, frozen=True):
    """A task that one writer reports on, and nobody else."""

    task_id: UUID
    code: str
    session: tuple[str, str]


def works_of(up: Up, url: str) -> list[list[Work]]:
    """The accepted tasks of each head, dealt out among the sessions of that head."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT head_post_id, task_id, code FROM soviec_read.task_register"
            " WHERE stage = 'accepted' ORDER BY code"
        ).fetchall()
    works: list[list[Work]] = []
    for number, writer in enumerate(up.writers):
        fellows = [n for n, w in enumerate(up.writers) if w.post_id == writer.post_id]
        tasks = [row[1:] for row in rows if row[0] == writer.post_id]
        own = tasks[fellows.index(number) :: len(fellows)]
        assert own, "the journal has tasks of every unit"
        works.append([Work(task_id, code, writer.session) for task_id, code in own])
    return works


def bare_requests(works: list[list[Work]], path: str) -> list[list[bytes]]:
    """The same body for a handler that does nothing with it."""
    return [[post(path, _told_body(w.task_id), JSON, w.session) for w in own] for own in works]


def desk_requests(works: list[list[Work]]) -> list[list[bytes]]:
    """A progress report as JSON."""
    return bare_requests(works, "/bench/progress")


def form_requests(works: list[list[Work]]) -> list[list[bytes]]:
    """The same through the form of the task's file."""
    body = urlencode({"progress_text": "Đã gọi điện đôn đốc, chờ số liệu của đơn vị"}).encode()
    return [
        [post(f"/tasks/{w.code}/do/report-progress", body, FORM, w.session) for w in own]
        for own in works
    ]


def _told_body(task_id: UUID) -> bytes:
    return msgspec.json.encode(Told(task_id=task_id, text="Đã gọi điện đôn đốc, chờ số liệu"))
