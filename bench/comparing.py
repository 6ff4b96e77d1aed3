"""The same questions to every store on the same server, in turn within each round."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.figures import Compared, Results, median
from bench.node_packages import NotInstalled
from bench.other_stores import Emmett, Library, MessageDb, Ours, Store
from bench.postgres import Server

ROUNDS = 3
SECONDS = 1.0
IN_FLIGHT = (1, 8, 64)
TIMES = 40
TAIL_EVENTS = 100_000
TAIL_ROUNDS = 2
"""Each of them follows a hundred batches already."""
STREAM_OF_TAIL = 1000


def measure(server: Server, folder: Path, results: Results) -> None:
    """Appends, reads of one stream, and the tail of the whole log."""
    stores, absent = _opened(server, folder)
    try:
        for in_flight in IN_FLIGHT:
            name = f"append, {in_flight} in flight"
            _told(results, stores, name, "/s", lambda s, n=in_flight: s.append(n, SECONDS))
        for events in (20, 200):
            for store in stores:
                store.fill(events, 1)
            name = f"read a stream of {events} events"
            _told(results, stores, name, "ms", lambda s, n=events: s.read(n, TIMES))
        with ThreadPoolExecutor() as pool:  # nobody measures how long filling takes
            list(pool.map(lambda s: s.fill(STREAM_OF_TAIL, TAIL_EVENTS // STREAM_OF_TAIL), stores))
        _told(
            results,
            stores,
            "tail of 100,000 events",
            "/s",
            lambda s: s.tail(TAIL_EVENTS),
            TAIL_ROUNDS,
        )
    finally:
        for store in stores:
            store.close()
    for name, why in absent:
        results.compared.append(
            Compared(store=name, measure="everything", value=None, unit="", note=why)
        )


def _opened(server: Server, folder: Path) -> tuple[list[Store], list[tuple[str, str]]]:
    stores: list[Store] = [Ours(server), Library(server)]
    absent: list[tuple[str, str]] = []
    for kind in (MessageDb, Emmett):
        try:
            stores.append(kind(server, folder))
        except NotInstalled as reason:
            absent.append((kind.name, str(reason)))
    return stores, absent


def _told(
    results: Results,
    stores: list[Store],
    name: str,
    unit: str,
    ask: Callable[[Store], float],
    rounds: int = ROUNDS,
) -> None:
    """The middle of the rounds, and how many times ours that is, round by round."""
    absent: list[Compared] = []
    found: dict[str, list[float]] = {store.name: [] for store in stores}
    for _ in range(rounds):
        for store in list(stores):
            try:
                found[store.name].append(ask(store))
            except NotInstalled as reason:
                absent.append(
                    Compared(store=store.name, measure=name, value=None, unit="", note=str(reason))
                )
                stores.remove(store)
                del found[store.name]
    own = found[Ours.name]
    for store, values in found.items():
        pairs = zip(own, values, strict=True)
        ahead = [a / b if unit == "/s" else b / a for a, b in pairs]
        results.compared.append(
            Compared(
                store=store,
                measure=name,
                value=round(median(values), 3),
                unit=unit,
                against_ours=None if store == Ours.name else round(median(ahead), 2),
            )
        )
    results.compared += absent
