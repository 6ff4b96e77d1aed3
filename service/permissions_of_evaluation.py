"""Rows of the permission table for rule sets, rounds and sheets."""

from __future__ import annotations

from domain.evaluation import commands as c
from domain.fact import Command
from service.permission_conditions import (
    appraises_round,
    chair,
    coordinates_reform,
    decides_appeals,
    head_of_rated,
    of_council,
    vice_chair_of_field,
)
from service.permission_grant import Grant, Row

_C = Grant(role="C", when=chair)
_K = Grant(role="K", when=coordinates_reform)
_H = Grant(role="H", when=head_of_rated)
_AP = Grant(role="AP", when=appraises_round)
_CM = Grant(role="CM", when=of_council)

EVALUATION_ROWS: dict[type[Command], Row] = {
    c.DraftRuleSet: (_K,),
    **dict.fromkeys((c.AdoptRuleSet, c.RetireRuleSet, c.OpenRound), (_C,)),
    **dict.fromkeys((c.SubmitSelfScore, c.AcceptAppraisal, c.FileAppeal), (_H,)),
    **dict.fromkeys((c.AppraiseScore, c.DeliverAppraisal), (_AP,)),
    **dict.fromkeys((c.LapseReply, c.MoveSheetClocks), ()),
    c.DecideAppeal: (
        _C,
        Grant(role="AD", when=decides_appeals),
        Grant(role="V", when=vice_chair_of_field, signs_as="KT"),
    ),
    c.CastVote: (_CM,),
    **dict.fromkeys((c.CountVotes, c.ApproveScore, c.PublishScore, c.ReopenSheet), (_C,)),
}
BY_CLOCK: frozenset[type[Command]] = frozenset({c.LapseReply})
BY_REACTION: frozenset[type[Command]] = frozenset({c.CountVotes, c.MoveSheetClocks})
