"""A sealed order leaves no trace: every role reads every page before and after, byte for byte."""

from __future__ import annotations

import html
import io
import logging
import re
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.demo.cast import DEMO_PASSWORD, holder_on
from service.server import EmbeddedServer
from tests.api.conftest import make_token
from tests.web.conftest import NO_CERTIFICATES, START_SECONDS, Site, Visitor
from tests.web.filling import Sheet, send
from tests.web.inspection_site import PAPER, Enter, visitors
from tests.web.sealed_site import (
    LEADER,
    MEMBER,
    ORDERER,
    SEALED_ON,
    SECRETARY,
    WORDS,
    pass_to,
    seal,
    sealed,
    sealed_site,
)
from tests.web.waiting import until_lines_are_written

pytestmark = pytest.mark.slow

LOGINS = (ORDERER, LEADER, "vanphong", MEMBER, "truongphong", "giamdoc", "vanthu", SECRETARY,
          "rasoat", "quansat", "quantri")  # fmt: skip
KNOWING = (ORDERER, LEADER)
KNOWN_HERE = frozenset({"/sealed", "/api/v1/sealed", "/sealed/new", "/my-work",
                        "/my-work?news=all", "/api/v1/my-work", "/my-work.csv",
                        "/my-work.xlsx", "/api/v1/my-work/export.csv",
                        "/api/v1/my-work/export.xlsx"})  # fmt: skip
"""Where those who know are told."""
STRANGER = "nobody"
MORE = (
    "/tasks?q=Trực",
    "/tasks?unit=KTHTDT",
    "/inspections?unit=kthtdt",
    "/inspections?kind=surprise",
    "/inspections?kind=surprise&from=01/07/2025&to=31/12/2025",
    "/inspections/new?kind=scheduled&unit=kthtdt",
    "/org/units/kthtdt",
    "/my-work?news=all",
    "/seals?state=committed",
    "/api/v1/inspections?kind=surprise",
)
"""Beside every address without a place in it."""
NOT_ASKED = ("/logout", "/demo", "/health", "/static", "/login", "/lang", "/api/v1/openapi")
"""They change the reader, or never change."""
OWN = ("/account", "/api/v1/me", "/api/v1/sessions", "/admin/accounts")
"""They tell of devices and last log-ins by the real clock, which a seal has no part in."""
SHORTER = ("giamdoc", "vanthu", SECRETARY)
"""They see no more than others of their units: they are asked for where a leak would begin."""
WHERE_IT_WOULD_BEGIN = re.compile(
    r"/(my-work|inspections|findings|seals|sealed|tasks|status|api/v1/(inspections|seal|my-work))"
)
LINKS_OF_EACH = 1
"""So many links of one shape are followed from a page."""

NOISE = (
    (re.compile(r'name="command_id" value="[^"]*"'), "command"),
    (re.compile(r'"request_id":"[^"]*"'), "request"),
    (re.compile(r'name="_form" value="[^"]*"'), "form"),
)
"""Drawn anew for every answer, whatever there is to tell."""
CLOCK = (
    (re.compile(r"\d{2}:\d{2}(:\d{2})?"), "hour"),
    (
        re.compile(r'("position":|name="(position|seen)" value="|seen=|#|việc thứ |đến việc )\d+'),
        "position",
    ),
)
"""What a slot changes: the hour, and the place that any two entries take."""

REAL_CLOCK = (
    (re.compile(r"\d{4}-\d{2}-\d{2}(T[0-9:.+Z-]+)?"), "instant"),
    (re.compile(r"\d{2}:\d{2}(:\d{2})?|\d{2}/\d{2}/\d{4}"), "hour"),
)

Seen = dict[tuple[str, str], tuple[int, str]]


@pytest.fixture(scope="module")
def own_site(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = Path(tmp_path_factory.mktemp("secrecy"))
    with sealed_site(server, folder, "site_secrecy") as running:
        stand_still(running, "12:20")
        yield running


def stand_still(site: Site, time: str) -> None:
    """Turn the clock and hold it there: what it explains is none of this test's matter."""
    clock = site.house.clock
    vars(clock).pop("now", None)
    pass_to(site, SEALED_ON, time)
    at = clock.now()
    clock.now = lambda: at  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def enter(own_site: Site) -> Iterator[Enter]:
    with visitors(own_site) as entering:
        yield entering


@pytest.fixture(scope="module")
def readers(own_site: Site, enter: Enter) -> Iterator[dict[str, list[httpx.Client]]]:
    """A browser and a program of everybody; the stranger has a browser only."""
    programs = [
        httpx.Client(
            base_url=own_site.address,
            headers={"authorization": f"Bearer {make_token(own_site, login, 'read', 'account')}"},
            verify=NO_CERTIFICATES,
            timeout=START_SECONDS,
        )
        for login in LOGINS
    ]
    for each in programs:
        each.get("/api/v1/me")  # so that its token was used before
    stranger = own_site.visitor()
    stranger.get("/login")
    yield {
        **{
            login: [enter(login).client, each] for login, each in zip(LOGINS, programs, strict=True)
        },
        STRANGER: [stranger.client, stranger.client],
    }
    for each in (*programs, stranger.client):
        each.close()


def addresses(site: Site) -> list[str]:
    """Every address without a place in it, pages and programs alike."""
    found = {
        route.path
        for route in site.app.routes
        for handler in getattr(route, "route_handlers", [])
        if "GET" in handler.http_methods and "{" not in route.path
    }
    return sorted(
        p for p in {*found, *MORE} if not p.startswith(NOT_ASKED) and p not in ("/", "/api")
    )


def links_of(pages: Seen, login: str) -> list[str]:
    """Links from what a reader saw, a few of each shape."""
    shapes: dict[str, list[str]] = {}
    for (who, _), (_, text) in pages.items():
        if who != login:
            continue
        for href in re.findall(r'href="(/[^"#]*)"', text):
            href = html.unescape(href)
            if href.startswith(NOT_ASKED) or "lang=" in href:
                continue
            same = shapes.setdefault(re.sub(r"[A-Z0-9-]{6,}|\d+|[0-9a-f-]{36}", "*", href), [])
            if href not in same and len(same) < LINKS_OF_EACH:
                same.append(href)
    return sorted({each for same in shapes.values() for each in same})


def read(clients: list[httpx.Client], path: str) -> tuple[int, str]:
    """Status and body, without what is drawn anew for every answer."""
    client = clients[1] if path.startswith("/api/") else clients[0]
    answer = client.get(path)
    if answer.content[:2] == b"PK":
        return answer.status_code, sheets_of(answer.content)
    text = masked(answer.text, NOISE)
    return answer.status_code, masked(text, REAL_CLOCK) if path.startswith(OWN) else text


def sheets_of(book: bytes) -> str:
    """All of a workbook but the second in which it was packed."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        names = sorted(set(parts.namelist()) - {"docProps/core.xml"})
        return "\n".join(parts.read(name).decode() for name in names)


def masked(text: str, masks: Any) -> str:
    for pattern, word in masks:
        text = pattern.sub(word, text)
    return text


def read_all(readers: dict[str, list[httpx.Client]], paths: dict[str, list[str]]) -> Seen:
    """Everything that everybody can read now."""
    return {
        (login, path): read(clients, path)
        for login, clients in readers.items()
        for path in paths[login]
    }


@pytest.fixture(scope="module")
def before(own_site: Site, readers: dict[str, list[httpx.Client]], vice: Visitor) -> Seen:
    fixed = addresses(own_site)
    short = [path for path in fixed if WHERE_IT_WOULD_BEGIN.match(path)]
    first = read_all(readers, {who: short if who in SHORTER else fixed for who in readers})
    further = {
        who: [path for path in links_of(first, who) if path not in fixed]
        for who in ("rasoat", "quantri")
    }
    return first | read_all({k: readers[k] for k in further}, further)


@pytest.fixture(scope="module")
def vice(own_site: Site) -> Iterator[Visitor]:
    """A vice-chair who orders as well, and whom the vault does not name."""
    site, person = own_site, holder_on("pct-thang", SEALED_ON)
    facts = {"person_id": person, "password": DEMO_PASSWORD}
    site.run(lambda: site.house.accounts.create("pctthang", "Phó Chủ tịch", **facts))
    visitor = site.visitor()
    visitor.send("/login", {"login": "pctthang", "password": DEMO_PASSWORD})
    yield visitor
    visitor.client.close()


def other_order(vice: Visitor) -> tuple[int, str]:
    """A scheduled visit of the same unit, filled in and looked at, never signed."""
    page = vice.get("/inspections/new?kind=scheduled&unit=kthtdt").text
    sheet = Sheet(page)
    answer = send(
        vice,
        page,
        leader=sheet.chosen("leader", "Phó Chủ tịch Hoàng"),
        secretary=sheet.chosen("secretary", "Mạc Thị Út"),
        members=[sheet.chosen("secretary", "Vũ Thị Hạnh")],
        fields=["1"],
        contents="Kiểm tra định kỳ.",
        period_from="01/04/2025",
        period_to="30/06/2025",
        from_on="24/07/2025",
        to_on="25/07/2025",
        **PAPER,
    )
    return answer.status_code, masked(answer.text, NOISE)


@pytest.fixture(scope="module")
def other_before(vice: Visitor) -> tuple[int, str]:
    return other_order(vice)


@pytest.fixture(scope="module")
def ref(before: Seen, other_before: tuple[int, str], enter: Enter) -> str:
    """Sealed, read by those who know, a second one tried and a third dropped."""
    address = sealed(enter(ORDERER))
    for login in KNOWING:
        assert WORDS in enter(login).get(address).text
    assert seal(enter(ORDERER), contents="x" * 5000).status_code == 422
    return address


def differing(before: Seen, after: Seen, masks: Any = ()) -> list[str]:
    return [
        f"{login} {path}: {difference(masked(old[1], masks), masked(after[login, path][1], masks))}"
        for (login, path), old in before.items()
        if (old[0], masked(old[1], masks))
        != (after[login, path][0], masked(after[login, path][1], masks))
    ]


def difference(old: str, new: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    return f"…{old[max(at - 60, 0) : at + 60]!r} → {new[max(at - 60, 0) : at + 60]!r}"


def test_nobody_else_reads_a_different_byte(
    before: Seen, ref: str, readers: dict[str, list[httpx.Client]]
) -> None:
    after = {key: read(readers[key[0]], key[1]) for key in before}
    changed = [line for line in differing(before, after) if line.split()[0] not in KNOWING]
    assert changed == []
    for login in KNOWING:
        told = {line.split()[1].rstrip(":") for line in differing(before, after)
                if line.split()[0] == login}  # fmt: skip
        assert told <= KNOWN_HERE, login
        assert {"/sealed", "/api/v1/sealed"} <= told, login


def test_what_is_sealed_and_what_was_never_there_answer_alike(
    ref: str, readers: dict[str, list[httpx.Client]], enter: Enter
) -> None:
    other = f"/sealed/{uuid.uuid4()}"
    for login, clients in readers.items():
        if login in KNOWING:
            continue
        for tail in ("", "/draw", "/do/open"):
            real, random = (clients[0].get(f"{base}{tail}") for base in (ref, other))
            wanted = 303 if login == STRANGER else 404
            assert (real.status_code, random.status_code) == (wanted, wanted), (login, tail)
            if login != STRANGER:
                assert same(real) == same(random), (login, tail)
        for base in ("/api/v1/sealed", "/api/v1/seals"):
            here, there = (clients[1].get(f"{base}/{p.rsplit('/', 1)[1]}") for p in (ref, other))
            assert same(here) == same(there), (login, base)
    for tail in ("/do/open", "/do/void", "/do/declare"):
        member = enter(MEMBER)
        real, random = (member.send(f"{base}{tail}", {"reason": "x"}) for base in (ref, other))
        assert real.status_code == 404
        assert same(real) == same(random), tail


def same(answer: httpx.Response) -> Any:
    """All of an answer but the number of the request and the second it was made in."""
    headers = {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "date", "etag")}
    return answer.status_code, masked(answer.text, NOISE), headers


def test_the_log_has_no_line_of_it(
    ref: str, enter: Enter, own_site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="soviec"):
        caplog.clear()
        enter(LEADER).get(ref)
        enter(LEADER).get("/sealed")
        enter("rasoat").get(ref)
        enter(ORDERER).get("/inspections/new?kind=surprise")
        seal(enter(ORDERER), leader="")
        own_site.visitor().get("/seals")
        until_lines_are_written(own_site)
    lines = [r.getMessage() for r in caplog.records if r.name.startswith("soviec")]
    access = [line.split()[1] for line in lines if " request=" in line]
    assert access == ["/seals"]
    assert not any("sealed" in line or ref.rsplit("/", 1)[1] in line for line in lines)


def test_another_order_for_the_same_unit_hears_no_warning(
    ref: str, before: Seen, other_before: tuple[int, str], enter: Enter, vice: Visitor
) -> None:
    """Same days, same team, same unit: looked at, refused and accepted as if nothing were there."""
    page = enter("vanphong").get("/inspections/new?kind=scheduled&unit=kthtdt")
    told = before["vanphong", "/inspections/new?kind=scheduled&unit=kthtdt"]
    assert (page.status_code, masked(page.text, NOISE)) == told
    status, _ = other_before
    assert status == 200, "it came as far as the page that is signed"
    assert other_order(vice) == other_before


def test_a_slot_changes_nothing_but_the_register(
    ref: str, own_site: Site, readers: dict[str, list[httpx.Client]], before: Seen
) -> None:
    whole = ("rasoat", "quantri", STRANGER)
    known = {
        key: told
        for key, told in before.items()
        if key[0] in whole or (key[0] not in KNOWING and WHERE_IT_WOULD_BEGIN.match(key[1]))
    }
    stand_still(own_site, "12:31")
    after = {key: read(readers[key[0]], key[1]) for key in known}
    changed = [
        line
        for line in differing(known, after, CLOCK)
        if not re.match(r"\w+ (/api/v1)?/(seals|status)[?:]", line)
    ]
    assert changed == []
    health = {key: told for key, told in known.items() if key[1].endswith("/status")}
    assert differing(health, after, ((re.compile(r"\d+"), "n"),)) == [], "positions apart"
    assert shapes_of_slots(own_site.visitor()) == {("committed", "committed")}


def shapes_of_slots(stranger: Visitor) -> set[tuple[str, ...]]:
    """What the register tells of each slot: always the same."""
    page = stranger.get("/seals").text.split('id="slots"')[1]
    rows = re.findall(r"<tr>(.*?)</tr>", page.split("<tbody>")[1], re.DOTALL)
    slots: dict[str, list[str]] = {}
    for row in rows:
        at = re.findall(r'datetime="([^"]+T[^"]+)"', row)[0]
        slots.setdefault(at, []).append("committed" if "còn niêm phong" in row else row)
    return {tuple(states) for states in slots.values()}


def test_a_second_seal_for_the_same_unit_is_accepted_like_the_first(
    ref: str, vice: Visitor, enter: Enter
) -> None:
    """Two who order know nothing of each other; each sees his own."""
    mine = sealed(vice, fields=["1"])
    assert mine != ref
    assert vice.get(mine).status_code == 200
    assert vice.get(ref).status_code == 404
    assert enter(ORDERER).get(mine).status_code == 404
