"""Stored events of every name and shape stay readable, and today's are written the same way."""

from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec
import pytest

from domain import journal
from domain.catalogue import CATALOGUE, UPCASTERS
from domain.ids import derived
from tests.golden.examples import ENVELOPE, FOLDER, MANIFEST, VARIANT, digest_of, file_of, manifest

STREAM = derived("example", "stream")
FILES = sorted(FOLDER.glob("*.json"))


def name_of(file: Path) -> str:
    name = file.name.rsplit(".", 2)[0].split(VARIANT)[0]
    return "task.accepted" if name == ENVELOPE else name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_was_stored_is_read(file: Path) -> None:
    bytes_ = file.read_bytes()
    recorded = journal.decode(STREAM, 1, name_of(file), bytes_)
    assert isinstance(recorded.event, CATALOGUE[name_of(file)])
    shape = int(file.name.rsplit(".", 2)[1])
    assert recorded.meta.shape == shape
    if shape == CATALOGUE[name_of(file)].shape:
        assert journal.encode(recorded) == bytes_, "today's shape is written byte for byte"


@pytest.mark.parametrize(("name", "kind"), CATALOGUE.items())
def test_every_name_and_every_shape_has_an_example(name: str, kind: type) -> None:
    for shape in range(1, CATALOGUE[name].shape + 1):
        assert file_of(name, shape).exists(), "run python -m tests.golden.examples"
        if shape < CATALOGUE[name].shape:
            assert (name, shape) in UPCASTERS


def test_no_example_without_a_name() -> None:
    assert {name_of(file) for file in FILES} == set(CATALOGUE), "a stored name is never dropped"


def test_examples_are_the_ones_in_the_manifest() -> None:
    assert {file.name: digest_of(file) for file in FILES} == manifest()


def test_the_manifest_only_grows() -> None:
    committed = subprocess.run(
        ["git", "show", f"HEAD:tests/golden/{MANIFEST.name}"],
        capture_output=True,
        text=True,
        cwd=MANIFEST.parent,
        check=False,
    )
    if committed.returncode != 0:
        pytest.skip("no earlier manifest to compare with")
    now = set(MANIFEST.read_text(encoding="utf-8").splitlines())
    assert set(committed.stdout.splitlines()) <= now


def test_an_unknown_name_and_a_broken_record_are_told_apart() -> None:
    good = file_of("task.accepted", 1).read_bytes()
    with pytest.raises(journal.UnknownEvent):
        journal.decode(STREAM, 1, "task.never_heard_of", good)
    with pytest.raises(msgspec.DecodeError):
        journal.decode(STREAM, 1, "task.returned", good)
    with pytest.raises(msgspec.DecodeError):
        journal.decode(STREAM, 1, "task.accepted", good[:-5])


def test_a_field_that_is_new_has_a_default() -> None:
    for file in FILES:
        data = msgspec.json.decode(file.read_bytes())["data"]
        known = {f.encode_name for f in msgspec.structs.fields(CATALOGUE[name_of(file)])}
        assert set(data) <= known | {"kind"}, f"{file.name} holds a field that nothing reads"
