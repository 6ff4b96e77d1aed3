"""House style that no other tool keeps: short files, short functions, plain words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LAYERS = ("domain", "projections", "service", "web", "tests", "docs", "bench")
FILE_LINES_MAX = 400
LIST_LINES_MAX = 600
LISTS = ("commands.py", "events.py")
"""A slice's words stand on one screen after another: declarations, no logic."""
FUNCTION_LINES_MAX = 70
FORBIDDEN_NAMES = ("utils", "helpers", "common", "manager", "misc", "base")

BANNED = {
    r"\bTODO\b|\bFIXME\b|\bXXX\b": "do it, or write it into the issue",
    r"\bprint\(": "write to a stream that was handed to you, or log",
    r"(?<![\w.])datetime\.now\(": "take the time from the moment or the clock",
    r"\bdate\.today\(": "take the day from the moment or the clock",
    r"\bbreakpoint\(": "remove it",
    r"pytest\.mark\.skip\b": "mend it or delete it",
    r"from unittest import mock|import unittest\.mock|monkeypatch": "hand the part in",
    r"https?://[\w.-]*registry\.": "no address of a package index",
    r"(?<![\w/.])/(root|home/\w+)/": "no path of one machine",
}
ALLOWED = {
    ("service/clock.py", r"(?<![\w.])datetime\.now\("),
    ("service/__main__.py", r"\bprint\("),
    ("tests/house/test_style.py", "*"),
    ("tests/house/test_docs.py", "*"),
}


def python_files(project: Path) -> Iterator[Path]:
    for layer in LAYERS:
        yield from sorted((project / layer).rglob("*.py"))


def too_long(file: Path) -> Iterator[str]:
    text = file.read_text(encoding="utf-8")
    lines = text.count("\n") + 1
    if lines > (LIST_LINES_MAX if file.name in LISTS else FILE_LINES_MAX):
        yield f"{file}: {lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES_MAX:
                yield f"{file}: {node.name} has {length} lines"


def banned_in(name: str, text: str) -> Iterator[str]:
    for pattern, instead in BANNED.items():
        if (name, pattern) in ALLOWED or (name, "*") in ALLOWED:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(pattern, line):
                yield f"{name}:{number}: {line.strip()} ({instead})"


def test_files_and_functions_are_short(project: Path) -> None:
    assert [each for file in python_files(project) for each in too_long(file)] == []


def test_no_banned_phrase(project: Path) -> None:
    found = [
        each
        for file in python_files(project)
        for each in banned_in(
            file.relative_to(project).as_posix(), file.read_text(encoding="utf-8")
        )
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["# TODO later", "now = datetime.now(UTC)", "print('x')", "@pytest.mark.skip(reason='x')"],
)
def test_a_banned_phrase_is_found(line: str) -> None:
    assert list(banned_in("service/desk.py", line)) != []


def test_no_file_says_nothing_by_its_name(project: Path) -> None:
    assert [file for file in python_files(project) if file.stem in FORBIDDEN_NAMES] == []


def test_every_module_says_what_it_is_for(project: Path) -> None:
    silent = [
        file
        for file in python_files(project)
        if (text := file.read_text(encoding="utf-8")).strip()
        and ast.get_docstring(ast.parse(text)) is None
    ]
    assert silent == []
