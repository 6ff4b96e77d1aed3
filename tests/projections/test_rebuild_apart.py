"""Read models rebuilt side by side are the same as those rebuilt one after the other."""

from __future__ import annotations

import pytest

from projections.database import connect
from projections.feed import Feed
from projections.folding import CannotFold
from projections.rebuild import rebuild
from projections.rebuild_apart import rebuild_apart
from service.schema import FEED_ROLE
from tests.journal_store import added, recorded, stream_of, write_now
from tests.projections.toy_models import AliasRegister, Touchy

MODELS = (AliasRegister(), Touchy("none"))


def _history(url: str, count: int) -> None:
    stream = stream_of(["x"])[0].originator_id
    write_now(url, [recorded(stream, n + 1, added(str(n), stream)) for n in range(count)])


def test_each_is_built_by_a_process_and_equals_the_live_one(database_url: str) -> None:
    _history(database_url, 30)
    Feed(database_url, FEED_ROLE, MODELS).catch_up()
    told: list[tuple[str, int, int]] = []
    done = rebuild_apart(
        database_url,
        FEED_ROLE,
        MODELS,
        compare=True,
        progress=lambda *step: told.append(step),
    )
    assert [(each.name, each.position, each.facts, each.equal) for each in done] == [
        (model.name, 30, 30, True) for model in MODELS
    ]
    assert {step[0] for step in told} == {model.name for model in MODELS}


def test_a_fact_that_one_cannot_take_in_leaves_all_as_they_were(database_url: str) -> None:
    _history(database_url, 30)
    with connect(database_url, FEED_ROLE) as connection:
        rebuild(connection, AliasRegister())
        connection.execute("UPDATE alias_counts_v1 SET count = count + 1")
        with pytest.raises(CannotFold) as failed:
            rebuild_apart(
                database_url,
                FEED_ROLE,
                (AliasRegister(), Touchy("7")),
                compare=False,
                progress=lambda *_: None,
            )
        row = connection.execute("SELECT sum(count) FROM alias_counts").fetchone()
    assert failed.value.name == Touchy.name
    assert row is not None
    assert row[0] > 30
