"""Every command straight to the desk, with anything in it: recorded whole, or refused in words."""

from __future__ import annotations

import asyncio
import itertools
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fact import Actor, Command
from domain.ids import derived, new_id
from domain.plain_text import has_no_text
from domain.refusal import Refused
from domain.task import commands as c
from domain.values import Doc
from service.demo.cast import holder_on, post_id
from service.desk import A_REACTION, THE_CLOCK, Envelope, Who
from service.slices import SLICE_OF
from service.wiring import read_models_ready, working
from tests.hostile.commands import Makers
from tests.hostile.test_what_is_stored import texts_of
from tests.hostile.words import bounded
from tests.service.founded_ward import MONDAY, PAPER, TASK, Ward, founded
from web import refusals
from web.texts import LANGUAGES

SECOND = derived("test", "second")
PATIENCE_SECONDS = 60
OF_THE_DESK = [kind for kind in SLICE_OF if kind.__module__ != "domain.seal.commands"]
"""Sealed orders go to the vault, by a door of their own; at the desk they are a slip of ours."""


class Bench:
    """A founded ward with two tasks, kept open between the examples."""

    def __init__(self, runner: asyncio.Runner, ward: Ward) -> None:
        self.runner = runner
        self.ward = ward
        self.wrong: list[str] = []
        self.taken = 0

    async def begin(self) -> None:
        for task in (TASK, SECOND):
            await self.ward.assign(task)
            await self.ward.desk.submit(c.AcceptTask(task_id=task), self.ward.as_post("gd-hcc"))

    def send(self, command: Command, envelope: Envelope) -> None:
        try:
            self.runner.run(self.ward.desk.submit(command, envelope))
            self.taken += 1
        except Refused as refused:
            self._explain(refused)
        except Exception as error:
            self.wrong.append(f"{type(error).__name__}: {error!s:.150}\n    {command!r:.300}")

    def _explain(self, refused: Refused) -> None:
        ward = self.runner.run(self.ward.house.ward())
        for language in LANGUAGES:
            assert refusals.sentence(refused, language, ward)


@pytest.fixture
def bench(database_url: str, tmp_path: Path) -> Iterator[Bench]:
    with asyncio.Runner() as runner:
        opened = founded(database_url, tmp_path)
        ward = runner.run(opened.__aenter__())
        ready = Bench(runner, ward)
        runner.run(ready.begin())
        yield ready
        runner.run(opened.__aexit__(None, None, None))


def senders(ward: Ward) -> st.SearchStrategy[Who]:
    people = [
        Who(person_id=holder_on(key, MONDAY), acting_post=post)
        for key in ("chu-tich", "gd-hcc", "pct-nguyet")
        for post in (None, post_id(key))
    ]
    return st.sampled_from([*people, *people, THE_CLOCK, A_REACTION, Who(), FOUNDING])


FOUNDING = Who(system=Actor(capacity="founding"))


def test_any_command_with_anything_in_it(bench: Bench) -> None:
    ward = bench.runner.run(bench.ward.house.ward())
    ids = [TASK, SECOND, *ward.units, *ward.posts, *ward.persons]
    kinds = (Makers(ids), Makers([TASK, SECOND] * 20 + ids, gentle=True))
    who = senders(bench.ward)
    papers = st.one_of(st.none(), st.just(PAPER), st.just(PAPER), kinds[0].struct(Doc))

    @bounded(2)
    @given(st.data())
    def once(data: st.DataObject) -> None:
        for makers, kind in itertools.product(kinds, OF_THE_DESK):
            envelope = Envelope(
                who=data.draw(who),
                command_id=new_id(bench.ward.clock.now()),
                reason=data.draw(makers.of(str | None)),
                document=data.draw(papers),
            )
            bench.send(data.draw(makers.struct(kind)), envelope)

    once()
    shown = "\n".join(bench.wrong[:30])
    assert bench.wrong == [], f"{len(bench.wrong)} commands broke the desk:\n{shown}"
    assert bench.taken > 0
    _check_journal(bench)
    bench.runner.run(_check_followers(bench))


@pytest.mark.parametrize("wrong", [5, None, b"x", ["x"], "\ud800", "\x00", "x" * 1_000_000])
def test_what_is_no_text_is_refused_with_its_place(bench: Bench, wrong: Any) -> None:
    with pytest.raises(Refused, match="malformed") as caught:
        bench.runner.run(
            bench.ward.desk.submit(
                c.ReportProgress(task_id=TASK, text=wrong), bench.ward.as_post("gd-hcc")
            )
        )
    assert "text" in caught.value.facts["place"] or wrong == "\ud800"


def test_decomposed_letters_are_stored_composed(bench: Bench) -> None:
    command = c.ReportProgress(task_id=TASK, text=unicodedata.normalize("NFD", "Rà soát lần hai"))
    bench.runner.run(bench.ward.desk.submit(command, bench.ward.as_post("gd-hcc")))
    history = bench.runner.run(bench.ward.house.ledger.load(TASK))
    assert history[-1].event.text == "Rà soát lần hai"  # type: ignore[attr-defined]


def _check_journal(bench: Bench) -> None:
    with psycopg.connect(bench.ward.house.url) as connection:
        rows = connection.execute("SELECT state FROM soviec.journal_events").fetchall()
    for (state,) in rows:
        for text in texts_of(json.loads(bytes(state))):
            assert not has_no_text(text)
            assert unicodedata.is_normalized("NFC", text)


async def _check_followers(bench: Bench) -> None:
    """Read models and reactions take in whatever the desk has let through."""
    house = bench.ward.house
    async with working(house):
        await read_models_ready(house)
        last = await house.ledger.max_position()
        assert await house.freshness.wait(last, PATIENCE_SECONDS)
        status = await house.status()
    assert [(model.name, model.error) for model in status.models if model.is_parked] == []
    assert [(each.reaction, each.error) for each in status.parked_reactions] == []
    assert status.feed_error is None
