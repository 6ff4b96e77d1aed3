"""The list of read models is complete, and no two of them get in each other's way."""

from __future__ import annotations

import re
from pathlib import Path

from domain.catalogue import CATALOGUE
from projections.models import READ_MODELS


def test_names_are_unique() -> None:
    names = [model.name for model in READ_MODELS]
    tables = [table.name for model in READ_MODELS for table in model.tables]
    assert len(set(names)) == len(names)
    assert len(set(tables)) == len(tables)


def test_they_listen_to_names_that_exist() -> None:
    for model in READ_MODELS:
        assert (model.topics or frozenset()) <= set(CATALOGUE), model.name


def test_none_is_forgotten(project: Path) -> None:
    """A module with a fold is a read model, and a read model is in the list."""
    written = {
        file.stem
        for file in (project / "projections").glob("*.py")
        if re.search(r"^class \w+:\n(?:.*\n)*?    def keys\(self", file.read_text("utf-8"), re.M)
    }
    listed = {type(model).__module__.removeprefix("projections.") for model in READ_MODELS}
    assert written <= listed


def test_each_says_which_question_it_answers() -> None:
    assert [model.name for model in READ_MODELS if not type(model).__doc__] == []
