"""All cases in full: a table on the screen, and the same table in docs/faults.md.

Run as `python -m tests.faults.run [SEED]`; ends with 1 when anything was lost, doubled or wrong.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

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
from tests.faults.programs import PROJECT

PAGE = PROJECT / "docs" / "faults.md"
TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end of table -->)", re.DOTALL)
HEAD = ("case", "what was done", "times", "acknowledged", "lost", "doubled", "longest answer")

FULL: tuple[Callable[[Ground], Finding], ...] = (
    lambda ground: case_kills.in_parts_killed(ground, web=18, worker=14, postgres=14),
    lambda ground: case_kills.one_process_killed(ground, program=8, postgres=7),
    lambda ground: case_away.stopped_outside(ground, 30),
    lambda ground: case_away.frozen_outside(ground, 30),
    lambda ground: case_away.frozen_inside(ground, 30),
    lambda ground: case_outside.restarted(ground, 6),
    lambda ground: case_disk.full(ground, 2),
    case_clock.jumps,
    lambda ground: case_repeats.at_once(ground, 100),
    lambda ground: case_repeats.after_crash(ground, 8),
    lambda ground: case_conflict.two_wills(ground, clients=32, rounds=8),
    lambda ground: case_leaving.went_away(ground, 120),
    case_parked.one_event_fails,
)


def main(arguments: list[str]) -> int:
    """Every case, one after the other; 1 when one is not clean."""
    seed = int(arguments[0]) if arguments else random.SystemRandom().randrange(1_000_000)
    say(f"seed {seed}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soviec-faults-") as folder:
        ground = Ground(Path(folder), seed)
        findings = [told(number, *tried(case, ground)) for number, case in enumerate(FULL, 1)]
    minutes = (time.monotonic() - began) / 60
    say(f"{minutes:.1f} minutes, seed {seed}")
    if not all(finding.is_clean for finding in findings):
        return 1
    write(findings, minutes, seed)
    return 0


def tried(case: Callable[[Ground], Finding], ground: Ground) -> tuple[Finding, float]:
    """What a case found and how long it took; one that breaks off must not hide the others."""
    began = time.monotonic()
    try:
        finding = case(ground)
    except Exception as error:
        traceback.print_exc()
        finding = Finding(
            case="broken off",
            done=f"{type(error).__name__}: {error}"[:300],
            times=0,
            acknowledged=0,
            lost=0,
            doubled=0,
            longest=0.0,
            wrong=["the case did not come to its end"],
        )
    return finding, time.monotonic() - began


def told(number: int, finding: Finding, seconds: float) -> Finding:
    """Said at once: the run is long."""
    say(f"{number}. {seconds:.0f} s {line(cells(finding))} {finding.slowest}")
    for each in finding.wrong:
        say(f"    {each}")
    return finding


def cells(finding: Finding) -> tuple[str, ...]:
    """One row of the table."""
    return (
        finding.case,
        finding.done,
        f"{finding.times}",
        f"{finding.acknowledged:,}",
        f"{finding.lost}",
        f"{finding.doubled}",
        f"{finding.longest:.1f} s",
    )


def line(each: tuple[str, ...]) -> str:
    """One line of the table."""
    return f"| {' | '.join(each)} |"


def write(findings: list[Finding], minutes: float, seed: int) -> None:
    """The table of the last clean run into the page."""
    rows = [line(HEAD), "|" + " --- |" * len(HEAD), *(line(cells(each)) for each in findings)]
    total = sum(each.acknowledged for each in findings)
    rows += ["", f"{total:,} commands acknowledged in {minutes:.0f} minutes; seed {seed}.", ""]
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(TABLE.sub(lambda _: "\n".join(rows), page), encoding="utf-8")


def say(words: str) -> None:
    """A line on the screen."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
