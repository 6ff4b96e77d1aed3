"""Whatever can be asked for on a page can be asked for through the API, now and in later slices."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from domain.fact import Command
from service.permission_table import ROWS
from service.slices import SLICE_OF
from tests.web.conftest import Site
from web import texts
from web.api import scopes
from web.api.all_slices import SLICES
from web.api.bodies import body_type
from web.api.commands import of_beginnings, of_things
from web.api.openapi import operations_of
from web.api.sealed import BEGINNINGS, KNOWN, SEALED
from web.api.slice import slug

BESIDE = (SEALED,)
"""Slices with addresses of their own, because what they keep has no place in the journal."""


def api_commands() -> set[type[Command]]:
    by_slices = {
        kind
        for each in SLICES
        for kind in (*of_things(each).values(), *of_beginnings(each).values())
    }
    return by_slices | {*BEGINNINGS.values(), *KNOWN.values()}


def test_what_has_addresses_of_its_own_has_one_for_each_command() -> None:
    assert {*BEGINNINGS.values(), *KNOWN.values()} == {k for b in BESIDE for k in b.commands}


def commands_of_pages(project: Path) -> Iterator[str]:
    """Names of commands that the code of any page speaks of."""
    known = {kind.__name__ for kind in SLICE_OF}
    for file in sorted((project / "web").rglob("*.py")):
        if "api" in file.relative_to(project / "web").parts[:1]:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else ""
            name = node.id if isinstance(node, ast.Name) else name
            if name in known:
                yield name


def test_whatever_a_page_can_ask_for_the_api_can(project: Path) -> None:
    """A slice is registered in `web/api/all_slices.py` as soon as pages speak of its commands."""
    found = set(commands_of_pages(project))
    assert "AcceptTask" in found
    by_people = {kind.__name__ for kind in SLICE_OF if ROWS.get(kind)}
    assert sorted((found & by_people) - {kind.__name__ for kind in api_commands()}) == []


def test_a_registered_slice_is_there_with_every_command_that_an_office_may_ask_for() -> None:
    known = [SLICE_OF[kind] for each in (*SLICES, *BESIDE) for kind in each.commands]
    wanted = {
        kind.__name__
        for kind, its in SLICE_OF.items()
        if ROWS.get(kind) and any(its is each for each in known)
    }
    assert {k.__name__ for k in api_commands()} == wanted


@pytest.mark.parametrize("kind", sorted(api_commands(), key=lambda k: k.__name__), ids=slug)
def test_no_body_asks_for_what_is_looked_up(kind: type[Command]) -> None:
    (api_slice,) = [each for each in (*SLICES, *BESIDE) if kind in each.commands]
    names = set(body_type(api_slice, kind).__struct_fields__)
    assert not names & api_slice.hidden(kind)
    assert {"happened_at", "reason", "document", "caused_by"} <= names


LOOKED_UP = re.compile(
    r"looked up|look-up|set by the service|computed by the service|hashed by the service"
)


def looked_up_fields(project: Path) -> Iterator[tuple[str, str]]:
    """The domain says in words which fields are not for a sender to say: under the field, or in
    the words of the class with the field's name in backticks."""
    for file in sorted((project / "domain").glob("*/commands.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            if LOOKED_UP.search(words := ast.get_docstring(node) or ""):
                yield from ((node.name, name) for name in re.findall(r"`(\w+)`", words))
            for field, below in pairwise(node.body):
                match (field, below):
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str(told))),
                    ) if LOOKED_UP.search(told):
                        yield node.name, name


def test_fields_that_say_they_are_looked_up_are_hidden(project: Path) -> None:
    found = set(looked_up_fields(project))
    assert {("SubmitResult", "open_children"), ("DissolveUnit", "open_duties")} <= found
    bodies = {
        kind.__name__: body_type(each, kind).__struct_fields__
        for each in (*SLICES, *BESIDE)
        for kind in each.asked_by_people
    }
    assert [pair for pair in sorted(found) if pair[1] in bodies.get(pair[0], ())] == []


def test_every_address_of_the_api_is_in_its_specification(site: Site) -> None:
    app = site.app
    silent = [
        route.path
        for route in app.routes
        for handler in getattr(route, "route_handlers", [])
        if route.path.startswith("/api/v1")
        and handler.http_methods != {"OPTIONS"}
        and not handler.opt.get("operations")
    ]
    assert silent == []
    ids = [operation.id for operation in operations_of(app)]
    assert len(ids) == len(set(ids))


def test_every_address_needs_a_scope_that_tokens_can_have(site: Site) -> None:
    possible = {scopes.READ, scopes.ACCOUNT, scopes.ADMIN, scopes.ACT}
    possible |= {scopes.act(each.name) for each in SLICES}
    wrong = [
        operation.id
        for operation in operations_of(site.app)
        if operation.scope not in possible or not operation.permission
    ]
    assert wrong == []


def test_every_operation_has_its_words(site: Site) -> None:
    """One that is missing would break the reference page and the specification as a whole."""
    wanted = {
        key
        for each in operations_of(site.app)
        for key in (
            f"api.tag.{each.tag}",
            *(param.key for param in each.params),
            *((each.summary,) if each.summary else ()),
            *(f"api.status.{status}" for status in each.problems),
        )
    }
    assert sorted(key for key in wanted if not texts.has(key)) == []
