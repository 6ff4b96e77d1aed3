"""Sealing leaves no trace: what every role of the database can query, before and after."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest

from domain.fact import Recorded
from domain.journal import encode
from domain.refusal import Refused
from domain.seal import commands as c
from domain.seal import events as s
from service.demo.script import hour
from service.schema import FEED_ROLE, VAULT_ROLE, WEB_ROLE
from service.vault import BOX_BYTES, Boxes, Vault
from tests.service.founded_ward import Told
from tests.service.test_sealed_orders import (
    LEADER,
    MEMBER,
    ORDERER,
    Sealed,
    order,
    sealing,
)

WORDS = ("gd-hcc", "bí mật của lệnh", "chu-tich")
LIVE = ("positions", "sessions")
"""Bookkeeping that moves by itself."""


def seen_by(url: str, role: str) -> dict[str, Any]:
    """Everything a role can find out by asking the database: rows, sizes, sequences, estimates."""
    with psycopg.connect(url, autocommit=True) as connection:
        tables = connection.execute(
            "SELECT n.nspname || '.' || c.relname, c.oid FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname LIKE 'soviec%' AND c.relkind = 'r' ORDER BY 1"
        ).fetchall()
        connection.execute(f"SET ROLE {role}".encode())
        seen: dict[str, Any] = {}
        for name, oid in tables:
            size = "SELECT pg_table_size(%s), pg_total_relation_size(%s)"
            seen[f"size of {name}"] = connection.execute(size, (oid, oid)).fetchone()
            if name.split(".")[1] in LIVE:
                continue
            rows = f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {name} t"
            try:
                seen[name] = connection.execute(rows.encode()).fetchone()
            except psycopg.errors.InsufficientPrivilege:
                seen[name] = "closed"
        seen["sequences"] = connection.execute(
            "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
        ).fetchall()
        seen["counters"] = connection.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del, n_live_tup FROM pg_stat_user_tables"
            " WHERE schemaname = 'soviec_vault' ORDER BY 1"
        ).fetchall()
    return seen


@pytest.mark.parametrize("role", [WEB_ROLE, FEED_ROLE])
def test_sealing_changes_nothing_that_a_role_can_see(
    tell: Callable[[Told], None], caplog: pytest.LogCaptureFixture, role: str
) -> None:
    async def run(story: Sealed) -> None:
        url = story.ward.house.url
        await story.pass_to("2025-11-03 10:00")
        before = seen_by(url, role)
        assert (before["soviec_vault.places"], before["soviec_vault.slots"]) == ("closed", "closed")
        caplog.clear()
        with caplog.at_level(logging.DEBUG):
            receipt = await story.seal("2025-11-03 10:15", ORDERER, order(contents=WORDS[1]))
            for post in (LEADER, ORDERER):
                await story.ward.house.sealing.read(receipt.seal_id, story.who(post))
            for n in range(6):
                hour_of = f"2025-11-03 10:{20 + 4 * n}"
                other = await story.seal(hour_of, ORDERER, order(contents=str(n)))
                void = c.VoidSealedOrder(seal_id=other.seal_id)
                await story.seal(hour_of, ORDERER, void)
            with pytest.raises(Refused):
                await story.open("2025-11-03 11:00", LEADER, receipt.seal_id)
        logged = [
            record.getMessage() for record in caplog.records if record.name.startswith("soviec")
        ]
        assert [line for line in logged if str(receipt.seal_id) in line or WORDS[1] in line] == []
        async with story.ward.house.vault._pool.connection() as connection:
            # what a session has counted is shown late; not here
            await connection.execute("SELECT pg_stat_force_next_flush()")
        assert seen_by(url, role) == before

    sealing(tell, run)


def test_only_the_role_of_the_vault_opens_it_and_it_opens_nothing_else(
    tell: Callable[[Told], None],
) -> None:
    async def run(story: Sealed) -> None:
        house = story.ward.house
        with psycopg.connect(house.url, autocommit=True) as connection:
            connection.execute(f"SET ROLE {VAULT_ROLE}".encode())
            (count,) = connection.execute("SELECT count(*) FROM soviec_vault.places").fetchone()  # type: ignore[misc]
            assert count == 324
            for forbidden in (
                "SELECT 1 FROM soviec.journal_events",
                "SELECT 1 FROM soviec.accounts",
                "DELETE FROM soviec_vault.places",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(forbidden.encode())
        async with house.pool.connection() as pooled:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await pooled.execute("SELECT 1 FROM soviec_vault.places")

    sealing(tell, run)


def shape(recorded: Recorded) -> tuple[Any, ...]:
    """All of an entry that is not random: its place, its length, its envelope."""
    event = recorded.event
    assert isinstance(event, s.Committed)
    meta = recorded.meta
    return (
        recorded.originator_version,
        recorded.name,
        len(encode(recorded)),
        len(event.commitment),
        meta.actor,
        meta.happened_at == meta.recorded_at,
        meta.reason,
        meta.document,
        meta.cause,
        recorded.originator_id.version,
    )


def test_a_slot_with_an_order_looks_like_a_slot_without(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        await story.pass_to("2025-11-03 10:00")
        receipt = await story.seal("2025-11-03 10:15", ORDERER, order())
        await story.pass_to("2025-11-03 12:31")
        await story.pass_to("2025-11-04 06:31")
        shapes: dict[Any, list[tuple[Any, ...]]] = {}
        for recorded in await story.journal():
            if isinstance(recorded.event, s.Committed):
                shapes.setdefault(recorded.event.slot_at, []).append(shape(recorded))
        with_order = shapes[hour(date(2025, 11, 3), "12:30")]
        without = shapes[hour(date(2025, 11, 4), "06:30")]
        assert with_order == without
        assert len(set(with_order)) == 1, "and the entries of a slot are alike"
        (committed,) = await story.facts(receipt.seal_id)
        assert committed.meta.command_id.version == 5, "it tells no time of the sealing"

    sealing(tell, run)


def test_the_order_in_a_slot_is_nobodys_choice(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        receipts = []
        for day in (3, 4, 5, 6, 7, 10, 11, 12):
            receipts.append(await story.seal(f"2025-11-{day:02} 10:15", ORDERER, order()))
            await story.pass_to(f"2025-11-{day:02} 12:31")
        by_slot: dict[Any, list[Any]] = {}
        for recorded in await story.journal():
            if isinstance(recorded.event, s.Committed):
                by_slot.setdefault(recorded.event.slot_at, []).append(recorded)
        for entries in by_slot.values():
            commitments = [recorded.event.commitment for recorded in entries]
            assert commitments == sorted(commitments)

    sealing(tell, run)


def test_no_code_is_drawn_before_the_door(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        await story.seal("2025-11-03 10:15", ORDERER, order())
        await story.pass_to("2025-11-05 09:00")
        names = {recorded.name for recorded in await story.journal()}
        assert "register.number_issued" not in names
        assert "claim.taken" not in names
        assert not any(name.startswith("inspection.") for name in names)

    sealing(tell, run)


# -- work and room, whoever asks -------------------------------------------------------


class Counted(Vault):
    """A vault that counts what is read and written."""

    def __init__(self, inner: Vault) -> None:
        self._pool, self._role = inner._pool, inner._role
        self.work: list[tuple[int, int]] = []

    def opened(self) -> Any:
        """As the vault's own, with a look at the boxes before they are written."""
        counted = self

        class _Opened:
            def __init__(self) -> None:
                self._inner = Vault.opened(counted)

            async def __aenter__(self) -> Boxes:
                self._boxes = await self._inner.__aenter__()
                return self._boxes

            async def __aexit__(self, *error: Any) -> bool | None:
                answer = await self._inner.__aexit__(*error)
                counted.work.append((self._boxes.size, len(self._boxes.written())))
                return answer

        return _Opened()


def test_the_same_work_for_who_knows_and_who_does_not(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        receipt = await story.seal("2025-11-03 10:15", ORDERER, order())
        sealing_desk = story.ward.house.sealing
        counted = Counted(story.ward.house.vault)
        sealing_desk._vault = counted
        await sealing_desk.read(receipt.seal_id, story.who(LEADER))
        await sealing_desk.read(receipt.seal_id, story.who(LEADER))
        for post in (MEMBER, "ra-soat", "truong-kt"):
            with pytest.raises(Refused):
                await sealing_desk.read(receipt.seal_id, story.who(post))
            await sealing_desk.known_to(story.who(post))
        await sealing_desk.known_to(story.who(ORDERER))
        assert set(counted.work) == {(324, 1)}, "every box read, one written"

    sealing(tell, run)


def test_first_reading_is_noted_and_published(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        receipt = await story.seal("2025-11-03 10:15", ORDERER, order())
        house, clock = story.ward.house, story.ward.clock
        clock.set(hour(date(2025, 11, 3), "11:00"))
        await house.sealing.read(receipt.seal_id, story.who(LEADER))
        clock.set(hour(date(2025, 11, 3), "11:30"))
        await house.sealing.read(receipt.seal_id, story.who(LEADER))
        async with house.vault.opened() as boxes:
            kept = boxes.find(receipt.seal_id)
            assert kept is not None
            read = {reader.role: reader.first_read_at for reader in kept.readers}
        assert read["leader"] == hour(date(2025, 11, 3), "11:00")
        assert read["orderer"] == hour(date(2025, 11, 3), "10:15")
        assert read["member"] is None

    sealing(tell, run)


def test_what_does_not_fit_a_box_is_refused(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        with pytest.raises(Refused) as caught:
            await story.seal("2025-11-03 10:15", ORDERER, order(contents="x" * BOX_BYTES))
        assert caught.value.code == "seal.too_long"

    sealing(tell, run)
