"""Which worker runs what and when: long files first, those of one expensive house together.

Work is handed out in the order of collection. A worker that is given the longest file last works
alone at the end while the others have nothing to do.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

LONG_FIRST = (
    "tests/browser/test_life_of_a_task.py",
    "tests/faults/test_faults.py",
    "tests/hostile/",
    "tests/api/test_schemathesis.py",
    "tests/web/test_secrecy.py",
    "tests/web/test_evaluated_demo.py",
    "tests/web/test_frame_permissions.py",
    "tests/web/test_evaluation_browser.py",
    "tests/browser/test_offline_visit.py",
    "tests/browser/test_first_start.py",
    "tests/service/test_demo_story.py",
    "tests/faults/",
    "tests/browser/",
    "tests/web/",
    "tests/api/",
    "tests/service/",
)
"""Files and folders, longest first; everything else is quick."""
TOGETHER = {
    "tests/hostile/": "the house of the hostile",
    **{
        f"tests/browser/test_{name}.py": "the demo in a browser"
        for name in ("life_of_a_task", "pages", "round", "two_at_once", "units")
    },
}
"""They share a house that takes long to stand: one worker has all of them."""
WORKERS_PER_CORE = 1.5
"""Tests wait for programs, browsers and the database: a third of a core is left over else."""
WORKERS_MOST = 4


class Together(LoadFileScheduling):
    """By file, or by what several files share."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((house for begin, house in TOGETHER.items() if file.startswith(begin)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Only where files are handed out, so that every other way of xdist stays as it is."""
    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """For `-n auto`; whoever names a number in the environment knows better."""
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(WORKERS_MOST, int((cores or 1) * WORKERS_PER_CORE))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of a run of everything; within a file nothing moves."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    file = item.nodeid.split("::", 1)[0]
    turns = (n for n, begin in enumerate(LONG_FIRST) if file.startswith(begin))
    return next(turns, len(LONG_FIRST))
