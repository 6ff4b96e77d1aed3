"""Every form of every page, filled with what nobody should send."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from tests.hostile.attack import Attack, Typed, answers, send, typed_over
from tests.hostile.crawl import Found, Opened
from tests.hostile.ground import Ground
from tests.hostile.sheets import FormSheet
from tests.hostile.words import DAYS, DECOMPOSED, LONG, OVERRIDE, bounded
from web.forms import PASSAGE_MAX

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


def test_the_longest_text_of_accented_letters_that_is_taken_comes_back(
    found: Found, attack: Attack
) -> None:
    """Twenty times what any field allows; each such letter is nine octets of a form."""
    seen: set[str] = set()
    for page, form in found:
        area = next((f.name for f in form.inputs.values() if f.kind == "textarea"), None)
        place = (form.action or page.address).split("/")[1]
        if area is not None and place not in seen:
            seen.add(place)
            attack.send(page, form, form.as_it_stands() | {area: ["ệ" * 20 * PASSAGE_MAX]})
    assert {status for _, status in attack.statuses} <= {403, 404, 409, 422}, attack.statuses
    attack.settle()


def test_a_longer_one_is_refused_with_a_page_that_says_where_it_is_still(
    found: Found, attack: Attack
) -> None:
    page, form, area = next(
        (page, form, field.name)
        for page, form in found
        for field in form.inputs.values()
        if field.kind == "textarea"
    )
    typed = form.as_it_stands() | {area: ["ệ" * 300_000]}
    answer = send(attack.ground, page.login, form.action or page.address, typed)
    assert answer.status_code == 413
    assert "trình duyệt còn giữ chữ đã gõ" in answer.text


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
