"""What every page of the visit carries: the head line, the words and addresses for its script."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from web import texts, wording
from web.house import house_of
from web.render import AnyRequest
from web.session import signed_in, visit_of
from web.texts import Language, say
from web.visit.loading import OpenedVisit
from web.visit.scripts import addresses

SPOKEN = "visit.js."
"""Sentences that the script says, by the end of their keys."""


def frame_facts(request: AnyRequest, opened: OpenedVisit) -> dict[str, Any]:
    """For the templates of the visit."""
    user = signed_in(request)
    unit = opened.ward.units.get(opened.it.unit_id)
    return {
        "opened": opened,
        "kind": say(opened.language, f"visit.kind.{opened.it.kind}"),
        "unit": unit.name_on(opened.file.today) if unit else "",
        "opened_hour": wording.hour(opened.it.opened_at) if opened.it.opened_at else "",
        "script": {
            "code": opened.code,
            "address": opened.address,
            "owner": str(user.person_id or user.account_id),
            "version": opened.file.version,
            "login": login_mark(request),
            "leads": opened.it.leader_post in {post.post_id for post in visit_of(request).posts},
            "words": spoken_words(opened.language),
            "keep": [
                opened.address,
                f"{opened.address}?blank=1",
                f"{opened.address}/unsent",
                f"{opened.address}/close",
                *(f"{opened.address}/{line.item.code}" for line in opened.items),
            ],
            "modules": addresses(),
            "demoNow": demo_now(request),
        },
        "script_address": script_address("visit.js"),
        "as_json": as_json,
    }


def login_mark(request: AnyRequest) -> str:
    """Names the pages that a phone keeps for this log-in; it opens nothing."""
    return signed_in(request).handle


def spoken_words(language: Language) -> dict[str, str]:
    """Every sentence of the script in one language."""
    return {
        key.removeprefix(SPOKEN): sentences[language]
        for key, sentences in texts.table().items()
        if key.startswith(SPOKEN)
    }


def demo_now(request: AnyRequest) -> int | None:
    """The invented day in milliseconds: phones of the demo follow it instead of their own clock."""
    if not house_of(request).settings.demo:
        return None
    return millis(visit_of(request).now)


def millis(at: datetime) -> int:
    """As scripts count time."""
    return round(at.timestamp() * 1000)


def script_address(name: str) -> str:
    """Where a module of the visit is."""
    return next(address for address in addresses() if address.endswith(f"/{name}"))


def as_json(value: Any) -> str:
    """For a data attribute; the template escapes it."""
    return msgspec.json.encode(value).decode()
