"""Pages over a small and a large journal, and what a long life does to the web process."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import psutil

from bench.evaluation_round import CODE as ROUND
from bench.figures import Results, at_most, each, figure, not_measured, percentile
from bench.http_load import Connection, connected, get, site
from bench.journal_maker import Made
from bench.ours import open_ledger
from bench.site import Up
from domain.task.state import evolve

ROUNDS = 30
GROWTH = at_most(1.3)
EARLY, LATE = 100, 10_000
TURN = 40
"""Requests of which one is the register, one my work and one the file of a task."""
CLIENTS = 4


def addresses(made: Made) -> list[tuple[str, str, str, bool]]:
    """What is measured, the address, who asks, and whether there is a goal for it."""
    return [
        ("task page", f"/tasks/{made.open_code}", "head", True),
        ("register, first page", "/tasks", "keeper", True),
        ("my work (head)", "/my-work", "head", True),
        ("my work (chair)", "/my-work", "chair", False),
        ("my work (keeper)", "/my-work", "keeper", False),
        ("plan overview", f"/plan/{made.plan_code}", "keeper", True),
        ("dossier of a unit", "/units/vhxh", "head", True),
        ("figures of a unit", "/units/vhxh/figures", "head", True),
        ("acts behind a figure", "/units/vhxh?quantity=K2", "head", True),
        ("scoreboard", f"/evaluations/{ROUND}", "chair", True),
        ("sheet of a unit", f"/evaluations/{ROUND}/vhxh", "head", True),
        ("acts behind a point", f"/evaluations/{ROUND}/vhxh/tasks", "head", True),
        ("register, every stage", "/tasks?stage=all", "keeper", False),
        ("register, one word", "/tasks?q=tap+huan", "keeper", False),
    ]


def measure(small: Made, large: Made, folder: Path, results: Results) -> None:
    """Both programs run at once and are asked in turn, so that a bad moment meets both."""
    with (
        site(small.url, folder / "small", feed=False) as one,
        site(large.url, folder / "large", feed=False) as other,
    ):
        asyncio.run(_measure(small, large, one, other, results))


async def _measure(small: Made, large: Made, one: Up, other: Up, results: Results) -> None:
    async with connected(one.port) as few, connected(other.port) as many:
        for (name, path, reader, has_goal), (_, path_large, _, _) in zip(
            addresses(small), addresses(large), strict=True
        ):
            title = f"{name}: {_thousands(large.events)} events ÷ {_thousands(small.events)}"
            goal = GROWTH if has_goal else None
            requests = (
                get(path, one.sessions[reader][0]),
                get(path_large, other.sessions[reader][0]),
            )
            told = await _refused(few, requests[0]) or await _refused(many, requests[1])
            if told:
                results.figures.append(not_measured(title, goal, told))
                continue
            took: tuple[list[float], list[float]] = ([], [])
            for _ in range(ROUNDS):
                took[0].append(await _asked(few, requests[0]))
                took[1].append(await _asked(many, requests[1]))
            middle = [percentile(each_took, 0.5) for each_took in took]
            note = f"p50 {each([m * 1000 for m in reversed(middle)], 1)} ms"
            results.figures.append(figure(title, middle[1] / middle[0], goal, note))


async def _refused(connection: Connection, request: bytes) -> str:
    for _ in range(3):
        status, _body = await connection.ask(request)
    return "" if status == 200 else f"the page answers {status}"


async def _asked(connection: Connection, request: bytes) -> float:
    began = time.perf_counter()
    await connection.ask(request)
    return time.perf_counter() - began


def _thousands(events: int) -> str:
    return f"{round(events, -3):,}"


def measure_memory(made: Made, folder: Path, results: Results) -> None:
    """Resident memory of the web process early and late."""
    with site(made.url, folder / "memory", feed=True) as up:
        early, late = asyncio.run(_live_long(made, up))
    results.figures.append(
        figure(
            f"memory after {LATE:,} requests ÷ after {EARLY}",
            late / early,
            at_most(1.2),
            f"{early / 2**20:.0f} → {late / 2**20:.0f} MiB; register, my work, task page, 404",
        )
    )


async def _live_long(made: Made, up: Up) -> tuple[float, float]:
    process = psutil.Process(up.pid)
    pages = [
        get("/tasks", up.sessions["keeper"][0]),
        get("/my-work", up.sessions["head"][0]),
        get(f"/tasks/{made.open_code}", up.sessions["head"][0]),
        get("/health/live", ""),
    ]
    # a page that kept something would have done so 250 times
    turn = pages + [get("/nowhere", up.sessions["doer"][0])] * (TURN - len(pages))
    done, early = 0, 0.0

    async def ask() -> None:
        nonlocal done, early
        async with connected(up.port) as connection:
            while done < LATE:
                done += 1
                await connection.ask(turn[done % len(turn)])
                if done == EARLY:
                    early = process.memory_info().rss

    await asyncio.gather(*(ask() for _ in range(CLIENTS)))
    return early, float(process.memory_info().rss)


def measure_past(made: Made, results: Results) -> None:
    """One stream as of a place in the log, and the same stream now."""
    now, then = asyncio.run(_load_both(made))
    results.figures.append(
        figure(
            f"one stream as of a position in {_thousands(made.events)} ÷ loading it now",
            percentile(then, 0.5) / percentile(now, 0.5),
            at_most(1.2),
            f"p50 {percentile(then, 0.5) * 1000:.2f} against {percentile(now, 0.5) * 1000:.2f} ms",
        )
    )


async def _load_both(made: Made) -> tuple[list[float], list[float]]:
    now, then = [], []
    async with open_ledger(made.url) as ledger:
        records = await ledger.load(made.open_task)
        place = records[len(records) // 2].position
        for _ in range(200):
            for found, upto in ((now, None), (then, place)):
                began = time.perf_counter()
                task = None
                for record in await ledger.load(made.open_task, upto):
                    task = evolve(task, record.event, record.meta)  # type: ignore[arg-type]
                found.append(time.perf_counter() - began)
    return now, then
