"""Files that no act recorded leave the disk after some days; recorded and wanted ones never."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.task import commands as c
from service.demo.cast import holder_on
from service.evidence import EvidenceStore, Received
from service.evidence_sweep import EvidenceSweep
from service.prepared_forms import PreparedForm, keep_prepared
from tests.service.founded_ward import TASK, Told, Ward
from tests.service.test_evidence import PDF, PNG, Upload

NOW = datetime(2025, 11, 20, 7, 40, tzinfo=UTC)
KEEP = 7
Swept = Callable[[Ward, EvidenceStore, EvidenceSweep], Coroutine[Any, Any, None]]

TABLES = ("evidence_index (sha256", "plan_index (file_sha", "figures_imports (file jsonb, name")
"""Of read models that hold files, as far as the sweep asks them; the last column is a text."""


@pytest.fixture
def sweep(tell: Callable[[Told], None]) -> Callable[[Swept], None]:
    """A story in a founded ward whose read models know nothing of files."""

    def run(story: Swept) -> None:
        async def told(ward: Ward) -> None:
            async with ward.house.pool.connection() as connection:
                for table in TABLES:
                    await connection.execute("RESET ROLE")
                    await connection.execute(
                        f"CREATE TABLE IF NOT EXISTS soviec_read.{table} text)".encode()
                    )
                    await connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA soviec_read"
                                             " TO soviec_web")  # fmt: skip
                    await connection.execute("SET ROLE soviec_web")
            store = EvidenceStore(ward.house.settings.files)
            await story(ward, store, EvidenceSweep(ward.house.pool, store, KEEP, lambda: NOW))

        tell(told)

    return run


async def given(ward: Ward, store: EvidenceStore, octets: bytes, name: str) -> Received:
    return await store.receive(
        Upload(octets),
        name,
        by_person=holder_on("gd-hcc", ward.clock.today()),
        now=ward.clock.now(),
        octets_max=1_000_000,
    )


def grow_old(store: EvidenceStore, received: Received, days: int = KEEP + 1) -> Path:
    """As if it had been received that many days ago and its ticket forgotten."""
    place = store.path_of(received.evidence.sha256)
    assert place is not None
    since = (NOW - timedelta(days=days)).timestamp()
    os.utime(place, (since, since))
    return place


async def forget(store: EvidenceStore, received: Received) -> None:
    await store.recorded([received.evidence.sha256], received.by_person)


def test_an_old_file_that_nobody_recorded_goes(sweep: Callable[[Swept], None]) -> None:
    async def story(ward: Ward, store: EvidenceStore, sweeper: EvidenceSweep) -> None:
        old, young = await given(ward, store, PNG, "a.png"), await given(ward, store, PDF, "b.pdf")
        for each in (old, young):
            await forget(store, each)
        gone, stays = grow_old(store, old), grow_old(store, young, KEEP - 1)
        assert await sweeper.run() == 1
        assert (gone.exists(), stays.exists()) == (False, True)

    sweep(story)


def test_a_recorded_file_stays_though_no_read_model_knows_it(
    sweep: Callable[[Swept], None],
) -> None:
    async def story(ward: Ward, store: EvidenceStore, sweeper: EvidenceSweep) -> None:
        await ward.assign()
        await ward.desk.submit(c.AcceptTask(task_id=TASK), ward.as_post("gd-hcc"))
        received = await given(ward, store, PNG, "a.png")
        await ward.desk.submit(
            c.AttachEvidence(task_id=TASK, evidence=received.evidence), ward.as_post("gd-hcc")
        )
        await forget(store, received)
        place = grow_old(store, received)
        assert await sweeper.run() == 0
        assert place.exists()

    sweep(story)


def test_a_file_of_a_prepared_form_stays(sweep: Callable[[Swept], None]) -> None:
    async def story(ward: Ward, store: EvidenceStore, sweeper: EvidenceSweep) -> None:
        received = await given(ward, store, PNG, "a.png")
        await forget(store, received)
        place = grow_old(store, received)
        form = PreparedForm(
            task_id=TASK,
            slug="submit-result",
            unit_id=TASK,
            prepared_by=(received.by_person,),
            answers={},
            files=(received.evidence,),
            saved_at=NOW,
        )
        await keep_prepared(ward.house.pool, form, by_person=received.by_person)
        assert await sweeper.run() == 0
        assert place.exists()

    sweep(story)


def test_a_file_that_waits_for_its_form_stays(sweep: Callable[[Swept], None]) -> None:
    async def story(ward: Ward, store: EvidenceStore, sweeper: EvidenceSweep) -> None:
        place = grow_old(store, await given(ward, store, PNG, "a.png"))
        assert await sweeper.run() == 0
        assert place.exists()

    sweep(story)


def test_a_file_handed_in_between_the_look_and_the_removal_stays(
    sweep: Callable[[Swept], None],
) -> None:
    async def story(ward: Ward, store: EvidenceStore, sweeper: EvidenceSweep) -> None:
        first = await given(ward, store, PNG, "a.png")
        await forget(store, first)
        place = grow_old(store, first)
        looked_up = sweeper._recorded

        async def somebody_comes(shas: list[str]) -> frozenset[str]:
            found = await looked_up(shas)
            again = await given(ward, store, PNG, "a.png")
            await forget(store, again)  # an act has just recorded it
            return found

        sweeper._recorded = somebody_comes  # type: ignore[method-assign]
        assert await sweeper.run() == 0
        assert place.exists()

    sweep(story)


def test_taking_in_waits_while_a_file_is_taken_away(tmp_path: Path) -> None:
    """Two that hand in and clear away the same octets at once always end with the file there."""

    async def story() -> None:
        store = EvidenceStore(tmp_path)
        for _ in range(30):
            first = await store.receive(
                Upload(PNG), "a.png", by_person=TASK, now=NOW, octets_max=1000
            )
            await forget(store, first)
            grow_old(store, first)
            before = NOW - timedelta(days=KEEP)
            _, again = await asyncio.gather(
                asyncio.to_thread(store.remove_unrecorded, first.evidence.sha256, before),
                store.receive(Upload(PNG), "a.png", by_person=TASK, now=NOW, octets_max=1000),
            )
            assert store.path_of(again.evidence.sha256) is not None

    asyncio.run(story())


def test_files_beside_another_journal_are_not_touched(sweep: Callable[[Swept], None]) -> None:
    async def story(ward: Ward, store: EvidenceStore, sweeper: EvidenceSweep) -> None:
        assert store.belongs_to(TASK)
        received = await given(ward, store, PNG, "a.png")
        await forget(store, received)
        place = grow_old(store, received)
        assert await sweeper.run() == 0
        assert place.exists()

    sweep(story)


def test_it_is_done_once_a_day(sweep: Callable[[Swept], None]) -> None:
    async def story(ward: Ward, store: EvidenceStore, sweeper: EvidenceSweep) -> None:
        await sweeper.once_a_day()
        received = await given(ward, store, PNG, "a.png")
        await forget(store, received)
        place = grow_old(store, received)
        await sweeper.once_a_day()
        assert place.exists()

    sweep(story)
