"""What every file of a dossier says: lines with what they rest on, no total without its parts."""

from __future__ import annotations

import msgspec

from web.house import house_of
from web.render import AnyRequest
from web.texts import Language, say
from web.units.asked import CODES, fits
from web.units.counts import Parts, figures_behind, parts_of, told
from web.units.loading import Opened
from web.units.pages import cut_of, sentence_of
from web.units.quantities import name_of
from web.units.span import in_words
from web.units.telling import LineView, told_lines

COLUMNS = ("on", "sentence", "subject", "quantities", "charged", "basis", "own_words")


class DossierFile(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a file of a dossier says."""

    title: str
    notes: tuple[str, ...]
    """Whose, which period, as of when, and what is invented."""
    quantities: tuple[tuple[str, str, str], ...]
    running: str
    """Which period and which cut, for the foot of every page."""
    lines: tuple[LineView, ...]
    parts: Parts
    language: Language

    def heading(self) -> list[str]:
        """Of the table of lines."""
        return [say(self.language, f"dossier.column.{name}") for name in COLUMNS]

    def rows(self) -> list[list[object]]:
        """Line by line, as they stand on the page."""
        return [
            [
                view.on,
                view.plain,
                view.subject,
                view.quantities,
                view.charged,
                say(self.language, f"basis.{view.basis}"),
                view.own_words,
            ]
            for view in self.lines
        ]

    def totals(self) -> list[list[object]]:
        """The total between its parts, never alone."""
        return [
            [say(self.language, "dossier.total_row"), self.parts.total],
            *[
                [say(self.language, f"basis.{name}"), getattr(self.parts, name)]
                for name in ("verified", "claimed", "contested")
            ],
        ]


def file_of(request: AnyRequest, opened: Opened) -> DossierFile:
    """The dossier as the address asks for it, with its filters."""
    language, asked = opened.visit.language, opened.asked
    kept = [line for line in reversed(opened.lines) if fits(line, asked)]
    figures = figures_behind(opened.lines)
    period, cut = in_words(asked.span, language), cut_of(request, asked, opened.visit)
    notes = [period, sentence_of(opened), cut]
    running = [opened.name, period, cut]
    if opened.moment.typed:
        basis, words = opened.moment.basis, opened.moment.words
        as_of = say(language, f"dossier.as_of_{basis}", date=words)
        notes.append(as_of)
        running.append(as_of)
    if house_of(request).settings.demo or opened.visit.ward.invented:
        notes.append(say(language, "register.invented"))
    return DossierFile(
        title=say(language, "title.dossier", unit=opened.name),
        notes=tuple(notes),
        running=" · ".join(running),
        quantities=tuple(
            (
                name_of(c, language),
                told(c, figures, language).text,
                say(language, f"quantity.{c}.of"),
            )
            for c in CODES
        ),
        lines=tuple(told_lines(kept, opened.teller)),
        parts=parts_of(kept),
        language=language,
    )
