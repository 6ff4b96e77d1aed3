"""How facts are written down and read back; the only file of the domain that knows the library.

A stored event is JSON, `{"data": {…}, "meta": {…}}`, so that it can be read with any database tool
for as long as the bytes exist. Old shapes are lifted by the upcasters of `domain.catalogue`.
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

import msgspec
from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder
from eventsourcing.utils import get_topic

from domain.catalogue import CATALOGUE, UPCASTERS
from domain.fact import Event, Meta, Recorded


class _Stored(msgspec.Struct, frozen=True):
    data: msgspec.Raw
    meta: Meta


class _Writing(msgspec.Struct, frozen=True):
    data: Event
    meta: Meta


_read = msgspec.json.Decoder(_Stored)
_write = msgspec.json.Encoder()
_readers: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(kind) for name, kind in CATALOGUE.items()
}


class UnknownEvent(Exception):
    """The journal holds a name that this version of the program does not know."""


def encode(recorded: Recorded) -> bytes:
    """The bytes that are kept for ever."""
    return _write.encode(_Writing(data=recorded.event, meta=recorded.meta))


def decode(
    originator_id: UUID, version: int, name: str, state: bytes, position: int = 0
) -> Recorded:
    """Read a stored event in its current shape; raises UnknownEvent or a msgspec error."""
    reader = _readers.get(name)
    if reader is None:
        raise UnknownEvent(name)
    stored = _read.decode(state)
    if stored.meta.shape == CATALOGUE[name].shape:
        event = reader.decode(stored.data)
    else:
        event = _lift(name, stored)
    return Recorded(
        originator_id=originator_id,
        originator_version=version,
        event=event,
        meta=stored.meta,
        position=position,
    )


def _lift(name: str, stored: _Stored) -> Any:
    data = msgspec.json.decode(stored.data)
    for shape in range(stored.meta.shape, CATALOGUE[name].shape):
        data = UPCASTERS[(name, shape)](data)
    return msgspec.convert(data, CATALOGUE[name])


class JournalMapper(Mapper[UUID]):
    """Lets the library read and write the same rows."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """A Recorded as the library stores it."""
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            domain_event.name,
            encode(domain_event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """A stored row as a Recorded."""
        stream_id = stored_event.originator_id
        assert isinstance(stream_id, UUID), "our streams have uuid names"
        return decode(
            stream_id,
            stored_event.originator_version,
            stored_event.topic,
            bytes(stored_event.state),
        )


class NoTranscoder(Transcoder):
    """The mapper above does all the work; the library asks for a transcoder all the same."""

    def encode(self, obj: Any) -> bytes:
        """Never called."""
        raise AssertionError("the journal is written by JournalMapper")

    def decode(self, data: bytes) -> Any:
        """Never called."""
        raise AssertionError("the journal is read by JournalMapper")


class Journal(Application[UUID]):
    """The library's own view of our journal: table `journal_events`."""

    name = "journal"
    env: ClassVar[dict[str, str]] = {
        "MAPPER_TOPIC": get_topic(JournalMapper),
        "TRANSCODER_TOPIC": get_topic(NoTranscoder),
    }
