"""Reads: by the table of permissions, with an ETag, as of a past moment, step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.conftest import As, Program, make_token
from tests.web.conftest import Site
from tests.web.test_frame_permissions import LOGINS
from web.api.openapi import operations_of
from web.permissions import EVERYBODY, PERMISSIONS

NAMES = {"tasks": "PL-2025-0001", "plans": "cchc-2025-2"}


@pytest.fixture(scope="module")
def reader(busy_site: Site) -> As:
    made: dict[str, Program] = {}

    def begin(login: str) -> Program:
        if login not in made:
            made[login] = Program(busy_site, make_token(busy_site, login))
        return made[login]

    return begin


def reads(site: Site) -> Iterator[Any]:
    return (each for each in operations_of(site.app) if each.method == "get")


def address(path: str) -> str:
    thing = path.split("/")[3]
    path = path.replace("{name}", NAMES.get(thing, "none")).replace("{number}", "1")
    query = "?from=1&to=1" if path.endswith("/changes") else ""
    return re.sub(r"\{\w+\}", "none", path.removeprefix("/api/v1")) + query


@pytest.mark.parametrize("login", LOGINS)
def test_every_read_is_there_for_the_roles_of_the_table_and_for_no_other(
    busy_site: Site, reader: As, login: str
) -> None:
    program, wrong = reader(login), []
    for operation in reads(busy_site):
        allowed = PERMISSIONS[operation.permission]
        is_for_this_role = bool(allowed & LOGINS[login]) or allowed == EVERYBODY
        status = program.get(address(operation.path)).status_code
        if status not in ((200, 404) if is_for_this_role else (404,)):
            wrong.append((operation.id, status))
        if is_for_this_role and "{" not in operation.path and status != 200:
            wrong.append((operation.id, status))
    assert wrong == []


def test_what_is_known_is_not_sent_again(reader: As) -> None:
    chair = reader("chutich")
    for path in ("/tasks/PL-2025-0001", "/plans/cchc-2025-2", "/org", "/calendar", "/limits"):
        first = chair.get(path)
        again = chair.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
        other = chair.get(path, headers={"if-none-match": '"x"'})
        assert other.status_code == 200


def test_the_register_is_filtered_sorted_counted_and_paged(reader: As) -> None:
    chair = reader("chutich")
    whole = chair.get("/tasks", params={"stage": "all", "limit": 200}).json()
    assert whole["total"] == len(whole["items"]) == sum(whole["counts"].values())
    seen, cursor = [], None
    for _ in range(20):
        more = {"cursor": cursor} if cursor else {}
        part = chair.get("/tasks", params={"stage": "all", "limit": 40, **more}).json()
        seen += [line["name"] for line in part["items"]]
        cursor = part["next"]
        if cursor is None:
            break
    assert seen == [line["name"] for line in whole["items"]]
    some = chair.get("/tasks", params={"unit": "pvhcc", "class": "in_time,standing"}).json()
    assert {line["lead"]["slug"] for line in some["items"]} == {"pvhcc"}
    assert {line["time_class"] for line in some["items"]} <= {"in_time", "standing"}
    by_code = chair.get("/tasks", params={"sort": "-code", "limit": 3}).json()["items"]
    assert [x["name"] for x in by_code] == sorted((x["name"] for x in by_code), reverse=True)


def test_the_past_is_read_as_it_was(reader: As) -> None:
    chair = reader("chutich")
    acts = chair.get("/tasks/PL-2025-0001/acts").json()["items"]
    first = acts[0]
    by_place = chair.get("/tasks/PL-2025-0001", params={"as_of": f"#{first['position']}"}).json()
    assert (by_place["stage"], by_place["position"]) == ("assigned", first["position"])
    now = chair.get("/tasks", params={"stage": "all"}).json()
    then = chair.get("/tasks", params={"stage": "all", "as_of": "2025-08-04"}).json()
    assert then["as_of"] == "2025-08-04"
    assert then["counts"] != now["counts"]
    assert chair.get("/tasks", params={"as_of": "2025-07-03"}).json()["total"] == 0
    assert chair.get("/tasks/PL-2025-0001", params={"as_of": "2025-07-03"}).status_code == 404
    overview = "/plans/cchc-2025-2/overview"
    assert chair.get(overview, params={"as_of": "2025-08-05"}).json() != chair.get(overview).json()


def test_each_act_is_replayed_with_what_it_changed(reader: As) -> None:
    chair = reader("chutich")
    acts = chair.get("/tasks/PL-2025-0001/acts").json()["items"]
    told = [chair.get(f"/tasks/PL-2025-0001/acts/{act['number']}").json() for act in acts]
    assert [each["act"]["event_id"] for each in told] == [act["event_id"] for act in acts]
    assert told[0]["task"]["stage"] == "assigned"
    assert any(each["act"]["changes"] for each in told)


def test_observers_from_outside_are_told_no_persons(reader: As) -> None:
    observer = reader("quansat")
    lines = observer.get("/tasks", params={"stage": "all"}).json()["items"]
    assert {line["head"] for line in lines} == {""}
    organisation = observer.get("/org").json()
    assert not any(unit["head"] for unit in organisation["units"])
    assert observer.get("/people").json() == []
    assert observer.get("/tasks/PL-2025-0001").json()["head"] is None


def test_my_work_and_what_can_be_done_are_those_of_the_page(reader: As) -> None:
    chair = reader("chutich")
    work = chair.get("/my-work").json()
    assert sum(work["counts"].values()) == len(work["items"])
    page = chair.site.visitor().enter("chutich").get("/my-work").text
    assert work["items"][0]["title"] in page.replace("&#34;", '"').replace("\xa0", " ")
    decide = chair.get("/my-work", params={"list": "decide"}).json()["items"]
    name = decide[0]["href"].split("/")[2]
    assert chair.get(f"/tasks/{name}/can").json()["mine"]


def test_lists_with_a_name_are_kept_and_forgotten(reader: As) -> None:
    chair = reader("chutich")
    kept = chair.client.post("/saved-filters", json={"name": "Trễ", "query": "class=overdue"})
    assert kept.status_code == 204
    assert {"name": "Trễ", "query": "class=overdue"} in chair.get("/saved-filters").json()["items"]
    wrong = chair.client.post("/saved-filters", json={"name": "x", "query": "zzz=1"})
    assert wrong.status_code == 422
    assert chair.client.delete("/saved-filters", params={"name": "Trễ"}).status_code == 204
    assert chair.get("/saved-filters").json()["items"] == []


def test_news_are_marked_as_seen(reader: As) -> None:
    chair = reader("chutich")
    position = chair.get("/my-work").json()["position"]
    assert chair.client.post("/my-work/seen", json={"position": position}).status_code == 204
    assert chair.get("/my-work").json()["news_count"] == 0


def test_the_reference_page_needs_nothing_from_elsewhere_and_speaks_both_languages(
    busy_site: Site,
) -> None:
    visitor = busy_site.visitor()
    for language in ("vi", "en"):
        page = visitor.get(f"/api?lang={language}")
        assert page.status_code == 200
        assert "/api/v1/tasks/{name}/commands/accept-task" in page.text
        sources = re.findall(r'(?:src|href)="(?!/|#|\?)([^"]+)"', page.text)
        assert sources == []
        assert " style=" not in page.text
        assert "script-src 'self'" in page.headers["content-security-policy"]


def test_the_specification_is_whole(busy_site: Site) -> None:
    answer = busy_site.visitor().get("/api/openapi.json")
    spec = answer.json()
    assert spec["openapi"].startswith("3.1")
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', answer.text))
    assert named <= set(spec["components"]["schemas"])
    known = busy_site.visitor().get(
        "/api/openapi.json", headers={"if-none-match": answer.headers["etag"]}
    )
    assert known.status_code == 304
