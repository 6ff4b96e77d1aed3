"""Ranking and distribution of levels as drawings of plain numbers; tables say the same."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from domain.evaluation.rules import LEVELS
from web.evaluations import round_rows
from web.evaluations.loading import RoundView
from web.evaluations.words import points_text
from web.tasks.naming import Names

WIDTH = 420
"""Of the longest bar."""
ROW = 34
TOP = 8
MOST = Decimal(100)
"""Points that a whole bar stands for; bonuses may lead beyond."""


class RankBar(msgspec.Struct, frozen=True, kw_only=True):
    """A unit in the order of its approved points."""

    name: str
    href: str
    y: int
    width: float
    total: str
    level: str
    due: str
    """Tasks on time and due: the count beside the place."""
    rank: str


class LevelBar(msgspec.Struct, frozen=True, kw_only=True):
    """How many units have a level."""

    name: str
    y: int
    width: float
    count: int


class Charts(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn of a round; no ranking before every unit is approved."""

    ranking: tuple[RankBar, ...]
    levels: tuple[LevelBar, ...]
    ranking_height: int
    levels_height: int


def charts_of(view: RoundView, names: Names) -> Charts | None:
    """Both drawings; nothing while somebody waits for an approval."""
    if round_rows.without_approval(view):
        return None
    rows = round_rows.rows_of(view, names)
    totals = [round_rows.approved_total(sheet) or Decimal(0) for sheet in view.sheets]
    most = max(MOST, *totals)
    order = sorted(range(len(rows)), key=lambda place: (-totals[place], rows[place].name))
    ranking = tuple(
        RankBar(
            name=rows[place].name,
            href=rows[place].href,
            y=TOP + number * ROW,
            width=round(float(totals[place] / most) * WIDTH, 1),
            total=points_text(totals[place], names.language),
            level=rows[place].level,
            due=rows[place].due,
            rank=rows[place].rank,
        )
        for number, place in enumerate(order)
    )
    counted = round_rows.levels_counted(view, names)
    levels = tuple(
        LevelBar(
            name=name, y=TOP + number * ROW, width=round(count / len(rows) * WIDTH, 1), count=count
        )
        for number, (name, count) in enumerate(counted)
    )
    return Charts(
        ranking=ranking,
        levels=levels,
        ranking_height=TOP + len(ranking) * ROW,
        levels_height=TOP + len(LEVELS) * ROW,
    )
