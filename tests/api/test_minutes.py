"""Visit and minutes through the API: read by the team, signed with the password once more."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from service.demo.cast import DEMO_PASSWORD
from service.server import EmbeddedServer
from tests.api.conftest import Program, make_token
from tests.web.minutes_site import MinutesSite, after_the_visit
from tests.web.visit_site import CODE

BASE = f"/inspections/{CODE}"
TEAM = ("leader", "secretary", "member")


@pytest.fixture(scope="module")
def story(server: EmbeddedServer, tmp_path_factory: Any) -> Iterator[MinutesSite]:
    with after_the_visit(server, tmp_path_factory.mktemp("minutes"), "api_minutes") as site:
        site.site.sql("UPDATE soviec.accounts SET must_change = false")
        yield site


@pytest.fixture(scope="module")
def programs(story: MinutesSite) -> Iterator[dict[str, Program]]:
    logins = {who: story.login(who) for who in (*TEAM, "head")}
    logins |= {login: login for login in ("giamdoc", "rasoat")}
    made = {
        who: Program(story.site, make_token(story.site, login)) for who, login in logins.items()
    }
    yield made
    for each in made.values():
        each.client.close()


def sign(program: Program, role: str, content_hash: str, password: str, **more: Any) -> Any:
    body = {"role": role, "content_hash": content_hash, "password": password}
    return program.ask(f"{BASE}/commands/sign-minutes", body, **more)


def test_a_the_team_reads_its_visit_and_nobody_else(programs: dict[str, Program]) -> None:
    told = programs["member"].get(f"{BASE}/visit").json()
    assert (told["stage"], told["blanks"], len(told["items"])) == ("visit_closed", [], 15)
    (failed,) = [each for each in told["items"] if each["finding"]]
    assert (failed["item"]["code"], failed["points"], failed["state"]) == ("5.1", "0", "ok")
    (given,) = failed["answers"]
    assert given["answer"] == "not_met"
    assert given["by"]["post_id"]
    (photo,) = failed["files"]
    for who in ("head", "giamdoc", "rasoat"):
        assert programs[who].get(f"{BASE}/visit").status_code == 404, who
        assert programs[who].get(f"{BASE}/visit/files/{photo['sha256']}").status_code == 404
    assert programs["member"].get(f"{BASE}/visit/files/{'0' * 64}").status_code == 404


def test_b_whoever_may_not_see_answers_sees_no_minutes(programs: dict[str, Program]) -> None:
    for who in ("head", "giamdoc", "rasoat"):
        assert programs[who].get(f"{BASE}/minutes").status_code == 404, who
        assert programs[who].get(f"{BASE}/papers/minutes.pdf").status_code == 404, who
    assert programs["head"].get(f"{BASE}/papers/order.docx").content[:2] == b"PK"
    assert programs["head"].get(f"{BASE}/papers/order.txt").status_code == 404


def test_c_signed_over_the_hash_that_anybody_can_compute(
    story: MinutesSite, programs: dict[str, Program]
) -> None:
    drawn = programs["secretary"].ask(f"{BASE}/commands/draw-up-minutes")
    assert drawn.status_code == 200, drawn.text
    told = programs["leader"].get(f"{BASE}/minutes", params={"seen": drawn.json()["position"]})
    minutes = told.json()
    assert (minutes["is_current"], minutes["next_role"]) == (True, "leader")
    plain = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
    octets = json.dumps(minutes["content"], **plain).encode()
    assert hashlib.sha256(octets).hexdigest() == minutes["content_hash"]
    opinion = programs["head"].ask(
        f"{BASE}/commands/give-unit-opinion", {"text": "Không có ý kiến."}
    )
    assert opinion.status_code == 200, opinion.text
    story.settled()
    stale = sign(programs["leader"], "leader", minutes["content_hash"], DEMO_PASSWORD)
    assert (stale.status_code, stale.json()["code"]) == (409, "inspection.hash_moved")


def test_d_a_signature_needs_the_password_in_the_same_request(
    story: MinutesSite, programs: dict[str, Program]
) -> None:
    leader = programs["leader"]
    digest = leader.get(f"{BASE}/minutes").json()["content_hash"]
    missing = leader.ask(
        f"{BASE}/commands/sign-minutes", {"role": "leader", "content_hash": digest}
    )
    assert missing.json()["errors"] == [
        {"field": "password", "code": "missing", "message": "Thiếu."}
    ]
    said = leader.ask(
        f"{BASE}/commands/sign-minutes",
        {"role": "leader", "content_hash": digest, "password": "x", "stepped_up": True},
    )
    assert [each["field"] for each in said.json()["errors"]] == ["stepped_up"]
    key = str(uuid.uuid4())
    wrong = sign(leader, "leader", digest, "sai rồi", key=key)
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    right = [sign(leader, "leader", digest, DEMO_PASSWORD, key=key) for _ in range(2)]
    assert [each.status_code for each in right] == [200, 200], right[0].text
    assert right[1].json()["repeated"] is True
    story.settled()
    minutes = leader.get(f"{BASE}/minutes").json()
    assert [each["role"] for each in minutes["signatures"]] == ["leader"]
    assert DEMO_PASSWORD.encode() not in b"".join(
        bytes(row[0]) for row in story.site.sql("SELECT state FROM soviec.journal_events")
    )


def test_e_guessing_is_slowed_down_as_at_the_log_in(
    story: MinutesSite, programs: dict[str, Program]
) -> None:
    member = programs["secretary"]
    digest = member.get(f"{BASE}/minutes").json()["content_hash"]
    answers = [sign(member, "secretary", digest, f"đoán {n}") for n in range(12)]
    statuses = [each.status_code for each in answers]
    assert statuses[0] == 403
    assert statuses[-1] == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    held = sign(member, "secretary", digest, DEMO_PASSWORD)
    assert held.status_code == 429, "the right one has to wait as well"
    story.site.sql("DELETE FROM soviec.login_attempts")
    assert sign(member, "secretary", digest, DEMO_PASSWORD).status_code == 200


def test_f_an_inspection_as_of_a_past_day(programs: dict[str, Program]) -> None:
    leader = programs["leader"]
    now = leader.get(BASE)
    assert now.headers["etag"].startswith(f'"{now.json()["version"]}.')
    then = leader.get(BASE, params={"as_of": "2025-10-01"})
    assert then.status_code == 200, then.text
    assert (now.json()["line"]["stage"], then.json()["version"]) != ("", now.json()["version"])
    assert "." not in then.headers["etag"]
    assert leader.get(BASE, params={"as_of": "2025-01-01"}).status_code == 404
    assert leader.get(BASE, params={"as_of": "hôm qua"}).status_code == 422
    for part in ("clocks", "documents"):
        assert leader.get(f"{BASE}/{part}", params={"as_of": "2025-10-01"}).status_code == 200
