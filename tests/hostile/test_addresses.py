"""Every page with nonsense in its address: in its places, and behind the question mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.ground import LOGINS, Ground
from tests.hostile.words import DAYS, MARKUP, TEXTS, any_typed, bounded

NAME_IN_CODE = re.compile(
    r"(?:query_params|typed|given|query)\.get\([\"'](\w+)[\"']"
    r"|(?:asked|asked_word|_number|_word|_choice)\((?:request, )?[\"'](\w+)[\"']"
)
PLACE_WORDS = (
    *("..%2f..%2fetc%2fpasswd", "%00", "%ED%A0%80", "%E2%80%AE"),
    *("a" * 3000, "-1", "9" * 25, quote(MARKUP, safe="")),
)


def names_in_queries(project: Path) -> list[str]:
    """Every word that the code reads from an address."""
    code = "".join(file.read_text(encoding="utf-8") for file in (project / "web").rglob("*.py"))
    found = {name for names in NAME_IN_CODE.findall(code) for name in names if name}
    return sorted({*found, "cursor", "seen", "lang", "as_of", "sort", "page"})


def pages(ground: Ground) -> Iterator[str]:
    for route in ground.site.app.routes:
        methods = set().union(*(h.http_methods for h in getattr(route, "route_handlers", [])))
        if "GET" in methods and not route.path.startswith(("/static", "/health")):
            yield route.path


def wrong_with(ground: Ground, login: str, address: str) -> list[str]:
    answer = ground.visitors[login].client.get(address)
    trace = "Traceback" in answer.text or 'File "' in answer.text
    return [f"{answer.status_code} {address[:150]}"] if answer.status_code >= 500 or trace else []


def test_nonsense_in_the_places_of_an_address(ground: Ground) -> None:
    wrong = []
    for template in pages(ground):
        if "{" in template:
            for word in PLACE_WORDS:
                address = re.sub(r"\{\w+:\w+\}", lambda _, word=word: word, template)
                wrong += wrong_with(ground, "chutich", address)
    assert wrong == []


def test_nonsense_behind_the_question_mark(ground: Ground, project: Path) -> None:
    names = names_in_queries(project)
    assert len(names) > 15
    addresses = [page for page in pages(ground) if "{" not in page] + ground.addresses[:4]
    wrong: list[str] = []

    @bounded(2)
    @given(st.data())
    def once(data: st.DataObject) -> None:
        login = data.draw(st.sampled_from(LOGINS))
        for address in addresses:
            asked = data.draw(st.dictionaries(st.sampled_from(names), any_typed, max_size=6))
            query = urlencode(asked, encoding="utf-8", errors="surrogatepass")
            wrong.extend(wrong_with(ground, login, f"{address}?{query}"))

    once()
    assert wrong == []


def test_the_same_nonsense_in_every_name_of_a_query(ground: Ground, project: Path) -> None:
    names = names_in_queries(project)
    addresses = [page for page in pages(ground) if "{" not in page] + ground.addresses[:4]
    wrong = []
    for text in (TEXTS[3], DAYS[5], "9" * 5000, "٣²"):
        query = urlencode(dict.fromkeys(names, text), encoding="utf-8", errors="surrogatepass")
        for address in addresses:
            wrong += wrong_with(ground, "vanphong", f"{address}?{query[:30_000]}")
    assert wrong == []
