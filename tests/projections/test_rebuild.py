"""A rebuilt read model is the same as the one that grew with the journal."""

from __future__ import annotations

import random

from projections.database import connect
from projections.feed import Feed
from projections.rebuild import rebuild
from service.schema import FEED_ROLE
from tests.journal_store import added, dropped, recorded, stream_of, write_now
from tests.projections.toy_models import AliasRegister


def _live_history(url: str) -> None:
    chance = random.Random(7)
    streams = [stream_of(["x"])[0].originator_id for _ in range(5)]
    versions = dict.fromkeys(streams, 0)
    feed = Feed(url, FEED_ROLE, [AliasRegister()])
    for _ in range(6):
        facts = []
        for _ in range(20):
            stream = chance.choice(streams)
            versions[stream] += 1
            event = chance.choice((added, dropped))(chance.choice("abcdé"), stream)
            facts.append(recorded(stream, versions[stream], event))
        write_now(url, facts)
        feed.catch_up()


def test_rebuilt_equals_live(database_url: str) -> None:
    _live_history(database_url)
    with connect(database_url, FEED_ROLE) as connection:
        done = rebuild(connection, AliasRegister(), compare=True)
    assert done.equal is True
    assert done.facts == done.position == 120


def test_a_difference_is_seen_and_mended(database_url: str) -> None:
    _live_history(database_url)
    with connect(database_url, FEED_ROLE) as connection:
        connection.execute("UPDATE alias_counts_v1 SET count = count + 1")
        assert rebuild(connection, AliasRegister(), compare=True).equal is False
        assert rebuild(connection, AliasRegister(), compare=True).equal is True


def test_a_new_version_replaces_the_old_one_on_start(database_url: str) -> None:
    class Doubled(AliasRegister):
        version = 2

    _live_history(database_url)
    Feed(database_url, FEED_ROLE, [Doubled()]).catch_up()
    with connect(database_url, FEED_ROLE) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'alias_counts%'"
        ).fetchall()
        assert tables == [("alias_counts_v2",)]
        count = connection.execute("SELECT sum(count) FROM alias_counts").fetchone()
        assert count == (120,)


def test_progress_is_told(database_url: str) -> None:
    _live_history(database_url)
    told: list[tuple[str, int, int]] = []
    with connect(database_url, FEED_ROLE) as connection:
        rebuild(connection, AliasRegister(), progress=lambda *step: told.append(step))
    assert told[-1] == ("alias_register", 120, 120)
