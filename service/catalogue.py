"""Writes docs/catalogue.md from the code: commands, events, refusals, read models, settings.

A check compares the file with what this module writes, so the page cannot lie.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import msgspec

from domain.catalogue import CATALOGUE
from domain.fact import Command
from domain.limits import DEFAULTS
from projections.models import READ_MODELS
from service.reactions import REACTIONS
from service.settings import KNOWN
from service.slices import SLICE_OF

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "catalogue.md"
REFUSING = ("domain", "service")


def page() -> str:
    """The whole catalogue as Markdown."""
    parts = [
        "# Catalogue",
        "",
        "Written by `make catalogue` from the code; a check keeps it true.",
        "",
        *_commands(),
        *_events(),
        *_refusals(),
        *_read_models(),
        *_reactions(),
        *_limits(),
        *_settings(),
    ]
    return "\n".join(parts).rstrip() + "\n"


def write() -> None:
    """Bring docs/catalogue.md up to date."""
    PAGE.write_text(page(), encoding="utf-8")


def _commands() -> Iterator[str]:
    yield "## Commands"
    for name in dict.fromkeys(life.name for life in SLICE_OF.values()):
        kinds = [kind for kind, life in SLICE_OF.items() if life.name == name]
        yield from ("", f"### {name}", "", "| command | fields | |", "|---|---|---|")
        for kind in kinds:
            yield f"| `{kind.__name__}` | {_fields(kind)} | {_first_line(kind)} |"
    yield ""


def _events() -> Iterator[str]:
    yield from ("## Events", "", "| stored name | shape | fields | |", "|---|---|---|---|")
    for name, kind in sorted(CATALOGUE.items()):
        yield f"| `{name}` | {kind.shape} | {_fields(kind)} | {_first_line(kind)} |"
    yield ""


def _refusals() -> Iterator[str]:
    yield from ("## Refusals", "", "| code | facts | raised in |", "|---|---|---|")
    found: dict[str, tuple[set[str], set[str]]] = {}
    for code, facts, place in refusals():
        known = found.setdefault(code, (set(), set()))
        known[0].update(facts)
        known[1].add(place)
    for code, (named, places) in sorted(found.items()):
        yield f"| `{code}` | {', '.join(sorted(named))} | {', '.join(sorted(places))} |"
    yield ""


def refusals() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """(code, names of its facts, file) of every refusal that is written out in the code."""
    for folder in REFUSING:
        for file in sorted((ROOT / folder).rglob("*.py")):
            place = file.relative_to(ROOT).as_posix()
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _is_refused(node.func) and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        facts = tuple(word.arg for word in node.keywords if word.arg)
                        yield first.value, facts, place


def _is_refused(called: ast.expr) -> bool:
    return isinstance(called, ast.Name) and called.id == "Refused"


def _read_models() -> Iterator[str]:
    yield from ("## Read models", "", "| name | version | tables | question |", "|---|---|---|---|")
    for model in READ_MODELS:
        tables = ", ".join(f"`{table.name}`" for table in model.tables)
        yield f"| `{model.name}` | {model.version} | {tables} | {_first_line(type(model))} |"
    yield ""


def _reactions() -> Iterator[str]:
    yield from ("## Reactions", "", "| name | listens to | |", "|---|---|---|")
    for reaction in REACTIONS:
        topics = ", ".join(f"`{topic}`" for topic in sorted(reaction.topics))
        yield f"| {reaction.name} | {topics} | {_said(reaction.react.__doc__)} |"
    yield ""


def _limits() -> Iterator[str]:
    yield from ("## Limits (decided, dated)", "", "| key | default | unit | owner |")
    yield "|---|---|---|---|"
    for key, limit in sorted(DEFAULTS.items()):
        yield f"| `{key}` | {limit.value} | {limit.unit} | {limit.owner} |"
    yield ""


def _settings() -> Iterator[str]:
    yield from ("## Settings (environment)", "")
    for name, purpose in KNOWN.items():
        yield f"- `{name}`: {purpose}"


def _fields(kind: type[msgspec.Struct]) -> str:
    return ", ".join(kind.__struct_fields__)


def _first_line(kind: type) -> str:
    own = kind.__dict__.get("__doc__")
    return _said(own) if own and kind is not Command else ""


def _said(text: str | None) -> str:
    return (text or "").strip().split("\n")[0].replace("|", "\\|")


if __name__ == "__main__":
    write()
