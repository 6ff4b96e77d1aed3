"""What a section is for, told from the words of its title."""

import re
from typing import Literal

from domain.reading.wording import flat

Role = Literal["targets", "tasks", "assignments", "appendix", "other"]

_WORDS: tuple[tuple[Role, str], ...] = (
    ("other", r"muc dich|yeu cau|quan diem|can cu|dac diem|tinh hinh|kinh phi|nguon luc"),
    ("targets", r"muc tieu|chi tieu"),
    ("assignments", r"to chuc (?:thuc hien|trien khai)|phan cong|"
                    r"trach nhiem (?:cua|thuc hien|cac)"),
    ("assignments", r"che do (?:thong tin,? )?bao cao"),
    ("tasks", r"nhiem vu|giai phap|noi dung (?:thuc hien|cong viec|trien khai|trong tam)|"
              r"cong viec|noi dung$"),
    ("appendix", r"phu luc|danh muc nhiem vu"),
)  # fmt: skip
_PATTERNS = tuple((role, re.compile(words)) for role, words in _WORDS)
_GENERAL = re.compile(r"trach nhiem chung|yeu cau chung|quy dinh chung|bao cao")


def role_of_title(title: str) -> Role | None:
    """The role named first in the title; "nhiệm vụ, giải pháp" is tasks."""
    found = _roles(title)
    return min(found)[2] if found else None


def holds_several(title: str) -> bool:
    """ "Mục tiêu, nhiệm vụ": the items below say for themselves what they are."""
    return len({role for _, _, role in _roles(title)}) > 1


def _roles(title: str) -> list[tuple[int, int, Role]]:
    plain = flat(title)[:160].rstrip(" .:")
    return [
        (match.start(), order, role)
        for order, (role, pattern) in enumerate(_PATTERNS)
        if (match := pattern.search(plain))
    ]


def opens_with_role(title: str) -> Role | None:
    """The role if the title begins with its word: enough to overrule the section above."""
    plain = flat(title)
    for role, pattern in _PATTERNS:
        match = pattern.match(plain)
        if match:
            return role
    return None


def is_section_title(title: str) -> bool:
    return role_of_title(title) is not None


def is_general(title: str) -> bool:
    """A part of the assignments that speaks to everybody and gives no unit a duty."""
    return bool(_GENERAL.search(flat(title)[:120]))
