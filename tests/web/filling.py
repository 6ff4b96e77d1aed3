"""A form of a page as a browser would send it back, with some answers changed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.web.conftest import Visitor

FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}


class Sheet(HTMLParser):
    """Reads the fields of the one act form of a page, with what stands in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.options: dict[str, dict[str, str]] = {}
        self._inside = False
        self._select = self._area = self._option = ""
        self.feed(page)
        assert self.action, "the page has no form of an act"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form" and facts.get("class") == "act-form":
            self._inside, self.action = True, facts["action"]
        if not self._inside:
            return
        if tag == "input" and facts.get("name") and facts.get("type") != "file":
            is_choice = facts.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in facts:
                self.fields.append((facts["name"], facts.get("value", "")))
        elif tag == "textarea":
            self._area = facts["name"]
            self.fields.append((self._area, ""))
        elif tag == "select":
            self._select = facts["name"]
            self.fields.append((self._select, ""))
        elif tag == "option":
            self._option = facts.get("value", "")
            if "selected" in facts:
                self.fields[-1] = (self._select, self._option)

    def handle_data(self, data: str) -> None:
        if self._area:
            name, value = self.fields[-1]
            self.fields[-1] = (name, value + data)
        elif self._option:
            self.options.setdefault(self._select, {})[data.strip()] = self._option

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._area = ""
        if tag == "option":
            self._option = ""

    def value(self, name: str) -> str:
        """What stands in a field."""
        return dict(self.fields).get(name, "")

    def chosen(self, select: str, beginning: str) -> str:
        """The value of the option whose words begin so."""
        among = self.options[select]
        return next(value for label, value in among.items() if label.startswith(beginning))

    def filled(self, **answers: Any) -> list[tuple[str, str]]:
        """Everything as it stands, with these answers; a list ticks several boxes."""
        kept = [(name, value) for name, value in self.fields if name not in answers]
        for name, answer in answers.items():
            each = answer if isinstance(answer, list) else [answer]
            kept += [(name, str(value)) for value in each]
        return kept


def send(visitor: Visitor, page: str, **answers: Any) -> httpx.Response:
    """The page's form, sent back."""
    sheet = Sheet(page)
    content = urlencode(sheet.filled(**answers))
    return visitor.client.post(sheet.action, content=content, headers=FORM_TYPE)


def send_files(
    visitor: Visitor, page: str, files: list[tuple[str, bytes]], **answers: Any
) -> httpx.Response:
    """The page's form with files."""
    sheet = Sheet(page)
    typed: dict[str, Any] = {}
    for name, value in sheet.filled(**answers):
        typed.setdefault(name, []).append(value)
    sent = [("files", (name, octets)) for name, octets in files]
    return visitor.client.post(sheet.action, data=typed, files=sent or [("files", ("", b""))])
