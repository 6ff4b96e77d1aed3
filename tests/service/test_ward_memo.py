"""Answers about the ward are kept as long as it is the same, and not a moment longer."""

from __future__ import annotations

from domain.ward import Ward
from service import ward_memo
from service.ward_memo import answered_once


def test_a_question_is_answered_once_per_ward() -> None:
    asked: list[tuple[str, int]] = []

    @answered_once
    def question(ward: Ward, number: int) -> str:
        asked.append((ward.code, number))
        return f"{ward.code}{number}"

    one, other = Ward(code="A"), Ward(code="B")
    assert [question(one, 1), question(one, 1), question(one, 2)] == ["A1", "A1", "A2"]
    assert [question(other, 1), question(one, 1)] == ["B1", "A1"]
    assert asked == [("A", 1), ("A", 2), ("B", 1), ("A", 1)]


def test_an_equal_ward_is_another_one() -> None:
    """Only the same picture may answer: comparing whole wards would cost more than asking."""
    asked: list[int] = []

    @answered_once
    def question(_ward: Ward, number: int) -> int:
        asked.append(number)
        return number

    question(Ward(), 1)
    question(Ward(), 1)
    assert asked == [1, 1]


def test_answers_do_not_pile_up() -> None:
    ward = Ward()

    @answered_once
    def question(_ward: Ward, number: int) -> int:
        return number

    assert all(question(ward, n) == n for n in range(ward_memo.ANSWERS_MAX + 10))
    assert question(ward, 3) == 3
