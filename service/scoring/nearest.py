"""What would have had to go otherwise for another level: the smallest set of changed facts.

Changes that move the same counts by the same amounts are one kind to the search, so a hundred late
tasks are few kinds. Sets of up to three are tried exhaustively; beyond that the best further change
is taken step by step, and whatever turns out not to be needed is left out again. The work is
bounded; what is predicted is taken from an ordinary scorecard over the changed history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations_with_replacement

from domain.accountability.fact_line import FactLine
from domain.evaluation.rules import LEVELS, Level, Rules
from domain.values import Value
from service.scoring.possible_changes import Change, applied, changes_of
from service.scoring.quick_score import Judged, Moved, QuickScore
from service.scoring.scorecard import scorecard
from service.scoring.ways_of_change import Direction

TRIED_TOGETHER = 3
MOST_KINDS = 14
MOST_STEPS = 60
MOST_SINGLES = 10


class Suggestion(Value, frozen=True, kw_only=True):
    """Changes together, and the scorecard they would have made."""

    changes: tuple[Change, ...]
    total: Decimal
    level: Level
    gain: Decimal


class Nearest(Value, frozen=True, kw_only=True):
    """Where a unit stands, and what stands nearest above and below."""

    total: Decimal
    level: Level
    up: Suggestion | None = None
    """None for the best level, and where no change of facts is enough."""
    down: Suggestion | None = None
    ceiling: Suggestion | None = None
    """Everything as owed: how far facts alone could have led."""
    singles: tuple[Suggestion, ...] = ()
    """What one change alone would have brought, the most first."""


class _Kind:
    """Changes that move the same counts by the same amounts."""

    def __init__(self, moved: Moved) -> None:
        self.moved = moved
        self.members: list[Change] = []


def nearest_changes(
    rules: Rules,
    unit_code: str,
    lines: tuple[FactLine, ...],
    manual: Mapping[str, str] | None = None,
) -> Nearest:
    """The smallest changes that would have led to a better level, or lost this one."""
    search = _Search(Judged(rules=rules, unit_code=unit_code, lines=lines, manual=manual))
    now = search.suggested(())
    up = search.reaching("up") if now.level != LEVELS[0] else None
    down = search.reaching("down") if now.level != LEVELS[-1] else None
    everything = changes_of(lines, "up")
    return Nearest(
        total=now.total,
        level=now.level,
        up=up,
        down=down,
        ceiling=search.suggested(everything) if everything else None,
        singles=search.singles(),
    )


class _Search:
    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        self._quick = QuickScore(judged)
        self._now = self._quick.score(())

    def suggested(self, changes: Sequence[Change]) -> Suggestion:
        """What the scorecard of the changed history says."""
        it = self._judged
        card = scorecard(it.rules, it.unit_code, applied(it.lines, changes), manual=it.manual)
        return Suggestion(
            changes=tuple(changes),
            total=card.total,
            level=card.proposal.level,
            gain=card.total - self._now.total,
        )

    def singles(self) -> tuple[Suggestion, ...]:
        """One change of each kind."""
        kinds = self._kinds("up")
        best = sorted(kinds, key=lambda kind: self._quick.score((kind.moved,)).total, reverse=True)
        found = (self.suggested(kind.members[:1]) for kind in best[:MOST_SINGLES])
        return tuple(each for each in found if each.gain > 0 or each.level != self._now.level)

    def reaching(self, direction: Direction) -> Suggestion | None:
        """The smallest set found that changes the level in a direction."""
        kinds = self._kinds(direction)
        chosen = self._exhaustive(kinds, direction) or self._greedy(kinds, direction)
        return self.suggested(_members(chosen)) if chosen else None

    def _kinds(self, direction: Direction) -> list[_Kind]:
        found: dict[Moved, _Kind] = {}
        for change in changes_of(self._judged.lines, direction):
            moved = self._quick.moved(change)
            if moved:
                found.setdefault(moved, _Kind(moved)).members.append(change)
        kinds = list(found.values())
        kinds.sort(key=lambda kind: self._rank((kind,), direction), reverse=True)
        return kinds[:MOST_KINDS]

    def _rank(self, chosen: Iterable[_Kind], direction: Direction) -> tuple[int, int, Decimal]:
        """Best first: the level moved, then gates nearer to the other side, then points."""
        score = self._quick.score([kind.moved for kind in chosen])
        up = direction == "up"
        level = -LEVELS.index(score.level)
        return (
            level if up else -level,
            -score.short if up else score.short,
            score.total if up else -score.total,
        )

    def _moves(self, chosen: Iterable[_Kind], direction: Direction) -> bool:
        level = self._quick.score([kind.moved for kind in chosen]).level
        before, after = LEVELS.index(self._now.level), LEVELS.index(level)
        return after < before if direction == "up" else after > before

    def _exhaustive(self, kinds: Sequence[_Kind], direction: Direction) -> list[_Kind]:
        for size in range(1, TRIED_TOGETHER + 1):
            sets = [
                list(chosen)
                for chosen in combinations_with_replacement(kinds, size)
                if all(often <= len(kind.members) for kind, often in Counter(chosen).items())
                and self._moves(chosen, direction)
            ]
            if sets:
                return max(sets, key=lambda chosen: self._rank(chosen, direction))
        return []

    def _greedy(self, kinds: Sequence[_Kind], direction: Direction) -> list[_Kind]:
        chosen: list[_Kind] = []
        used: Counter[_Kind] = Counter()
        for _ in range(MOST_STEPS):
            left = [kind for kind in kinds if used[kind] < len(kind.members)]
            if not left:
                return []
            best = max(left, key=lambda kind: self._rank((*chosen, kind), direction))
            used[best] += 1
            chosen.append(best)
            if self._moves(chosen, direction):
                return self._pruned(chosen, direction)
        return []

    def _pruned(self, chosen: list[_Kind], direction: Direction) -> list[_Kind]:
        for kind in list(chosen):
            fewer = list(chosen)
            fewer.remove(kind)
            if self._moves(fewer, direction):
                chosen = fewer
        return chosen


def _members(chosen: Iterable[_Kind]) -> list[Change]:
    """As many members of each kind as were chosen, the oldest subjects first."""
    return [change for kind, often in Counter(chosen).items() for change in kind.members[:often]]
