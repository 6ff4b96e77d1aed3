"""Every operation of the specification against a running ward: sound and unsound input, by role.

What is checked: no fault of ours, only announced statuses, kinds and shapes, unsound input refused,
other methods refused, no answer without a token.

Left out: that sound input is always accepted (a rule of the ward's work may refuse what has the
right shape), and the list of methods of a 405 (the framework names one of them only).
"""

from __future__ import annotations

import itertools
import os
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import (
    CHECKS as KNOWN_CHECKS,
)
from schemathesis.checks import (
    content_type_conformance,
    load_all_checks,
    missing_required_header,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.conftest import Program, make_token
from tests.web.conftest import Site

ROLES = ("chutich", "vanphong", "daumoi", "truongphong", "giamdoc", "quansat", "quantri")
TIMES = int(os.environ.get("API_EXAMPLES", "1"))
EXAMPLES = {GenerationMode.POSITIVE: 2 * TIMES, GenerationMode.NEGATIVE: TIMES}
"""For each operation; their number is the bound in time. `API_EXAMPLES=5` asks five times more."""
EVERY_NTH_COMMAND = 3
"""Of the commands, so many are sent unsound bodies: all of them are read by the same few lines."""
load_all_checks()
CHECKS = (
    KNOWN_CHECKS.get_one("response_schema_conformance"),
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    negative_data_rejection,
    missing_required_header,
    unsupported_method,
)
ACTING_POST, KEY = "Acting-Post", "Idempotency-Key"
Send = Callable[[Any], None]


@pytest.fixture(scope="module")
def programs(busy_site: Site) -> list[Program]:
    return [Program(busy_site, make_token(busy_site, login)) for login in ROLES]


@pytest.fixture(scope="module")
def names(programs: list[Program]) -> dict[str, list[str]]:
    """Things that exist, so that most requests get past their address."""
    lines = programs[0].get("/tasks", params={"stage": "all", "limit": "60"}).json()["items"]
    plans = programs[1].get("/plans").json()
    return {"tasks": [line["name"] for line in lines], "plans": [plan["code"] for plan in plans]}


@pytest.fixture(scope="module")
def specification(busy_site: Site, programs: list[Program]) -> Any:
    """With ids and days of the ward, so that most bodies speak of what is there."""
    units = programs[0].get("/org").json()["units"]
    ids = [unit["unit_id"] for unit in units]
    ids += [post["post_id"] for unit in units for post in unit["posts"]]
    schemathesis.openapi.format("uuid", st.sampled_from(ids) | st.uuids().map(str))
    days = st.dates().filter(lambda day: 1990 <= day.year <= 2199)
    near = st.integers(1, 28).map(lambda day: f"2025-09-{day:02}")
    schemathesis.openapi.format("date", near | days.map(str))
    address = f"{busy_site.address}/api/openapi.json"
    content = programs[0].client.get(address, headers={"accept-language": "en"}).json()
    return schemathesis.openapi.from_dict(content)


def operations(specification: Any) -> list[Any]:
    return [found.ok() for found in specification.get_all_operations()]


def chosen(specification: Any, mode: GenerationMode) -> Iterator[Any]:
    commands = itertools.count()
    for operation in operations(specification):
        is_command = "/commands/" in operation.path
        if mode is GenerationMode.NEGATIVE and is_command and next(commands) % EVERY_NTH_COMMAND:
            continue
        yield operation


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_keeps_its_word(
    busy_site: Site,
    programs: list[Program],
    names: dict[str, list[str]],
    specification: Any,
    mode: GenerationMode,
) -> None:
    statuses: Counter[int] = Counter()
    send = sender(busy_site, programs, names, mode, statuses)
    wrong: dict[str, str] = {}
    for operation in chosen(specification, mode):
        try:
            fuzz(operation, mode, send)
        except (AssertionError, BaseExceptionGroup) as failure:
            wrong[operation.label] = "\n".join(told(failure))[:2000]
    assert not wrong, "\n\n".join(f"{label}: {why}" for label, why in wrong.items())
    good = sum(number for status, number in statuses.items() if status < 300)
    assert mode is GenerationMode.NEGATIVE or good > 50, f"hardly anything got through: {statuses}"


def told(failure: BaseException) -> Iterator[str]:
    if isinstance(failure, BaseExceptionGroup):
        for each in failure.exceptions:
            yield from told(each)
    else:
        yield f"{type(failure).__name__}: {failure}"


def sender(
    site: Site,
    programs: list[Program],
    names: dict[str, list[str]],
    mode: GenerationMode,
    statuses: Counter[int],
) -> Send:
    """Sends a case for one role after the other, mostly to things that exist."""
    turn = itertools.count()

    def send(case: Any) -> None:
        number = next(turn)
        program = programs[number % len(programs)]
        real = names.get(case.operation.path.split("/")[3], [])
        if "name" in (case.path_parameters or {}) and real and number % 8:
            case.path_parameters["name"] = real[number % len(real)]
        if mode is GenerationMode.POSITIVE and number % 8:
            case.headers.pop(ACTING_POST, None)
            case.headers.pop("If-Match", None)
        if mode is GenerationMode.POSITIVE and KEY in case.headers:
            case.headers[KEY] = str(uuid.UUID(int=number + (1 << 100)))
        token = {"authorization": f"Bearer {program.token}"}
        response = case.call(base_url=site.address, headers=token)
        statuses[response.status_code] += 1
        case.validate_response(response, checks=list(CHECKS))

    return send


def fuzz(operation: Any, mode: GenerationMode, send: Send) -> None:
    @settings(
        max_examples=EXAMPLES[mode],
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        send(case)

    run()


def test_no_operation_answers_without_a_token(busy_site: Site, specification: Any) -> None:
    answered = []
    with httpx.Client(base_url=busy_site.address) as stranger:
        for operation in operations(specification):
            path = re.sub(r"\{\w+\}", "1", operation.path)
            answer = stranger.request(operation.method, path)
            if answer.status_code != 401:
                answered.append((operation.label, answer.status_code))
    assert answered == []
