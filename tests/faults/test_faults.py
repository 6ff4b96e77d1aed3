"""The short form of `make faults`: every case once, with fewer deaths, under the same eyes."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable

import pytest

from tests.faults import (
    case_away,
    case_clock,
    case_conflict,
    case_disk,
    case_kills,
    case_leaving,
    case_outside,
    case_parked,
    case_repeats,
)
from tests.faults.ground import Finding, Ground

pytestmark = [pytest.mark.faults, pytest.mark.slow]

SHORT: dict[str, Callable[[Ground], Finding]] = {
    "kills": lambda g: case_kills.in_parts_killed(g, web=2, worker=1, postgres=2),
    "kills, one process": lambda g: case_kills.one_process_killed(g, program=1, postgres=1),
    "database down": lambda g: case_away.stopped_outside(g, 6),
    "database hangs": lambda g: case_away.frozen_inside(g, 8),
    "database restarted": lambda g: case_outside.restarted(g, 1),
    "disk full": lambda g: case_disk.full(g, 1),
    "clock": lambda g: case_clock.jumps(g, jumps=4),
    "sent again": lambda g: case_repeats.at_once(g, 100),
    "sent again after a crash": lambda g: case_repeats.after_crash(g, 2),
    "conflict": lambda g: case_conflict.two_wills(g, clients=32, rounds=2),
    "client gone": lambda g: case_leaving.went_away(g, 20),
    "read model parked": case_parked.one_event_fails,
}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """One ground for all cases; FAULTS_SEED repeats a run."""
    folder = tmp_path_factory.mktemp("faults")
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(1_000_000))
    sys.__stdout__.write(f"\nfaults: seed {seed}\n")  # type: ignore[union-attr]
    return Ground(folder, seed)


@pytest.mark.parametrize("case", SHORT)
def test_nothing_is_lost_doubled_or_half_written(case: str, ground: Ground) -> None:
    finding = SHORT[case](ground)
    assert finding.is_clean, f"FAULTS_SEED={ground.seed}: {finding}"
