"""Accountability through the API: figures, lines with their acts, and what is refused."""

from __future__ import annotations

import pytest

from tests.api.conftest import As, Program, make_token
from tests.web.conftest import Site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reader(busy_site: Site) -> As:
    def begin(login: str) -> Program:
        return Program(busy_site, make_token(busy_site, login))

    return begin


@pytest.fixture(scope="module")
def chair(reader: As) -> Program:
    return reader("chutich")


def test_units_come_by_name_with_counts_beside_rates(chair: Program) -> None:
    told = chair.get("/units").json()
    names = [row["name"] for row in told["items"]]
    assert len(names) == 5
    assert names[0].startswith("Phòng Kinh tế")
    assert told["period"]["name"] == "2025-H2"
    assert {"due", "completed", "on_time", "overdue"} <= set(told["items"][0])


def test_the_lines_of_a_quantity_add_up_to_it(chair: Program) -> None:
    for unit in ("pvhcc", "vhxh", "vp"):
        figures = chair.get(f"/units/{unit}/quantities").json()["items"]
        by_code = {each["code"]: each for each in figures}
        for code in ("K1", "K2", "K3", "K12", "K17"):
            summed: dict[str, int] = {}
            for number in range(1, 9):
                address = f"/units/{unit}/dossier?kind=every&quantity={code}&page={number}"
                told = chair.get(address).json()
                for fact in told["items"]:
                    for effect in fact["effects"]:
                        if effect["quantity"] == code:
                            part = effect["part"]
                            summed[part] = summed.get(part, 0) + effect["amount"]
                if number >= told["pages"]:
                    break
            parts = {name: n for name, n in by_code[code]["parts"].items() if n}
            summed.pop("longest_days", None)
            parts.pop("longest_days", None)
            assert {name: n for name, n in summed.items() if n} == parts, (unit, code)


def test_a_total_comes_with_its_parts_and_a_line_with_its_act(chair: Program) -> None:
    told = chair.get("/units/vhxh/dossier?kind=every").json()
    totals = told["totals"]
    assert totals["total"] == totals["verified"] + totals["claimed"] + totals["contested"] > 0
    acts = [fact["act"] for fact in told["items"] if fact["act"]]
    assert acts
    assert {"stream_id", "version", "position"} == set(acts[0])
    assert all(fact["sentence"] for fact in told["items"])


def test_a_past_day_is_answered_alike(chair: Program) -> None:
    address = "/units/vhxh/dossier?kind=every&as_of=2025-08-10"
    first = chair.get(address)
    assert first.json()["period"]["cut_on"] == "2025-08-10"
    known = chair.get(address, headers={"if-none-match": first.headers["etag"]})
    assert known.status_code == 304


def test_other_heads_read_published_figures_only(reader: As) -> None:
    head = reader("giamdoc")
    codes = [each["code"] for each in head.get("/units/vhxh/quantities").json()["items"]]
    assert codes == ["K1", "K2", "K3", "K4"]
    assert head.get("/units/vhxh/dossier").status_code == 404
    assert head.get("/units/pvhcc/dossier").status_code == 200
    assert reader("quansat").get("/units").status_code == 404


def test_a_persons_lines_are_theirs(reader: As, chair: Program) -> None:
    people = chair.get("/people").json()
    lines = chair.get("/units/vhxh/dossier?kind=every").json()["items"]
    heads = {fact["head"]["person_id"] for fact in lines if fact["head"]}
    person = next(p["person_id"] for p in people if p["person_id"] in heads)
    told = chair.get(f"/people/{person}/dossier?kind=every").json()
    assert told["person"]["person_id"] == person
    assert told["items"]
    assert reader("vanthu").get(f"/people/{person}/dossier").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("period=2025-H3", 422),
        ("period=2025-12-01..2025-07-01", 422),
        ("as_of=2025-02-31", 422),
        ("basis=later", 422),
        ("kind=none", 422),
        ("quantity=W", 422),
        ("rests=rumour", 422),
        ("head=00000000-0000-0000-0000-000000000000", 422),
        ("page=0", 422),
        ("other=1", 422),
        ("page=999", 200),
    ],
)
def test_what_cannot_be_read_is_refused(chair: Program, query: str, status: int) -> None:
    assert chair.get(f"/units/vhxh/dossier?{query}").status_code == status


def test_what_is_not_there_is_not_found(chair: Program) -> None:
    for path in ("/units/none/dossier", "/units/%00/quantities", "/people/none/dossier",
                 "/people/00000000-0000-0000-0000-000000000000/dossier"):  # fmt: skip
        assert chair.get(path).status_code == 404, path
