"""A rule set as a file: carried out as XLSX or JSON, read back, looked at, then drafted."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

import msgspec
from litestar import Controller, Response, get, post
from litestar.params import FromPath

from domain.evaluation.commands import DraftRuleSet
from domain.evaluation.rule_set import soundness
from domain.evaluation.rules import Rules
from domain.ids import new_id
from domain.refusal import Refused
from service.scoring.rule_file import (
    MOST_BYTES,
    MOST_ROWS,
    UnreadableRules,
    as_json,
    as_workbook,
    read_rules,
)
from web import refusals
from web.act_form import Asked
from web.act_pages import CONFLICT, UNPROCESSABLE, allowed, ask_desk
from web.evaluations.words import rules_name
from web.forms import Form, filled, read_form
from web.plain_address import number_of
from web.render import AnyRequest, Crumb, go_to, page
from web.rule_sets.comparing import PartChange, changes_of
from web.rule_sets.content import Content, content_of
from web.rule_sets.formula_words import all_faults
from web.rule_sets.loading import ADDRESS, READ, WRITE, Opened, crumbs_of, opened
from web.rule_sets.reading import unusable
from web.rule_sets.routes import hindrances, unit_names
from web.session import visit_of
from web.texts import say

MEGABYTE = 1 << 20
FAULTS_SHOWN = 100
RuleFile = Literal["xlsx", "json"]
TYPES = {
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What a file came to."""

    rules: Rules
    content: Content | None = None
    """Nothing where the rules hang together so badly that they cannot be laid out."""
    changes: tuple[PartChange, ...] = ()
    faults: tuple[tuple[str, str, str], ...] = ()
    refusal: str = ""
    hindrances: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether a draft may say this."""
        return not self.faults and not self.refusal

    @property
    def kept(self) -> str:
        """The rules as the next form hands them back."""
        return msgspec.json.encode(self.rules).decode()


class RuleSetFile(Controller):
    """A version as a file."""

    path = f"{ADDRESS}/{{code:str}}/v/{{number:str}}"

    @get("/rules.json", opt=READ)
    async def json(
        self, request: AnyRequest, code: FromPath[str], number: FromPath[str]
    ) -> Response[bytes]:
        return await rule_set_file(request, code, number, "json")

    @get("/rules.xlsx", opt=READ)
    async def workbook(
        self, request: AnyRequest, code: FromPath[str], number: FromPath[str]
    ) -> Response[bytes]:
        return await rule_set_file(request, code, number, "xlsx")


class ReadRules(Controller):
    """A file becomes the draft as a whole, or nothing of it does."""

    path = f"{ADDRESS}/{{code:str}}/import"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        return _page(request, await opened(request, code), filled(request))

    @post(opt=WRITE, request_max_body_size=4 * MEGABYTE)
    async def send(self, request: AnyRequest, code: FromPath[str]) -> Response[Any]:
        found, form = await opened(request, code), await read_form(request)
        try:
            rules = await asyncio.to_thread(_read, await _octets(form))
        except UnreadableRules as wrong:
            return _page(request, found, form, why=_words(request, wrong))
        if rules is None:
            form.fail("table", "ruleset.error.no_file")
            return _page(request, found, form)
        looked = await _look(request, found, rules)
        if not looked.is_sound or not form.ticked("confirmed"):
            return _page(request, found, form, looked=looked)
        command = DraftRuleSet(
            rule_set_id=found.row.rule_set_id, code=found.state.code, rules=rules
        )
        try:
            receipt = await ask_desk(request, form, Asked(commands=(command,)))
        except Refused as refused:
            return _page(request, found, form, looked=looked, refused=refused)
        return go_to(f"{found.address}/edit", position=receipt.position)


CONTROLLERS: tuple[type[Controller], ...] = (RuleSetFile, ReadRules)


async def rule_set_file(
    request: AnyRequest, code: str, number: str, kind: RuleFile
) -> Response[bytes]:
    """A version, or the draft, as it can be read back."""
    found = await opened(request, code)
    view = found.edition(number_of(number))
    write = as_json if kind == "json" else as_workbook
    body = await asyncio.to_thread(write, view.rules)
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in found.row.code)
    return Response(
        body,
        media_type=TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}-v{view.number}.{kind}"'},
    )


async def _octets(form: Form) -> bytes | None:
    """The file of this sending, else the rules kept since the preview."""
    files = form.files("table")
    if files:
        return await files[0].read(MOST_BYTES + 1)
    kept = form.value("kept")
    return kept.encode() if kept else None


def _read(octets: bytes | None) -> Rules | None:
    if octets is None:
        return None
    rules = read_rules(octets)
    for sheet in ("criteria", "gates", "bands", "extras"):
        if len(getattr(rules, sheet)) > MOST_ROWS:
            raise UnreadableRules("too_many_rows", sheet=sheet, row=MOST_ROWS)
    return rules


async def _look(request: AnyRequest, found: Opened, rules: Rules) -> Looked:
    visit = visit_of(request)
    if said := unusable(rules, visit.language):
        return Looked(rules=rules, refusal=said)
    faults = await asyncio.to_thread(all_faults, rules, visit.language)
    try:
        soundness.refuse_unsound(rules)
    except Refused as refused:
        said = refusals.sentence(refused, visit.language, visit.ward)
        return Looked(rules=rules, faults=tuple(faults), refusal=said)
    return Looked(
        rules=rules,
        content=content_of(rules, visit.language, unit_names(request)),
        changes=tuple(changes_of(found.shown, rules, visit.language)),
        faults=tuple(faults),
        hindrances=tuple(hindrances(request, found, rules)),
    )


def _words(request: AnyRequest, wrong: UnreadableRules) -> str:
    language = visit_of(request).language
    key = f"scoring.unreadable.{wrong.code}"
    is_nowhere = not (wrong.line or wrong.sheet or wrong.column)
    if wrong.code in ("not_rules", "value_wrong") and is_nowhere:
        key = "ruleset.unreadable.not_rules"
    elif wrong.code == "value_wrong" and not wrong.sheet:
        key = "ruleset.unreadable.value_wrong"
    return say(
        language, key, sheet=wrong.sheet, row=wrong.row, line=wrong.line, column=wrong.column
    )


def _page(
    request: AnyRequest,
    found: Opened,
    form: Form,
    *,
    looked: Looked | None = None,
    why: str = "",
    refused: Refused | None = None,
) -> Response[str]:
    visit = visit_of(request)
    told = refusals.sentence(refused, visit.language, visit.ward) if refused else ""
    is_moved = refused is not None and refused.code == "version_moved"
    is_wrong = bool(why or told or form.errors or (looked and not looked.is_sound))
    return page(
        request,
        "rule_sets/import.html",
        CONFLICT if is_moved else UNPROCESSABLE if is_wrong else 200,
        address=found.address,
        name=rules_name(found.shown, visit.language),
        number=found.state.next_number,
        form=form,
        why=why or told or (looked.refusal if looked else ""),
        looked=looked,
        faults=looked.faults[:FAULTS_SHOWN] if looked else (),
        may=allowed(request, DraftRuleSet, found.state),
        command_id=form.value("command_id") or str(new_id(visit.now)),
        seen_version=found.version,
        crumbs=crumbs_of(request, found, Crumb(say(visit.language, "ruleset.import"))),
    )
