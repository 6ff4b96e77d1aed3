"""Acts that can be tried before anybody asks for them, and how a slice declares its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from domain.fact import Command
from web.act_form import ActForm


class TriedForm(ActForm, frozen=True, kw_only=True):
    """An act of a thing, with the plainest command of its kind to try beforehand."""

    sample: Callable[[Any], Command | None]
    """None: there is nothing to ask at this moment."""
    limit: Callable[[Any], date | None] = lambda _context: None
    """The last day on which it can, or should, be done."""
    href: str = ""
    """Of acts that have a page of their own, after the address of the thing."""
    takes_files: bool = False


Form = TypeVar("Form", bound=TriedForm)


def declaring(kind: type[Form], area: str, **same: Any) -> Callable[..., Form]:
    """Acts of one area are declared by slug, command, fields, what they become, and a sample."""

    def form(
        slug: str, command: type[Command], fields: Any, build: Any, sample: Any, **more: Any
    ) -> Form:
        return kind(
            area=area,
            slug=slug,
            command=command,
            fields=fields,
            build=build,
            sample=sample,
            **(same | more),
        )

    return form
