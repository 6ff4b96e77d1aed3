"""Figures from outside as rows: what holds, what held before, which import brought it."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace

from domain.fact import Recorded
from domain.ids import derived
from projections.database import make_pool
from projections.feed import Feed
from projections.figures_index import (
    FIGURES,
    IMPORTS,
    PAST_FIGURES,
    FiguresIndex,
    brought_by,
    held_figures,
    import_at,
    import_by_id,
    imports,
)
from projections.index_register import INDEX_REGISTER, IndexRegister, indices, known_at
from projections.read_model import Rows
from service.schema import FEED_ROLE, WEB_ROLE
from tests import stories as s
from tests.domain.figures import test_imports as i
from tests.domain.figures import test_indices as x
from tests.journal_store import write_now
from tests.stories import COORDINATOR, Life

FIRST, SECOND = derived("import", "first"), derived("import", "second")


def placed(life: Life) -> list[Recorded]:
    return [replace(each, position=place) for place, each in enumerate(life.history, 1)]


def corrected() -> Life:
    life = i.nothing().when("2025-11-03", i.KEEPER, i.brought(i.row(2), i.row(3, month="2025-09")))
    later = i.brought(i.row(5, settled_late=3, open_in_time=6), name="second")
    return life.when("2025-11-04", i.KEEPER, later)


def folded(life: Life, times: int = 1) -> Rows:
    model, rows = FiguresIndex(), Rows()
    for recorded in placed(life):
        for _ in range(times):
            model.apply(recorded, rows)
    return rows


def test_a_correction_closes_what_held_before() -> None:
    rows = folded(corrected())
    now = rows.get(FIGURES, ("dossiers", s.PVHCC, "2025-10"))
    assert now is not None
    assert (now.import_id, now.supersedes, now.known_from) == (SECOND, FIRST, 3)
    (past,) = rows.all(PAST_FIGURES)
    assert (past.import_id, past.known_from, past.known_until) == (FIRST, 1, 3)
    assert past.superseded_by == SECOND
    assert past.dossiers[0].settled_late == 2


def test_an_import_counts_what_it_brought() -> None:
    rows = folded(corrected())
    first, second = rows.get(IMPORTS, (FIRST,)), rows.get(IMPORTS, (SECOND,))
    assert first is not None
    assert second is not None
    assert (first.places, first.superseding, first.first_month) == (2, 0, "2025-09")
    assert (second.places, second.superseding, second.reason) == (1, 1, "Lý do.")


def test_the_same_event_again_changes_nothing() -> None:
    once, twice = folded(corrected()), folded(corrected(), times=2)
    for table in (FIGURES, PAST_FIGURES, IMPORTS):
        assert list(once.all(table)) == list(twice.all(table))


def test_as_of_a_place_in_the_log_the_earlier_counts_are_read(database_url: str) -> None:
    life = corrected()
    write_now(database_url, life.history)
    Feed(database_url, FEED_ROLE, models=[FiguresIndex()]).catch_up()

    async def look() -> None:
        pool = make_pool(database_url, WEB_ROLE)
        await pool.open()
        try:
            newest = (await imports(pool))[0].position
            late = [
                sum(c.settled_late for row in rows for c in row.dossiers)
                for rows in (
                    await held_figures(pool, "dossiers"),
                    await held_figures(pool, "dossiers", known_at=newest - 1),
                    await held_figures(pool, "dossiers", ("2025-10", "2025-10")),
                    await held_figures(pool, "dossiers", units=[s.VP]),
                )
            ]
            assert late == [5, 4, 3, 0]
            brought = await brought_by(pool, FIRST)
            assert [(row.month, row.superseded_by) for row in brought] == [
                ("2025-09", None),
                ("2025-10", SECOND),
            ]
            assert [await import_at(pool, newest - back) for back in (0, 1, 2)] == [
                SECOND,
                FIRST,
                FIRST,
            ]
            assert await import_at(pool, newest + 1) is None
            found = await import_by_id(pool, SECOND)
            assert found is not None
            assert found.file == i.FILE
        finally:
            await pool.close()

    asyncio.run(look())


def test_an_index_keeps_everything_that_was_said() -> None:
    life = x.nothing().when(x.DAY, COORDINATOR, x.aim()).when(x.DAY, COORDINATOR, x.record())
    life = life.when(x.DAY, COORDINATOR, x.record(rank=9))
    model, rows = IndexRegister(), Rows()
    for recorded in placed(life):
        model.apply(recorded, rows)
        model.apply(recorded, rows)
    row = rows.get(INDEX_REGISTER, ("dcci", 2025))
    assert row is not None
    assert [act.word for act in row.acts] == ["target", "recorded", "corrected"]
    assert (row.rank, row.out_of, row.target_rank) == (9, 114, 10)
    then = known_at(row, 2)
    assert then is not None
    assert (then.rank, len(then.acts)) == (12, 2)
    assert known_at(row, 0) is None


def test_the_register_is_read_back(database_url: str) -> None:
    life = x.nothing().when(x.DAY, COORDINATOR, x.record())
    write_now(database_url, life.history)
    Feed(database_url, FEED_ROLE, models=[IndexRegister()]).catch_up()

    async def look() -> None:
        pool = make_pool(database_url, WEB_ROLE)
        await pool.open()
        try:
            (row,) = await indices(pool)
            assert (row.index, row.value, row.acts[0].source) == ("dcci", "71.25", "QĐ công bố")
            assert await indices(pool, 2024) == []
        finally:
            await pool.close()

    asyncio.run(look())
