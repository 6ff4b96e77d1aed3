"""Logins of the demo: one per role, with one password that is printed at the start.

They exist only in a data folder that was founded as a demo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.demo.cast import ACCOUNTS, DEMO_PASSWORD, POSTS, person_id

ADMINISTRATOR = "Quản trị kỹ thuật"

if TYPE_CHECKING:
    from service.wiring import House


async def open_accounts(house: House) -> None:
    """Make the logins that are not there yet; nobody is asked for another password."""
    for demo in ACCOUNTS:
        if await house.accounts.named(demo.login) is not None:
            continue
        post = next((post for post in POSTS if post.key == demo.post), None)
        await house.accounts.create(
            demo.login,
            post.holder if post else ADMINISTRATOR,
            person_id=person_id(post.holder) if post else None,
            password=DEMO_PASSWORD,
        )
