"""Rebuild many read models at once, each in a process of its own, on all cores.

A fold is work for one interpreter. Each process reads the journal for its model only, builds its
tables beside the old ones and ends; when all have been built, they are put in place one by one.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from math import inf
from multiprocessing.queues import Queue
from queue import Empty

from projections.database import connect
from projections.read_model import ReadModel
from projections.rebuild import REBUILD_LOCK, Building, Progress, Rebuilt, build, put_in_place

LOOK_SECONDS = 0.2
Told = tuple[str, int, int]
_told: list[Queue[Told]] = []
"""Where a process tells how far it has come; filled when the process begins."""


def rebuild_apart(
    url: str, role: str | None, models: Sequence[ReadModel], *, compare: bool, progress: Progress
) -> list[Rebuilt]:
    """Build every model anew; raises CannotFold before any is replaced."""
    context = multiprocessing.get_context("spawn")  # a fork would share our connections
    queue: Queue[Told] = context.Queue()
    with connect(url, role) as connection:
        connection.execute("SELECT pg_advisory_lock(%s, %s)", REBUILD_LOCK)
        with ProcessPoolExecutor(
            min(os.cpu_count() or 1, len(models)),
            mp_context=context,
            initializer=_begin,
            initargs=(queue,),
        ) as pool:
            built = {
                model.name: pool.submit(_build, url, role, model)
                for model in sorted(
                    models, key=_kinds_heard, reverse=True
                )  # the longest work first
            }
            _pass_on(queue, list(built.values()), progress)
            reached = {name: future.result() for name, future in built.items()}
        return [
            put_in_place(connection, Building(model), *reached[model.name], compare)
            for model in models
        ]


def _kinds_heard(model: ReadModel) -> float:
    return inf if model.topics is None else len(model.topics)


def _begin(queue: Queue[Told]) -> None:
    _told.append(queue)
    # rows form no circles, and to look through millions of them for some takes a tenth of the time
    gc.disable()


def _build(url: str, role: str | None, model: ReadModel) -> tuple[int, int]:
    """In a process of its own: the position reached and the number of facts taken in."""
    building = Building(model)
    with connect(url, role) as connection:
        upto = build([building], connection, lambda *step: _told[0].put(step))
    return upto, building.facts


def _pass_on(
    queue: Queue[Told], futures: list[Future[tuple[int, int]]], progress: Progress
) -> None:
    """Tell what the processes tell, until all have ended."""
    while True:
        is_over = not wait(futures, timeout=0).not_done
        try:
            while True:
                progress(*queue.get(timeout=0 if is_over else LOOK_SECONDS))
        except Empty:
            if is_over:
                return
