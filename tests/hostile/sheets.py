"""Every form of a page, with its fields and what may be chosen in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = frozenset({"text", "textarea", "search", "email"})
CHOSEN = frozenset({"select", "radio", "checkbox"})


@dataclass
class Input:
    """One field: what stands in it, and the values it offers."""

    name: str
    kind: str
    value: str = ""
    offered: list[str] = field(default_factory=list)


@dataclass
class FormSheet:
    """One form."""

    action: str
    method: str
    has_files: bool
    inputs: dict[str, Input] = field(default_factory=dict)

    def as_it_stands(self) -> dict[str, list[str]]:
        """What a browser would send of an untouched form."""
        return {
            each.name: [each.value]
            for each in self.inputs.values()
            if each.kind not in ("file", "button")
            and (each.value or each.kind not in ("radio", "checkbox"))
        }


class _Reader(HTMLParser):
    """Fills the list of forms; the fields of choice gather their values."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormSheet] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._form: FormSheet | None = None
        self._area: Input | None = None
        self._select: Input | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= facts.keys()
        if tag == "a" and facts.get("href", "").startswith("/"):
            self.links.append(facts["href"].split("#")[0])
        if tag == "form":
            multipart = "multipart" in facts.get("enctype", "")
            method = facts.get("method", "get")
            self._form = FormSheet(facts.get("action", ""), method, multipart)
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, facts)

    def _field(self, tag: str, facts: dict[str, str]) -> None:
        assert self._form is not None
        inputs, name = self._form.inputs, facts.get("name", "")
        if tag == "input" and name:
            kind = facts.get("type", "text")
            known = inputs.setdefault(name, Input(name, kind))
            if kind in ("radio", "checkbox"):
                known.offered.append(facts.get("value", "on"))
                if "checked" in facts:
                    known.value = facts.get("value", "on")
            else:
                known.value = facts.get("value", "")
        elif tag == "textarea":
            self._area = inputs.setdefault(name, Input(name, "textarea"))
        elif tag == "select":
            self._select = inputs.setdefault(name, Input(name, "select"))
        elif tag == "option" and self._select is not None:
            self._select.offered.append(facts.get("value", ""))
            if "selected" in facts:
                self._select.value = facts.get("value", "")
        elif tag == "button" and name:
            inputs.setdefault(name, Input(name, "button")).offered.append(facts.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


def read_page(page: str) -> _Reader:
    """Forms, links, and the names of all tags and attributes."""
    reader = _Reader()
    reader.feed(page)
    return reader
