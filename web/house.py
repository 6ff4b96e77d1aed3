"""What the pages ask of the house behind them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Protocol, cast

from litestar.connection import ASGIConnection

from domain.ward import Ward
from service.accounts import Accounts
from service.sessions import Sessions
from service.tokens import Tokens


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """The instant, in UTC."""

    def today(self) -> date:
        """The local day of the ward."""


class Settings(Protocol):
    """The part of the settings that pages look at."""

    @property
    def demo(self) -> bool:
        """Whether the ward is invented and its day can be moved."""


class Freshness(Protocol):
    """How far the read models are."""

    @property
    def position(self) -> int:
        """The last position announced."""

    async def wait(self, position: int) -> bool:
        """Until the read models have seen a position, or it takes too long."""


class House(Protocol):
    """All parts of the program (`service.wiring.House`), as far as the frame needs them."""

    settings: Settings
    clock: Clock
    freshness: Freshness
    desk: Any
    ledger: Any
    accounts: Accounts
    sessions: Sessions
    tokens: Tokens

    async def ward(self) -> Ward:
        """The organisation as it stands."""

    async def status(self) -> Any:
        """How the house is: a `service.status.Status`."""

    async def move_clock(self, at: datetime) -> None:
        """Turn the demo's day forward, and do what time does."""


def house_of(connection: ASGIConnection[Any, Any, Any, Any]) -> House:
    """The house that this request is served by."""
    return cast(House, connection.app.state.house)
