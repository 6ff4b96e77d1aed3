"""The played year on pages: a past day reads the same for ever, and what-if keeps nothing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import datetime

import pytest

from domain.fact import LOCAL
from service.server import EmbeddedServer
from tests.web.conftest import Site, Visitor, _database, served

pytestmark = pytest.mark.slow

STEPS = ("2025-08-20", "2025-09-20", "2025-10-20", "2025-11-20", "2025-12-10")
"""The way to the first look, in pieces that do not take long."""
LATER = ("2025-12-26", "2026-01-12")
DAY = "2025-12-05"
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
LOGINS = ("chutich", "truongphong", "rasoat")
READ = (
    *(f"/units/{unit}" for unit in ("vp", "vhxh", "kthtdt", "pvhcc", "snc")),
    "/units/vhxh/figures",
    "/evaluations/2025",
    "/evaluations/2025/vhxh",
    "/evaluations/2025/vhxh/1.2",
    "/evaluations/2025-Q3/vhxh",
    "/evaluations/2025-Q3/vhxh/3.1",
    "/evaluations/2025-Q3-phuong/ubnd",
    "/evaluations/2025-Q3-phuong/ubnd/3.1",
)
"""What a head of the culture office may read too."""


@pytest.fixture(scope="module")
def demo(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo on 10/12, with the units' self-scores in and their appraisal delivered."""
    with (
        _database(server, "evaluated_demo") as url,
        served(url, tmp_path_factory.mktemp("evaluated"), demo=True) as running,
    ):
        for day in STEPS:
            _move(running, day)
        yield running


def _move(site: Site, day: str) -> None:
    at = datetime.fromisoformat(day).replace(hour=17, tzinfo=LOCAL)
    site.run(site.house.move_clock, at)


def _pages(site: Site) -> dict[tuple[str, str], str]:
    """What stands on every page of the past day, by reader and address."""
    found = {}
    for login in LOGINS:
        reader = site.visitor().enter(login)
        for path in READ:
            answer = reader.get(path, params={"as_of": DAY})
            assert answer.status_code == 200, f"{login} {path}: {answer.status_code}"
            found[login, path] = MAIN.findall(answer.text)[0]
        reader.client.close()
    return found


def _digests(site: Site) -> dict[str, str]:
    """Of every row of every table; sessions are no record of the ward."""
    tables = site.sql(
        "SELECT table_schema, table_name FROM information_schema.tables"
        " WHERE table_type = 'BASE TABLE' AND table_schema NOT LIKE 'pg\\_%%'"
        " AND table_schema <> 'information_schema' AND table_name <> 'sessions'"
    )
    found = {}
    for schema, table in tables:
        ((digest,),) = site.sql(
            "SELECT md5(coalesce(string_agg(row_text, '|' ORDER BY row_text), ''))"
            f' FROM (SELECT t::text AS row_text FROM "{schema}"."{table}" AS t) AS rows'
        )
        found[f"{schema}.{table}"] = digest
    return found


RULE_SETS = ("shipped:nd90-2025-unit", "shipped:nd335-2026-unit", "")
"""Two others, and back to the round's own."""


def _wondered(reader: Visitor) -> list[str]:
    shown = []
    for chosen in RULE_SETS:
        asked = {"unit": "vhxh", "entries": "full", **({"rule_set": chosen} if chosen else {})}
        answer = reader.get("/evaluations/2025-Q3/what-if", params=asked)
        assert answer.status_code == 200, answer.text[:2000]
        shown.append(MAIN.findall(answer.text)[0])
    return shown


def test_switching_the_rules_and_back_keeps_nothing(demo: Site) -> None:
    reader = demo.visitor().enter("chutich")
    first = _wondered(reader)
    assert len(set(first)) == len(RULE_SETS), "other rules, other words"
    before, position = _digests(demo), demo.run(demo.house.ledger.max_position)
    assert len(before) > 20
    assert _wondered(reader) == first
    assert demo.run(demo.house.ledger.max_position) == position
    assert _digests(demo) == before
    reader.client.close()


WARD = "/evaluations/2025-Q3-phuong/ubnd"


def test_the_ward_assesses_itself_beside_the_published_index(demo: Site) -> None:
    coordinator = demo.visitor().enter("daumoi")
    shown = coordinator.get("/figures/indices").text
    assert f'href="{WARD}"' in shown
    assert "Ghi kết quả phường tự đánh giá" in coordinator.get(WARD).text
    of_units = coordinator.get(f"{WARD}/3.1").text
    assert "Phòng Văn hóa - Xã hội</small>" in of_units, "each line says whose it is"
    form = coordinator.get("/figures/indices/do/assess").text
    chosen = re.findall(r'name="sheet"[^>]*value="([0-9a-f-]{36})"', form)
    said = {"command_id": str(uuid.uuid4()), "index": "papi", "sheet": chosen[0]}
    sent = coordinator.send("/figures/indices/do/assess", said)
    assert sent.status_code == 303, sent.text[-3000:]
    assert coordinator.get(sent.headers["location"]).text.count(f'href="{WARD}"') == 2
    again = said | {"command_id": str(uuid.uuid4()), "sheet": str(uuid.uuid4())}
    assert coordinator.send("/figures/indices/do/assess", again).status_code == 422
    coordinator.client.close()


def test_lines_of_other_units_are_for_who_may_read_their_dossiers(demo: Site) -> None:
    clerk = demo.visitor().enter("vanthu")  # of the office, which speaks for the ward
    assert "Phòng Văn hóa - Xã hội</small>" not in clerk.get(f"{WARD}/3.1").text
    officer = demo.visitor().enter("vienchuc")
    assert officer.get(f"{WARD}/3.1").status_code == 404
    assert "Hệ thống tính" not in officer.get(WARD).text
    for reader in (clerk, officer):
        reader.client.close()


def test_a_past_day_is_the_same_whenever_it_is_asked(demo: Site) -> None:
    first = _pages(demo)
    for day in LATER:
        _move(demo, day)
        later = _pages(demo)
        assert [at for at, page in first.items() if later[at] != page] == [], day
