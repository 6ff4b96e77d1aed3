"""A list of tasks as of a past day or a place in the log: the ward, the day and the act of then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec

from domain.due import midnight_after
from domain.fact import local_date
from projections.register_past import recorded_at
from projections.time_class_sql import Days
from service.roles import roles_of
from web import wording
from web.house import house_of
from web.render import AnyRequest
from web.session import Visit, visit_of
from web.tasks.loading import asked_past
from web.tasks.routes import PastBand
from web.texts import say

ONE_MOMENT = timedelta(microseconds=1)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is counted for; the present one has no `typed` and knows everything."""

    visit: Visit
    """The reader with the ward and the day of that moment; his rights stay those of today."""
    days: Days
    typed: str = ""
    """As it stands in the address."""
    words: str = ""

    def band(self, back: str) -> PastBand | None:
        """Which past is shown, and the way back."""
        if not self.typed:
            return None
        language = self.visit.language
        return PastBand(
            title_prefix=say(language, "task.past_title", date=self.words),
            sentence=say(language, "banner.as_of_then", date=self.words),
            back=back,
        )

    @property
    def query(self) -> str:
        """What keeps a link to a task in the same past."""
        return f"?as_of={self.typed.replace('#', '%23')}" if self.typed else ""


async def view_of_list(request: AnyRequest) -> View:
    """The present, or the moment that the address asks for; a future one is the present."""
    visit, house = visit_of(request), _house(request)
    asked = asked_past(request)
    now = View(visit=visit, days=Days.of(visit.ward, visit.today))
    if asked is None:
        return now
    if asked.on is not None:
        return await _at_day(house, visit, asked.on)
    position = asked.position or 0
    at = await recorded_at(house.pool, position)
    if at is None or position >= house.freshness.position:
        return now
    ward = await house.ward(position)
    then = replace(visit, ward=ward, today=local_date(at), now=at)
    return View(
        visit=then,
        days=Days.of(ward, then.today, position),
        typed=f"#{position}",
        words=wording.stamp(at),
    )


async def _at_day(house: Any, visit: Visit, on: date) -> View:
    end = midnight_after(on) - ONE_MOMENT
    position = await house.ledger.position_at(end)
    ward = await house.ward(position)
    then = replace(visit, ward=ward, today=on, now=end)
    return View(
        visit=then,
        days=Days.of(ward, on, position),
        typed=on.isoformat(),
        words=wording.day(on),
    )


def as_person_then(view: View) -> Visit:
    """The reader in the offices he held at that moment: whose work it was then."""
    visit = view.visit
    person = visit.user.person_id if visit.user else None
    if not view.typed or person is None:
        return visit
    roles = roles_of(person, visit.ward, visit.today)
    posts = visit.ward.posts_of(person, visit.today)
    return replace(visit, posts=posts, post=posts[0] if posts else None, roles=roles, reach=roles)


def _house(request: AnyRequest) -> Any:
    return house_of(request)
