"""Works out the numbers that a word processor shows but does not write into the text."""

import re
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_PLACE = re.compile(r"%(\d)")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class Numbering:
    """Counts list levels while the paragraphs go by in order."""

    def __init__(self, file: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        part = next(
            (rel.target_part for rel in file.part.rels.values() if "numbering" in rel.reltype), None
        )
        if part is not None and hasattr(part, "element"):
            self._load(part.element)

    def _load(self, root: Any) -> None:
        for abstract in root.iter(qn("w:abstractNum")):
            levels: dict[int, tuple[str, str, int]] = {}
            for level in abstract.iter(qn("w:lvl")):
                shape = _value(level, "w:numFmt") or "decimal"
                text = _value(level, "w:lvlText") or ""
                start = int(_value(level, "w:start") or "1")
                levels[int(level.get(qn("w:ilvl")))] = (shape, text, start)
            self._levels[abstract.get(qn("w:abstractNumId"))] = levels
        for number in root.iter(qn("w:num")):
            self._lists[number.get(qn("w:numId"))] = _value(number, "w:abstractNumId") or ""

    def marker_of(self, item: Paragraph) -> str | None:
        """ "1.", "a)", "-" as shown before the paragraph, or nothing."""
        place = self._place(item)
        if place is None:
            return None
        list_id, level = place
        levels = self._levels.get(self._lists.get(list_id, ""), {})
        if level not in levels:
            return None
        shape, text, _ = levels[level]
        if shape == "bullet":
            return "+" if level > 0 else "-"
        if shape == "none":
            return None
        counts = self._counts.setdefault(list_id, [])
        while len(counts) <= level:
            counts.append(levels.get(len(counts), ("", "", 1))[2] - 1)
        counts[level] += 1
        del counts[level + 1 :]
        shown = _PLACE.sub(lambda at: self._shown(levels, counts, int(at[1]) - 1), text)
        return shown.strip() or None

    def _shown(self, levels: dict[int, tuple[str, str, int]], counts: list[int], level: int) -> str:
        if level >= len(counts):
            return ""
        return _in_shape(max(1, counts[level]), levels.get(level, ("decimal", "", 1))[0])

    def _place(self, item: Paragraph) -> tuple[str, int] | None:
        """The list and level, from the paragraph or from its style."""
        properties = item._p.pPr
        found = _list_place(properties)
        style: Any = item.style
        for _ in range(10):  # styles inherit; a broken file may go in a circle
            if found is not None or style is None:
                break
            found = _list_place(style.element.find(qn("w:pPr")))
            style = style.base_style
        return found if found is None or found[0] != "0" else None


def _list_place(properties: Any) -> tuple[str, int] | None:
    if properties is None:
        return None
    numbered = properties.find(qn("w:numPr"))
    if numbered is None:
        return None
    list_id = _value(numbered, "w:numId")
    return (list_id, int(_value(numbered, "w:ilvl") or "0")) if list_id else None


def _value(element: Any, child: str) -> str | None:
    found = element.find(qn(child))
    value = found.get(qn("w:val")) if found is not None else None
    return None if value is None else str(value)


def _in_shape(number: int, shape: str) -> str:
    if shape in ("lowerLetter", "upperLetter"):
        letter = "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26]
        return letter.upper() if shape == "upperLetter" else letter
    if shape in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in _ROMAN:
            while number >= value:
                roman += sign
                number -= value
        return roman.lower() if shape == "lowerRoman" else roman
    return str(number)
