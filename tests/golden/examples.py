"""One stored example per event name and shape; `python -m tests.golden.examples` adds what is new.

Examples are kept for ever: a file that exists is never written again, and its hash stays in the
manifest. Whatever is in there must be readable by every later version of the program.
"""

from __future__ import annotations

import hashlib
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, Union
from uuid import UUID

import msgspec

from domain import journal
from domain.catalogue import CATALOGUE
from domain.fact import Event, Meta, Recorded
from domain.ids import derived
from domain.task.events import Content, Drafted
from domain.values import Deadline

FOLDER = Path(__file__).parent / "events"
MANIFEST = Path(__file__).parent / "manifest.txt"
INSTANT = datetime(2025, 10, 31, 16, 59, tzinfo=UTC)
ENVELOPE = "envelope"
"""What the file of the fullest envelope begins with; the others carry a short one."""

VARIANT = "-"
"""A second example of a name, such as `task.drafted-before`, one per kind of deadline."""


def example(kind: Any, name: str) -> Any:
    """A value of a type with every field filled in, the same one every time."""
    simple: dict[Any, Any] = {
        str: f"{name} có dấu",
        int: 7,
        bool: True,
        bytes: b"\x01" * 16,
        UUID: derived("example", name),
        date: INSTANT.date(),
        datetime: INSTANT,
    }
    if kind in simple:
        return simple[kind]
    origin = typing.get_origin(kind)
    inner = [x for x in typing.get_args(kind) if x is not type(None)]
    if origin is Literal:
        return inner[-1]
    if origin in (Union, types.UnionType):
        return example(inner[0], name)
    if origin is tuple:
        if inner[-1] is Ellipsis:
            return (example(inner[0], name),)
        return tuple(example(x, name) for x in inner)
    if origin is Mapping:
        return {example(inner[0], name): example(inner[1], name)}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind)
        return kind(
            **{f.name: example(hints[f.name], f.name) for f in msgspec.structs.fields(kind)}
        )
    raise AssertionError(f"no example for {kind}")


def short_meta(kind: type[Event]) -> Meta:
    """An envelope with what is always there."""
    meta: Meta = example(Meta, "meta")
    return Meta(
        event_id=meta.event_id,
        happened_at=meta.happened_at,
        recorded_at=meta.recorded_at,
        actor=meta.actor,
        command_id=meta.command_id,
        salt=meta.salt,
        shape=kind.shape,
    )


def file_of(name: str, shape: int) -> Path:
    """Where the example of a name and shape lies."""
    return FOLDER / f"{name}.{shape}.json"


def stored(name: str, kind: type[Event], meta: Meta) -> bytes:
    """The bytes that the journal would keep."""
    return written(example(kind, name), meta)


def written(event: Event, meta: Meta) -> bytes:
    """An event in its place."""
    stream = derived("example", "stream")
    recorded = Recorded(originator_id=stream, originator_version=1, event=event, meta=meta)
    return journal.encode(recorded)


def manifest() -> dict[str, str]:
    """File name → SHA-256."""
    lines = MANIFEST.read_text(encoding="utf-8").splitlines() if MANIFEST.exists() else []
    return {file: digest for digest, file in (line.split("  ") for line in lines)}


def digest_of(file: Path) -> str:
    """The hash that stands in the manifest."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def add_missing() -> list[str]:
    """Write examples of names and shapes that have none; returns what was added."""
    FOLDER.mkdir(exist_ok=True)
    added = []
    for name, kind in CATALOGUE.items():
        file = file_of(name, kind.shape)
        if not file.exists():
            file.write_bytes(stored(name, kind, short_meta(kind)))
            added.append(file.name)
    for variant in typing.get_args(Deadline):
        file = FOLDER / f"task.drafted{VARIANT}{variant.__struct_config__.tag}.1.json"
        if not file.exists():
            words = msgspec.structs.replace(
                example(Content, "content"), deadline=example(variant, "deadline")
            )
            file.write_bytes(written(Drafted(content=words), short_meta(Drafted)))
            added.append(file.name)
    envelope = FOLDER / f"{ENVELOPE}.1.json"
    if not envelope.exists():
        full = msgspec.structs.replace(example(Meta, "meta"), shape=1)
        envelope.write_bytes(stored("task.accepted", CATALOGUE["task.accepted"], full))
        added.append(envelope.name)
    known = manifest()
    known |= {file: digest_of(FOLDER / file) for file in added}
    lines = (f"{digest}  {file}\n" for file, digest in sorted(known.items()))
    MANIFEST.write_text("".join(lines), encoding="utf-8")
    return added


if __name__ == "__main__":
    add_missing()
