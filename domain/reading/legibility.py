"""Tells text in broken or old encodings from Vietnamese before anything is read into it."""

import re
from collections.abc import Sequence

from domain.reading.document import Block, NeutralDocument, TableBlock, Where
from domain.reading.unreadable import Unreadable

# UTF-8 shown as Latin-1 or Windows-1252: "Káº¿ hoáº¡ch", "Ä‘Æ¡n vá»‹".
_LATIN_1 = re.compile(r"á[º»]|Æ[°¡]|Ä[‘’\u0090-\u0093ƒ]|Ã[\u00a0-\u00bf\u0080-\u009f]|Ã[¢ª´½¹¡©]")
# Letters of the TCVN3 (.VnTime) and VNI fonts that Vietnamese spelling never uses.
_TCVN3 = re.compile(r"(?<=[A-Za-z])[µ¸¶·¹¨»¾¼½Æ©ÇÊ¬ªÎ«ëíî­®]|®(?=[A-Za-z])|[§](?=[a-z])")
_VNI = re.compile(r"[A-Za-zöôÖÔ][øûïñäåëüöØÛÏÄÅËÜ]|ñ(?=[a-zA-Zö])|[aeouyAEOUY]ù(?=[a-z ,.])")
_PROPER = re.compile(r"[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
_REPLACED = "\ufffd"
_LEAST_SIGNS = 4


def refuse_mojibake(document: NeutralDocument) -> None:
    """Raises `Unreadable("mojibake")` with the first place and the likely cause."""
    texts = [(text, where) for block in document.blocks for text, where in _texts(block)]
    whole = "\n".join(text for text, _ in texts)
    if _REPLACED in whole:
        _refuse(texts, re.compile(_REPLACED), "lost_letters")
    proper = len(_PROPER.findall(whole))
    for cause, pattern in (("latin1", _LATIN_1), ("tcvn3", _TCVN3), ("vni", _VNI)):
        signs = len(pattern.findall(whole))
        if signs >= _LEAST_SIGNS and signs > proper:
            _refuse(texts, pattern, cause)


def _texts(block: Block | TableBlock) -> Sequence[tuple[str, Where]]:
    if isinstance(block, Block):
        return [(block.text, Where(page=block.page, line=block.line))]
    return [(" ".join(row), block.where(index)) for index, row in enumerate(block.rows)]


def _refuse(texts: list[tuple[str, Where]], pattern: re.Pattern[str], cause: str) -> None:
    for text, where in texts:
        if pattern.search(text):
            facts = {
                key: value
                for key in ("page", "sheet", "row", "line")
                if (value := getattr(where, key)) is not None
            }
            raise Unreadable("mojibake", cause=cause, sample=text.strip()[:60], **facts)
