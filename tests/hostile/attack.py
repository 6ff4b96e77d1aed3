"""Fills a form with what nobody should send, sends it, and says what was wrong with the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
from hypothesis import strategies as st

from domain.plain_text import only_text
from tests.hostile.crawl import Opened
from tests.hostile.ground import Ground
from tests.hostile.sheets import CHOSEN, TYPED, FormSheet, Input, read_page
from tests.hostile.words import DAYS, MARKUP, NUMBERS, SHORT_MARKUP, any_text, any_typed
from tests.web.filling import FORM_TYPE

Typed = dict[str, list[str]]
ANSWERS = frozenset({200, 303, 404, 409, 413, 422, 429})
KEPT = frozenset({"_form", "command_id", "seen_version"})
FRAME = frozenset({"_form"})
VERSION = frozenset({"seen_version"})
SHOWN_MOST = 40
LEAVES_THE_HOUSE = ("/logout", "/account/sessions", "/login", "/demo", "/admin/accounts/")
"""Forms that end a session or turn the day: they have tests of their own."""


def typed_over(form: FormSheet, text: str) -> Typed:
    """The same text in every field that people type into; choices that are offered."""
    return _sound(form) | {
        name: [text] for name, field in form.inputs.items() if field.kind in TYPED
    }


def sound_with_markup(form: FormSheet) -> Typed:
    """Answers that may well be accepted, with markup wherever words are asked for."""
    filled = _sound(form)
    for name, field in form.inputs.items():
        if field.kind in TYPED and not field.value:
            filled[name] = [_guess(field)]
    return filled | {name: [""] for name in filled if name in VERSION}


def _sound(form: FormSheet) -> Typed:
    filled = form.as_it_stands()
    for name, field in form.inputs.items():
        if field.kind in CHOSEN and not field.value and any(field.offered):
            filled[name] = [next(value for value in field.offered if value)]
    return filled


def _guess(field: Input) -> str:
    name = field.name
    if name.startswith("happened") or name in VERSION:
        return ""
    if name.endswith(("_on", "_by", "day")) or name == "on" or "until" in name or "follow" in name:
        return "02/07/2025" if name.startswith(("doc", "product_doc")) else "15/09/2025"
    if any(part in name for part in ("percent", "share", "days", "people")):
        return "5"
    return MARKUP if field.kind == "textarea" else SHORT_MARKUP


@st.composite
def answers(draw: st.DrawFn, form: FormSheet) -> Typed:
    """Each field left, left out, doubled, wrongly chosen or typed full of anything."""
    sent = form.as_it_stands()
    for name, field in form.inputs.items():
        if name in FRAME or field.kind == "file":
            continue
        match draw(st.sampled_from(("keep", "any", "any", "any", "missing", "double"))):
            case "missing":
                sent.pop(name, None)
            case "double":
                sent[name] = [draw(_value(field)), draw(_value(field))]
            case "any":
                sent[name] = [draw(_value(field))]
    if draw(st.booleans()):
        sent[draw(any_text)] = [draw(any_text)]
    return sent


def _value(field: Input) -> st.SearchStrategy[str]:
    if field.kind in CHOSEN and field.offered:
        return st.one_of(st.sampled_from(field.offered), any_text)
    if field.name.endswith(("_on", "_by", "on", "day")):
        return st.one_of(st.sampled_from(DAYS), any_text)
    if field.kind == "hidden":
        return st.one_of(st.just(field.value), any_text, st.sampled_from(NUMBERS))
    return any_typed


def send(ground: Ground, login: str, address: str, typed: Typed) -> httpx.Response:
    """The form as a browser would encode it, and a little more."""
    pairs = [(name, value) for name, values in typed.items() for value in values]
    body = urlencode(pairs, encoding="utf-8", errors="surrogatepass")
    return ground.visitors[login].client.post(address, content=body, headers=FORM_TYPE)


def complaints(answer: httpx.Response, form: FormSheet, typed: Typed, moved: bool) -> Iterator[str]:
    """What must not be: a broken page, a trace, a lost form, something half-written."""
    if answer.status_code not in ANSWERS:
        yield f"status {answer.status_code}"
    if "Traceback" in answer.text or 'File "' in answer.text:
        yield "a trace"
    if moved and answer.status_code != 303:
        yield f"something was recorded with {answer.status_code}"
    if answer.status_code in (409, 422):
        yield from (f"lost: {name}" for name in lost(answer.text, form, typed))


def lost(page: str, form: FormSheet, typed: Typed) -> Iterator[str]:
    """Fields whose text does not stand in the page that came back."""
    shown: dict[str, Any] = {}
    for each in read_page(page).forms:
        shown |= each.inputs
    for name, field in form.inputs.items():
        if field.kind not in TYPED or name not in typed or name in KEPT:
            continue
        wanted = _plain(typed[name][0])
        if name not in shown or _plain(shown[name].value) != wanted:
            found = shown[name].value if name in shown else None
            yield f"{name}={typed[name][0]!r:.60} shown as {found!r:.60}"


def _plain(text: str) -> str:
    """Without what no text field can hold: signs that are no text, and the kind of line end."""
    lines = only_text(text.encode("utf-8", "replace").decode()).replace("\r\n", "\n")
    return lines.replace("\r", "\n").replace("\ufffd", "").replace("?", "").strip()


class Attack:
    """Sends to one form after the other and gathers what was wrong."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.wrong: list[str] = []
        self.statuses: Counter[tuple[str, int]] = Counter()

    def send(self, page: Opened, form: FormSheet, typed: Typed) -> None:
        address = form.action or page.address
        before = self.position()
        answer = send(self.ground, page.login, address, typed)
        self.statuses[(address, answer.status_code)] += 1
        moved = answer.status_code != 303 and self._recorded_since(before)
        for wrong in complaints(answer, form, typed, moved):
            self.wrong.append(f"{page.login} {address}: {wrong}\n    {_short(typed)}")

    def position(self) -> int:
        return int(
            self.ground.site.sql("SELECT max(notification_id) FROM soviec.journal_events")[0][0]
        )

    def _recorded_since(self, position: int) -> bool:
        """By people: reactions to what was recorded before may come in meanwhile."""
        rows = self.ground.site.sql(
            "SELECT 1 FROM soviec.journal_events WHERE notification_id > %s AND"
            " convert_from(state, 'UTF8')::jsonb #>> '{meta,actor,capacity}'"
            " IS DISTINCT FROM 'reaction'",
            position,
        )
        return rows != []

    def settle(self) -> None:
        shown = "\n".join(self.wrong[:SHOWN_MOST])
        assert self.wrong == [], f"{len(self.wrong)} answers were wrong:\n{shown}"


def _short(typed: Typed) -> str:
    return ", ".join(f"{name}={values!r:.70}" for name, values in typed.items() if name[:1] != "_")
