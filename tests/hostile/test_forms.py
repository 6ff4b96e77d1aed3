"""Every form of every page, filled with what nobody should send."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from tests.hostile.attack import Attack, Typed, answers, typed_over
from tests.hostile.crawl import Found, Opened
from tests.hostile.ground import Ground
from tests.hostile.sheets import FormSheet
from tests.hostile.words import DAYS, DECOMPOSED, LONG, OVERRIDE, bounded

OVER_ALL = ("bị\x00cắt " + OVERRIDE + DECOMPOSED, "9" * 5000, DAYS[4])


@pytest.fixture
def attack(ground: Ground) -> Attack:
    return Attack(ground)


def test_the_crawl_finds_the_forms_of_every_slice(found: Found) -> None:
    slices = Counter((form.action or page.address).split("/")[1] for page, form in found)
    assert slices["tasks"] > 20, slices
    assert slices["plan"] > 8, slices
    assert slices["org"] > 12, slices


def test_the_same_nonsense_in_every_field(found: Found, attack: Attack) -> None:
    for page, form in found:
        for text in OVER_ALL:
            attack.send(page, form, typed_over(form, text))
    attack.settle()


def test_a_text_of_a_megabyte_comes_back(found: Found, attack: Attack) -> None:
    for page, form in found:
        area = next((f.name for f in form.inputs.values() if f.kind == "textarea"), None)
        if area is not None:
            attack.send(page, form, form.as_it_stands() | {area: [LONG]})
    attack.settle()


def test_anything_in_any_field(found: Found, attack: Attack) -> None:
    for page, form in found:
        _anything(attack, page, form)
    attack.settle()


def _anything(attack: Attack, page: Opened, form: FormSheet) -> None:
    @bounded(3)
    @given(answers(form))
    def once(typed: Typed) -> None:
        attack.send(page, form, typed)

    once()
