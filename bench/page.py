"""Writes docs/performance.md from the results, so that the page says what was measured and no more.

Run as `python -m bench.page`; `make bench` does it at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.figures import Compared, Figure, Results

LATEST = Path(__file__).parent / "results" / "latest.json"
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"

INTRODUCTION = """\
# How fast it is

`make bench` measures, then writes `bench/results/latest.json` and this page;
`make bench PART="http live"` measures parts and leaves the other figures as they were.
Each figure is a ratio of two things done in turn inside one run on one machine, the middle of
several rounds: absolute numbers of a shared machine say little, ratios last.
The database is the embedded PostgreSQL, and every commit to the journal waits for the disk.
What other stores need (npm packages) is installed into a temporary folder and removed.
"""
MARKS = {True: "yes", False: "**no**", None: "–"}
WHY = {
    "HTTP command": (
        "A command costs no query of its own any more: session, organisation and stream are looked"
        " up in round trips that all waiting requests share, and appends share commits. What is"
        " left is Python: the framework with session, right and headers costs about twice a bare"
        " handler, decision and envelope as much again. In one process the feed and the reactions"
        " take their turns from the same interpreter; with the worker apart they do not."
    ),
    "live projection": (
        "The register keeps every former version of a line, so that lists can be asked for as of a"
        " day: each act works out its line even when a thousand come at once, and batching saves"
        " round trips but not that work. Of about 160 µs that an act costs in Python, 110 are the"
        " register's, spread evenly over decoding, the domain's `evolve`, line, duties and rows;"
        " no single place gives a tenth. The runner beside it writes the same rows by the same"
        " fast statements, and gains most from quick commits, as it commits every event: an earlier"
        " run, with 110 of its events a second instead of 218, gave 26."
    ),
    "rebuild": (
        "COPY only reads bytes. A rebuild decodes every act, folds it with the domain's own"
        " `evolve` and writes a closed version of a line for nearly every act: 110 µs for the"
        " register alone, where the goal leaves about 20 for all read models together. It reads"
        " and writes while it folds, and a long journal is rebuilt by a process for each read"
        " model, on all cores. Telling the rules a second time in SQL would be faster and could"
        " disagree."
    ),
    "read your writes": (
        "An append waits for one commit; the feed then reads the act, fetches the task's rows,"
        " folds and writes them. Its own commit does not wait for the disk. So the ratio rises"
        " where commits are quick: an earlier run, with appends of 12 ms at p99, gave 1.19 with"
        " 15 ms for the reader."
    ),
    "append, 64": (
        "One process of Python encodes, queues and answers; with 64 in flight the processor is the"
        " limit, and pgbench is compiled. The slower a commit, the more is saved by sharing it: an"
        " earlier run, when pgbench came to half as many, gave 2.67."
    ),
    "memory": "Python gives memory back to the system late.",
}


def page(results: Results) -> str:
    """The whole page."""
    parts = [
        INTRODUCTION,
        "## Machine\n\n" + _machine(results),
        "## Goals\n\n" + _goals([line for line in results.figures if line.goal]),
        *_missed(results.figures),
        "## Beside the goals\n\n" + _goals([line for line in results.figures if not line.goal]),
        "## Other stores\n\n" + _stores(results.compared),
    ]
    return "\n".join(parts)


def _machine(results: Results) -> str:
    facts = results.machine
    packages = ", ".join(f"{name} {version}" for name, version in facts["packages"].items())
    minutes = facts.get("seconds", 0) / 60
    return _table(
        ("fact", "value"),
        [
            ("processor", f"{facts['processor']}, {facts['cores']} cores"),
            ("memory", f"{facts['memory_gib']} GiB"),
            ("system", f"{facts['system']}, Python {facts['python']}, {facts['postgresql']}"),
            ("packages", packages),
            ("fdatasync of 8 kB", f"{facts['fdatasync_us']:g} µs"),
            ("load when the run began", f"{facts['load_at_start']:g}"),
            ("length of the last run", f"{minutes:.0f} min"),
            *(
                ("seconds of each part; whoever asks first makes a journal", _parts(took))
                for took in [facts.get("part_seconds")]
                if took
            ),
            *((f"failed: {part}", why) for part, why in facts.get("failed", {}).items()),
        ],
    )


def _parts(took: dict[str, int]) -> str:
    """The journals belong to the part that asks for them first: the large one to `past`."""
    return ", ".join(f"{part} {seconds}" for part, seconds in took.items()) or "–"


def _goals(lines: list[Figure]) -> str:
    return _table(
        ("what", "ratio", "goal", "met", "rounds"),
        [
            (
                line.name,
                "–" if line.ratio is None else f"{line.ratio:g}",
                line.goal or "–",
                MARKS[line.met],
                line.note,
            )
            for line in lines
        ],
    )


def _missed(lines: list[Figure]) -> Iterator[str]:
    """By how much, and why."""
    told = [_miss(line) for line in lines if line.met is False or (line.goal and line.met is None)]
    if told:
        yield "## Missed, and why\n\n" + "\n".join(told) + "\n"


def _miss(line: Figure) -> str:
    if line.ratio is None:
        return f"- {line.name}: not measured. {line.note}."
    bound = float(line.goal.split()[-1])
    share = line.ratio / bound if line.goal.startswith("≥") else bound / max(line.ratio, 1e-9)
    why = next((told for name, told in WHY.items() if line.name.startswith(name)), "")
    return (
        f"- {line.name}: {line.ratio:g}, goal {line.goal}; {share:.0%} of the way. {why}".rstrip()
    )


def _stores(rows: list[Compared]) -> str:
    """One line per question, one column per store; how many times ours in brackets."""
    stores = list(dict.fromkeys(row.store for row in rows if row.value is not None))
    found = {(row.measure, row.store): row for row in rows}
    measures = list(dict.fromkeys(row.measure for row in rows if row.value is not None))
    table = _table(
        ("measured", *stores),
        [(measure, *(_cell(found.get((measure, s))) for s in stores)) for measure in measures],
    )
    absent = [f"- {row.store}, {row.measure}: {row.note}" for row in rows if row.value is None]
    said = (
        "In brackets: how many times as fast ours was in the same rounds; below 1 the other is.\n"
    )
    return said + "\n" + table + ("\n" + "\n".join(absent) + "\n" if absent else "")


def _cell(row: Compared | None) -> str:
    if row is None or row.value is None:
        return "–"
    value = f"{row.value:,.0f}" if row.value >= 100 else f"{row.value:.2f}"
    times = "" if row.against_ours is None else f" ({row.against_ours:g}×)"
    return f"{value} {row.unit}{times}"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '∣') for cell in row)} |\n" for row in lines)


def write_page() -> None:
    """Write it from the newest results."""
    results = msgspec.json.decode(LATEST.read_bytes(), type=Results)
    PAGE.write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    write_page()
