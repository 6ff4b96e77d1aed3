"""The row of links under the headings of rounds, rule sets, indices and imported figures."""

from __future__ import annotations

from web.permissions import may_open
from web.session import Visit
from web.texts import say

BOARD, RULE_SETS, INDICES, FIGURES = (
    "/evaluations",
    "/rule-sets",
    "/figures/indices",
    "/figures",
)
LINKS = (
    ("ruleset.local.board", BOARD, "evaluations.read"),
    ("ruleset.local.rule_sets", RULE_SETS, "rule_sets.read"),
    ("ruleset.local.indices", INDICES, "figures.read"),
    ("ruleset.local.figures", FIGURES, "figures.read"),
)


def local_links(visit: Visit, here: str) -> list[tuple[str, str, bool]]:
    """Pages of this area that exist for the visitor: words, address, whether it is this one."""
    return [
        (say(visit.language, key), href, href == here)
        for key, href, permission in LINKS
        if may_open(visit, permission)
    ]
