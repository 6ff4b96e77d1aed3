"""Every address under /api, listed by hand; those of commands come from the registered slices."""

from __future__ import annotations

from litestar import Controller

from web.api import (
    checklists,
    commands,
    exports,
    figures,
    files,
    findings,
    inspections,
    minutes,
    organisation,
    own_account,
    plans,
    reference,
    register,
    rounds,
    rule_sets,
    sealed,
    seals,
    sheets,
    tasks,
    units,
    visits,
    what_if,
    work,
)

CONTROLLERS: list[type[Controller]] = [
    *register.CONTROLLERS,
    *tasks.CONTROLLERS,
    *files.CONTROLLERS,
    *figures.CONTROLLERS,
    *inspections.CONTROLLERS,
    *minutes.CONTROLLERS,
    *visits.CONTROLLERS,
    *exports.CONTROLLERS,
    *checklists.CONTROLLERS,
    *findings.CONTROLLERS,
    *sealed.CONTROLLERS,
    *seals.CONTROLLERS,
    *units.CONTROLLERS,
    *work.CONTROLLERS,
    *plans.CONTROLLERS,
    *organisation.CONTROLLERS,
    *own_account.CONTROLLERS,
    *rounds.CONTROLLERS,
    *sheets.CONTROLLERS,
    *what_if.CONTROLLERS,
    *rule_sets.CONTROLLERS,
    *commands.CONTROLLERS,
    *reference.CONTROLLERS,
]
