"""What files of a round and of a sheet say, before one is written as workbook, PDF or Word."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from domain.evaluation.sheet.state import Version
from projections.round_file import lines_of
from service.scoring.score_parts import BASES
from web import wording
from web.evaluations import criterion_rows, round_rows, sheet_rows
from web.evaluations.loading import RoundView, SheetView
from web.evaluations.words import criterion_name, rules_name, text_of
from web.tasks.naming import Names
from web.units.telling import Teller

Cell = str | Decimal | None
"""None is a point that nobody gave; a number stays one in a workbook."""
Row = tuple[Cell, ...]
ZERO = Decimal(0)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A table with its title; `shares` are the parts of the width on paper."""

    title: str
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[Row, ...]


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """By which rules and as of when everything was counted; stands on every page."""

    rules: str
    version: int
    hash: str
    document: str
    cut: str
    position: int
    basis: str
    """As known then or as known now, and of which day."""

    def running(self, names: Names) -> str:
        """One line for the foot of a page."""
        return names.say(
            "evalfile.running",
            rules=self.rules,
            version=self.version,
            hash=self.hash,
            cut=self.cut,
            position=self.position,
            basis=self.basis,
        )


class EvaluationFile(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a file says."""

    kind: str
    title: str
    authority: str
    identity: Identity
    running: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]
    invented: str = ""


def identity_of(view: RoundView, position: int, names: Names) -> Identity:
    """The same for every sheet of a round."""
    document = view.version.document if view.version is not None else ""
    return Identity(
        rules=rules_name(view.rules, names.language),
        version=view.row.rule_set_version,
        hash=view.row.rule_set_hash,
        document=document or names.say("facts.none_yet"),
        cut=wording.day(view.row.cut_on),
        position=position,
        basis=_basis_words(view, names),
    )


def _basis_words(view: RoundView, names: Names) -> str:
    past = view.past
    if past is None or past.basis != "now":
        return names.say("evalfile.as_then")
    on = past.on or names.on
    return names.say("evalfile.as_now", date=wording.day(on))


def head_notes(view: RoundView, identity: Identity, names: Names) -> tuple[str, ...]:
    """Round, rules with their decision, and as of when."""
    row = view.row
    return (
        names.say(
            "evalfile.period",
            round=row.title,
            from_on=wording.day(row.from_on),
            to_on=wording.day(row.to_on),
            cut=identity.cut,
        ),
        names.say(
            "evalpage.rules_fact",
            name=identity.rules,
            version=identity.version,
            document=identity.document,
        ),
        f"{names.say('evalpage.rules_hash')}: {identity.hash}",
        names.say("evalfile.position", position=identity.position, basis=identity.basis),
    )


# -- the scoreboard ------------------------------------------------------------------------


def scoreboard_parts(view: RoundView, names: Names) -> tuple[Part, ...]:
    """Three totals side by side, each with what it rests on; ranks once all are approved."""
    rows = round_rows.rows_of(view, names)
    waits = round_rows.without_approval(view)
    say = names.say
    totals = tuple(
        (
            row.name,
            *_totals(sheet),
            round_rows.rests_words(sheet, names),
            row.level + (f" ({say('evalpage.is_proposed')})" if row.is_proposed else ""),
            row.rank or "–",
        )
        for sheet, row in zip(view.sheets, rows, strict=True)
    )
    board = Part(
        title=say("evalpage.board") if not waits else say("evalpage.no_ranking", n=waits),
        columns=(
            say("evalpage.unit"),
            *(say(f"evaluation.field.{name}") for name in ("self", "appraised", "approved")),
            say("evalfile.rests_on"),
            say("evaluation.field.level"),
            say("evalpage.rank"),
        ),
        shares=(6, 3, 3, 3, 5, 5, 3),
        rows=totals,
    )
    return (board, _resting(view.sheets, rows, names))


def _totals(sheet: SheetView) -> tuple[Cell, Cell, Cell]:
    """Self, appraised, approved; of the published version where no more may be seen."""
    version: Version | None = sheet.sheet.now if sheet.parts.scores else sheet.published
    own = sheet.sheet.self_score
    assert version is not None, "a sheet is shown with its scores or as published"
    said = version.approval.said.total if version.approval is not None else None
    return (number(own.total if own else None), number(version.total), number(said))


def number(text: str | Decimal | None) -> Decimal | None:
    """Points as a number."""
    return None if text is None or text == "" else Decimal(text)


def _resting(sheets: Sequence[SheetView], rows: Sequence[round_rows.UnitRow], names: Names) -> Part:
    found = tuple(
        (row.name, *bar.amounts, bar.judged, f"{row.bonus} / {row.penalty}", row.due, row.gates)
        for row, bar in zip(rows, round_rows.bars_of(sheets, names), strict=True)
    )
    return Part(
        title=names.say("evalpage.rests"),
        columns=(
            names.say("evalpage.unit"),
            *(names.say(f"basis.{basis}") for basis in BASES),
            names.say("evalpage.judged"),
            names.say("evalpage.bonus_penalty"),
            names.say("evalpage.due_counts"),
            names.say("evalpage.gates"),
        ),
        shares=(6, 3, 3, 3, 3, 4, 4, 6),
        rows=found,
    )


# -- a sheet -----------------------------------------------------------------------------------


def sheet_parts(view: SheetView, names: Names, seen: set[int], teller: Teller) -> tuple[Part, ...]:
    """Totals, criteria with every score, reasons, conditions, and the acts that moved points."""
    return (
        _sheet_totals(view, names),
        _criteria(view, names),
        *_reasons(view, names),
        *_gates(view, names),
        *_extras(view, names),
        *_acts(view, names, seen, teller),
    )


def _sheet_totals(view: SheetView, names: Names) -> Part:
    own, appraised, approved = _totals(view)
    judged = round_rows.bars_of([view], names)[0].judged
    bonus, penalty = round_rows.bonus_and_penalty(view)
    approval = view.sheet.now.approval
    level = approval.said.level if approval is not None else view.standing.level
    words = names.say(f"evaluation.level.{level}")
    return Part(
        title=names.say("evalpage.totals"),
        columns=(names.say("whatif.what"), names.say("evalpage.value")),
        shares=(6, 4),
        rows=(
            (names.say("evaluation.field.self"), own),
            (names.say("evaluation.field.appraised"), appraised),
            (names.say("evaluation.field.approved"), approved),
            (names.say("evalfile.rests_on"), round_rows.rests_words(view, names)),
            (names.say("evalpage.judged"), judged),
            (names.say("ruleset.field.bonus"), bonus),
            (names.say("ruleset.field.penalty"), penalty),
            (
                names.say("evaluation.field.level"),
                words if approval is not None else f"{words} ({names.say('evalpage.is_proposed')})",
            ),
        ),
    )


def _criteria(view: SheetView, names: Names) -> Part:
    found = criterion_rows.criteria_of(view, names)
    return Part(
        title=names.say("evalpage.criteria"),
        columns=(
            names.say("evalpage.criterion"),
            names.say("evalpage.max"),
            *(
                names.say(f"evaluation.field.{name}")
                for name in ("system", "self", "appraised", "approved")
            ),
        ),
        shares=(10, 3, 3, 3, 3, 3),
        rows=tuple(
            (
                row.name + (f" ({row.why_not})" if row.why_not else ""),
                row.max,
                row.system,
                row.own,
                row.appraised,
                row.approved,
            )
            for row in found
        ),
    )


def _reasons(view: SheetView, names: Names) -> tuple[Part, ...]:
    texts = {each.key: criterion_name(each, names.language) for each in view.rules.criteria}
    rows = tuple(
        (texts.get(line.key, line.key), label, said)
        for line in lines_of(view.sheet, view.sheet.now)
        for label, said in criterion_rows.notes_of(line, names)
    )
    return _some("evalpage.shown", ("evalpage.criterion", "whatif.what", "evalfile.words"),
                 (6, 4, 10), rows, names)  # fmt: skip


def _gates(view: SheetView, names: Names) -> tuple[Part, ...]:
    rows = tuple(
        (gate.name, gate.state, "; ".join(f"{words}: {value}" for words, value in gate.figures))
        for gate in sheet_rows.gates_of(view, names)
    )
    return _some("evalpage.gates", ("evalpage.gates", "evalpage.state", "evalpage.figures"),
                 (6, 3, 10), rows, names)  # fmt: skip


def _extras(view: SheetView, names: Names) -> tuple[Part, ...]:
    rows = tuple((row.name, row.rule, row.points) for row in criterion_rows.extras_of(view, names))
    return _some("evalpage.extras", ("evalpage.extra", "evalpage.rule", "evaluation.field.points"),
                 (6, 10, 3), rows, names)  # fmt: skip


def _acts(view: SheetView, names: Names, seen: set[int], teller: Teller) -> tuple[Part, ...]:
    """Every line that moved points; those the reader may not know of keep their sum."""
    accounts = [
        (criterion_name(each.criterion, names.language), each.account)
        for each in view.card.criteria
        if each.account is not None
    ]
    accounts += [(text_of(each.extra, names.language), each.account) for each in view.card.extras]
    rows: list[Row] = []
    for name, account in accounts:
        moving = [each for each in account.lines if each.delta]
        if not moving:
            continue
        rows.append((name, "", names.say("evalpage.start"), "", account.start))
        for each in moving:
            if id(each.line) not in seen:
                rows.append((name, "", names.say("evalpage.hidden", n=1), "", each.delta))
                continue
            told = teller.told(each.line)
            basis = names.say(f"basis.{told.basis}")
            rows.append((name, wording.day(told.on), told.plain, basis, each.delta))
    columns = ("evalpage.criterion", "dossier.column.on", "evalpage.act", "dossier.column.basis",
               "evalpage.delta")  # fmt: skip
    return _some("evalpage.account", columns, (5, 3, 10, 3, 2), tuple(rows), names)


def _some(
    title: str,
    columns: tuple[str, ...],
    shares: tuple[int, ...],
    rows: tuple[Row, ...],
    names: Names,
) -> tuple[Part, ...]:
    """A part, where there is anything in it."""
    if not rows:
        return ()
    return (
        Part(
            title=names.say(title),
            columns=tuple(names.say(each) for each in columns),
            shares=shares,
            rows=rows,
        ),
    )
