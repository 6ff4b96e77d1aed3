"""What guessing a password costs; the tests themselves pay less, so it is looked at here."""

from __future__ import annotations

import asyncio

from argon2 import Type, extract_parameters

from service import passwords
from tests.conftest import COST_OF_A_PASSWORD


def test_the_program_hashes_at_the_recommended_cost() -> None:
    cost = COST_OF_A_PASSWORD
    assert cost.type is Type.ID
    assert (cost.time_cost, cost.memory_cost, cost.parallelism) == (3, 65_536, 4)


def test_a_hash_is_made_at_the_cost_that_is_set() -> None:
    made = asyncio.run(passwords.Passwords().hash("mot cau dai de thu"))
    set_here = passwords.RFC_9106_LOW_MEMORY
    assert extract_parameters(made).memory_cost == set_here.memory_cost
    assert set_here != COST_OF_A_PASSWORD, "the tests pay less"
