"""The dossier on paper: counts, quantities and every line with what it rests on."""

from __future__ import annotations

from service.documents.naming import place_of, two_lines
from service.documents.paper import Block, Column, Heading, Paper, Paragraph, Points, Table
from web import wording
from web.texts import say
from web.units.dossier_file import DossierFile
from web.units.loading import Opened
from web.units.telling import LineView


def dossier_paper(file: DossierFile, opened: Opened) -> Paper:
    """The paper of one unit; it is a print of the record and bears no number."""
    language = file.language
    head, _, below = two_lines(opened.moment.ward.authority).partition("\n")
    return Paper(
        above=head,
        issuer=below or head,
        notation="",
        place=place_of(opened.moment.ward.authority),
        issued_on=opened.moment.on,
        kind=say(language, "dossier.paper.kind"),
        abstract=opened.name,
        body=tuple(_body(file)),
        draft=False,
        invented=file.notes[-1] if opened.visit.ward.invented else "",
        running=file.running,
    )


def _body(file: DossierFile) -> list[Block]:
    language = file.language
    total, *parts = file.totals()
    return [
        *(Paragraph(text=note) for note in file.notes),
        Paragraph(text=say(language, "dossier.attribution")),
        Heading(text=say(language, "dossier.paper.totals")),
        Points(lines=tuple(f"{label}: {n}" for label, n in (total, *parts))),
        Heading(text=say(language, "dossier.paper.quantities")),
        Table(
            columns=(
                Column(title=say(language, "dossier.quantity"), share=4),
                Column(title=say(language, "dossier.paper.figure"), share=4),
                Column(title=say(language, "dossier.of"), share=4),
            ),
            rows=file.quantities,
        ),
        Heading(text=say(language, "dossier.paper.facts")),
        Table(
            columns=(
                Column(title=say(language, "dossier.column.on"), share=3),
                Column(title=say(language, "dossier.column.sentence"), share=9),
                Column(title=say(language, "dossier.column.charged"), share=5),
                Column(title=say(language, "dossier.column.basis"), share=4),
            ),
            rows=tuple(_row(view, file) for view in file.lines),
        ),
    ]


def _row(view: LineView, file: DossierFile) -> tuple[str, ...]:
    said = f"{view.plain} ({view.quantities})" if view.quantities else view.plain
    if view.own_words:
        said += f" “{view.own_words}”"
    basis = say(file.language, f"basis.{view.basis}")
    return (wording.day(view.on), said, view.charged, basis)
