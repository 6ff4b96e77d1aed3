"""Labels such as "Đơn vị chủ trì:" and "Thời hạn:" that plans set before the parts of a task."""

import re

from domain.reading.wording import flat

_WHO = r"(?:co quan|don vi|bo phan|phong|cq|dv)"
_LEAD_LABEL = rf"(?:(?:{_WHO} )?chu tri(?: thuc hien| tham muu)?|{_WHO} (?:thuc hien|phu trach))"
_HELP_LABEL = rf"(?:{_WHO} )?phoi hop(?: thuc hien)?"
_TIME_LABEL = (
    r"(?:thoi (?:han|gian)(?: hoan thanh| thuc hien| bao cao)?"
    r"|han hoan thanh|tien do(?: thuc hien)?)"
)
_PRODUCT_LABEL = r"(?:san pham(?: dau ra| hoan thanh)?|ket qua(?: dau ra| san pham)?)"
_MONEY_LABEL = r"(?:kinh phi|nguon luc|ghi chu|nguoi thuc hien|lanh dao phu trach)"
_LABELS = {
    "lead": _LEAD_LABEL, "help": _HELP_LABEL, "time": _TIME_LABEL,
    "product": _PRODUCT_LABEL, "other": _MONEY_LABEL,
}  # fmt: skip
ANY_LABEL = re.compile(
    r"(?:^|(?<=[.;,(\-+\s]))(?:"
    + "|".join(f"(?P<{key}>{words})" for key, words in _LABELS.items())
    + r")\s?:\s*"
)
_ATTRIBUTE = re.compile(r"(?:" + "|".join(_LABELS.values()) + r")\s?:")


def is_attribute(text: str) -> bool:
    """A bullet such as "Đơn vị chủ trì: …" belongs to the task above it."""
    return bool(_ATTRIBUTE.match(flat(text[:80])))
