"""One login for each role of the demo; they exist in no other installation."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from uuid import UUID

from service.accounts import LoginTaken
from service.demo.cast import ACCOUNTS, DEMO_PASSWORD, POSTS, DemoAccount, holder_on, person_id

if TYPE_CHECKING:
    from service.wiring import House

ADMINISTRATOR = "Quản trị minh họa"


async def make_logins(house: House) -> None:
    """Create what is missing; the ones that exist keep whatever their visitor has set."""
    assert house.settings.demo, "the demo's password is printed on its front page"
    for account in ACCOUNTS:
        if await house.accounts.named(account.login) is None:
            name, person = _holder(account, house)
            with contextlib.suppress(LoginTaken):
                await house.accounts.create(
                    account.login, name, person_id=person, password=DEMO_PASSWORD
                )


def _holder(account: DemoAccount, house: House) -> tuple[str, UUID | None]:
    if account.post is None:
        return ADMINISTRATOR, None
    person = holder_on(account.post, house.clock.today())
    names = {person_id(post.holder): post.holder for post in POSTS}
    return names[person], person


def lines() -> list[str]:
    """What the terminal says about them."""
    logins = ", ".join(account.login for account in ACCOUNTS)
    return [
        f"Tài khoản minh họa · demo accounts: {logins}",
        f"Mật khẩu · password: {DEMO_PASSWORD}",
    ]
