"""Appends: the queue beside what PostgreSQL itself can do with the same rows."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psycopg

from bench.figures import Results, at_least, each, figure, median
from bench.ours import append_for, open_ledger
from bench.postgres import ROUND_SECONDS, Server, pgbench
from bench.progress_facts import fact, stream
from domain.journal import encode

ROUNDS = 3
EQUAL_TABLE = """
CREATE TABLE equal_table (
    originator_id uuid NOT NULL, originator_version bigint NOT NULL, topic text NOT NULL,
    state bytea NOT NULL, notification_id bigserial,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (originator_id, originator_version));
CREATE UNIQUE INDEX ON equal_table (notification_id);
CREATE INDEX ON equal_table (recorded_at);
"""


def insert_script(folder: Path) -> Path:
    """One INSERT a transaction of a row like ours, as pgbench wants it."""
    state = encode(fact(stream(), 1)).hex()
    script = folder / "insert.sql"
    script.write_text(
        "INSERT INTO equal_table (originator_id, originator_version, topic, state) VALUES"
        f" (gen_random_uuid(), 1, 'task.progress_reported', '\\x{state}');\n",
        encoding="ascii",
    )
    return script


def measure(server: Server, folder: Path, results: Results) -> None:
    """8 and 64 appends in flight against pgbench with 8 clients."""
    url = server.fresh("appending")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(EQUAL_TABLE.encode())
    script = insert_script(folder)
    ratios: dict[int, list[float]] = {1: [], 8: [], 64: []}
    raw: list[float] = []
    for _ in range(ROUNDS):
        per_second = pgbench(url, script, clients=8)
        raw.append(per_second)
        for in_flight, found in ratios.items():
            found.append(asyncio.run(_ours(url, in_flight)) / per_second)
    said = f"pgbench {each(raw, 0)} a second"
    goals = {8: at_least(0.6), 64: at_least(2.0), 1: None}
    for in_flight in (8, 64, 1):
        results.figures.append(
            figure(
                f"append, {in_flight} in flight ÷ pgbench INSERT, 8 clients",
                median(ratios[in_flight]),
                goals[in_flight],
                f"rounds {each(ratios[in_flight])}; {said}",
            )
        )
    server.drop(url)


async def _ours(url: str, in_flight: int) -> float:
    async with open_ledger(url) as ledger:
        return len(await append_for(ledger, in_flight, ROUND_SECONDS)) / ROUND_SECONDS
