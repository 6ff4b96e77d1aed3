"""A site of its own for everything that nobody should send."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.server import EmbeddedServer
from tests.hostile.attack import LEAVES_THE_HOUSE, Attack, sound_with_markup
from tests.hostile.crawl import Found, forms_within, walk
from tests.hostile.ground import LOGINS, Ground
from tests.web.conftest import _database, served

LAST = ("submit-result", "confirm", "return", "transfer-lead", "abandon", "withdraw", "dissolve")
"""Acts after which there is little left to do with a thing."""


@pytest.fixture(scope="session")
def ground(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A demo with something in every state; these tests change what they like."""
    with (
        _database(server, "site_hostile") as url,
        served(url, tmp_path_factory.mktemp("hostile"), demo=True) as running,
    ):
        prepared = Ground(running)
        prepared.prepare()
        yield prepared
        for visitor in prepared.visitors.values():
            visitor.client.close()


@pytest.fixture(scope="session")
def found(ground: Ground) -> Found:
    """One of each form that changes something."""
    pages = [page for login in LOGINS for page in walk(ground, login, of_a_kind=1)]
    return [
        (page, form)
        for page, form in forms_within(ground, pages)
        if not (form.action or page.address).startswith(LEAVES_THE_HOUSE)
    ]


@pytest.fixture(scope="session")
def marked(ground: Ground, found: Found) -> Attack:
    """Markup stands in every text that could be recorded."""
    attack = Attack(ground)
    for page, form in sorted(found, key=lambda each: (each[1].action.split("?")[0]).endswith(LAST)):
        attack.send(page, form, sound_with_markup(form))
    return attack
