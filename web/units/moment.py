"""The day at whose end a dossier looks: now, as known then, or as known now about then."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from domain.accountability.fact_line import Period
from domain.due import midnight_after
from domain.ward import Ward
from web import wording
from web.house import house_of
from web.register.past import ONE_MOMENT, view_of_list
from web.render import AnyRequest
from web.session import Visit, visit_of
from web.tasks.loading import asked_past
from web.tasks.routes import PastBand
from web.texts import say
from web.units.span import Span


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What was known, of which day, and how an address says it."""

    ward: Ward
    """As it was known; names and heads are looked up here."""
    on: date
    """The cut: everything is counted as of the end of this day."""
    at: datetime
    known_at: int | None = None
    """The place in the log that was known; None for everything known by now."""
    typed: str = ""
    """As it stands in the address; empty for the present."""
    basis: str = "then"
    words: str = ""

    def period(self, span: Span) -> Period:
        """A span of days, looked at from this moment."""
        return Period(from_on=span.from_on, to_on=span.to_on, cut_on=self.on)

    @property
    def asked(self) -> dict[str, str]:
        """What keeps an address in this moment."""
        if not self.typed:
            return {}
        return {"as_of": self.typed} | ({"basis": "now"} if self.basis == "now" else {})

    @property
    def query(self) -> str:
        """The same, to be put behind the address of a thing."""
        return f"?{urlencode(self.asked)}" if self.typed else ""

    def band(self, back: str, visit: Visit) -> PastBand | None:
        """Which past is shown, and the way back."""
        if not self.typed:
            return None
        return PastBand(
            title_prefix=say(visit.language, "task.past_title", date=self.words),
            sentence=say(visit.language, f"banner.as_of_{self.basis}", date=self.words),
            back=back,
        )


async def moment_of(request: AnyRequest) -> Moment:
    """What the address asks for; a day to come and nonsense are the present."""
    visit = visit_of(request)
    asked = asked_past(request)
    if asked is not None and asked.on is not None and asked.basis == "now":
        return Moment(
            ward=visit.ward,
            on=asked.on,
            at=midnight_after(asked.on) - ONE_MOMENT,
            typed=asked.on.isoformat(),
            basis="now",
            words=wording.day(asked.on),
        )
    view = await view_of_list(request)
    if asked is not None and asked.basis == "now" and view.typed:
        return Moment(
            ward=visit.ward,
            on=view.visit.today,
            at=view.visit.now,
            typed=view.typed,
            basis="now",
            words=view.words,
        )
    return Moment(
        ward=view.visit.ward,
        on=view.visit.today,
        at=view.visit.now,
        known_at=view.days.known_at,
        typed=view.typed,
        words=view.words,
    )


def position_of(request: AnyRequest, moment: Moment) -> int:
    """The place in the log that the figures rest on."""
    house: Any = house_of(request)
    return int(house.freshness.position) if moment.known_at is None else moment.known_at
