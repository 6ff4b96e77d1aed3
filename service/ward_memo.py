"""What every request asks of the ward again, answered once for as long as the ward is the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple, Unpack

from domain.ward import Ward

ANSWERS_MAX = 5_000
"""Of one question; then it begins again."""

Asked = TypeVarTuple("Asked")
Answer = TypeVar("Answer")


def answered_once(
    question: Callable[[Ward, Unpack[Asked]], Answer],
) -> Callable[[Ward, Unpack[Asked]], Answer]:
    """Keep the answers of a pure question; any change of the organisation is another ward.

    The ward is known by its identity, so a look into the past only costs the kept answers.
    """
    nobody: dict[Hashable, Any] = {}
    kept: tuple[Ward | None, dict[Hashable, Any]] = (None, nobody)

    @wraps(question)
    def ask(ward: Ward, *asked: *Asked) -> Answer:
        nonlocal kept
        # taken together: another thread may ask about another ward meanwhile
        known, answers = kept
        if known is not ward or len(answers) >= ANSWERS_MAX:
            answers = {}
            kept = (ward, answers)
        if asked not in answers:
            answers[asked] = question(ward, *asked)
        answer: Answer = answers[asked]
        return answer

    return ask
