"""Minutes by their hash: there once they are frozen, the same when told twice."""

from __future__ import annotations

import pytest

from projections.minutes_index import MINUTES, MinutesIndex, MinutesRow
from projections.read_model import Rows
from tests import inspection_story as i
from tests.inspection_story import LIVES
from tests.stories import Life


def folded(life: Life, times: int = 1) -> MinutesRow:
    model, rows = MinutesIndex(), Rows()
    assert model.topics is not None
    for recorded in life.history:
        for _ in range(times if recorded.name in model.topics else 0):
            model.apply(recorded, rows)
    found = rows.get(MINUTES, (i.INSPECTION,))
    assert isinstance(found, MinutesRow)
    return found


@pytest.mark.parametrize("stage", LIVES)
def test_the_row_follows_the_minutes(stage: str) -> None:
    life = LIVES[stage]()
    row, seen = folded(life), i.it(life)
    assert row.content_hash == (seen.minutes.content_hash if seen.minutes else "")
    assert row.frozen_at == seen.frozen_at
    assert folded(life, times=2) == row
