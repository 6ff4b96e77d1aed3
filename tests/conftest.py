"""A real PostgreSQL for every test that stores something: one server, a fresh database each."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from argon2.profiles import CHEAPEST

from service import interpreter, passwords
from service.schema import migrate
from service.server import EmbeddedServer
from tests.order import (
    pytest_collection_modifyitems,
    pytest_xdist_auto_num_workers,
    pytest_xdist_make_scheduler,
)

__all__ = [
    "pytest_collection_modifyitems",
    "pytest_xdist_auto_num_workers",
    "pytest_xdist_make_scheduler",
]
TEMPLATE = "soviec_template"
COST_OF_A_PASSWORD = passwords.RFC_9106_LOW_MEMORY
"""As the program has it; a dozen accounts of a demo at that price are three seconds of a core."""


def pytest_collection_finish() -> None:
    """Python is set as for the program, and a password costs next to nothing."""
    interpreter.begin()
    passwords.RFC_9106_LOW_MEMORY = CHEAPEST  # type: ignore[misc]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """An embedded server that forgets everything when the tests end."""
    embedded = EmbeddedServer(tmp_path_factory.mktemp("server", numbered=True), durable=False)
    embedded.start()
    with psycopg.connect(embedded.address("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    migrate(embedded.address(TEMPLATE))
    yield embedded
    embedded.stop()


_numbers = itertools.count(1)


@pytest.fixture
def database_url(server: EmbeddedServer) -> Iterator[str]:
    """The address of a database with the schema and nothing in it."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        yield server.address(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def project() -> Path:
    """The root of the source tree."""
    return Path(__file__).parent.parent
