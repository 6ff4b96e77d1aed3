"""Totals of a list, each with the denominator it is a share of, said in words."""

from __future__ import annotations

import msgspec

from projections.plan_overview import DATED
from projections.register_query import ClassCount
from web.register.asked import Asked
from web.texts import Language, say
from web.wording import percent

APART = ("standing", "no_deadline", "conditional", "suspended", "returned", "withdrawn", "parent")
WAITING = ("waiting_in_time", "waiting_late")


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """One line: what is counted, how many, of how many of what."""

    label: str
    count: int
    of: str
    href: str | None


def totals_of(asked: Asked, counted: dict[str, ClassCount], language: Language) -> list[Total]:
    """Shares of what has come due first, then what stands outside every share."""
    due = sum(counted[name].due for name in DATED if name in counted)
    dated = sum(counted[name].count for name in DATED if name in counted)
    everything = sum(each.count for each in counted.values())

    def line(key: str, count: int, whole: int, whole_key: str, *classes: str) -> Total:
        of = say(language, whole_key, n=whole, share=percent(language, count, whole))
        href = asked.address(**{"class": ",".join(classes)}) if classes and count else None
        return Total(label=say(language, key), count=count, of=of, href=href)

    def came_due(*classes: str) -> int:
        return sum(counted[name].due for name in classes if name in counted)

    shares = [line("register.total.dated", dated, everything, "register.of_all", *DATED)]
    if due:
        shares += [
            line("class.done_on_time", came_due("done_on_time"), due, "register.of_due"),
            line("class.done_late_plain", came_due("done_late"), due, "register.of_due"),
            line("register.total.waiting", came_due(*WAITING), due, "register.of_due"),
            line("class.overdue", came_due("overdue"), due, "register.of_due", "overdue"),
        ]
    apart = [
        line(_key(name), counted[name].count, everything, "register.of_all", name)
        for name in APART
        if name in counted
    ]
    return shares + apart


def _key(name: str) -> str:
    return f"stage.{name}" if name in ("suspended", "returned", "withdrawn") else f"class.{name}"
