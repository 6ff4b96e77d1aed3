"""Who leads, who cooperates and what comes out, as sentences and labels say it."""

import re

import msgspec

from domain.reading.labels import ANY_LABEL
from domain.reading.units import UNIT_WORD, UnitDirectory, bare_name, is_group, looks_like_unit
from domain.reading.wording import READ_AT_MOST, clean, flat

_UNIT = UNIT_WORD + r"[^.;:()]{2,120}?"
_HELP = (
    r"(?:,? (?:va )?(?:chu dong )?phoi hop (?:chat che )?(?:voi |cung )?(?P<help>[^.;:()]{3,300}))?"
)
_GROUPS = r"(?:cac|thu truong cac|tung|moi) (?:co quan|don vi|phong)[^.;:()]{0,80}?"
_SENTENCES = (
    re.compile(
        rf"\((?:do |giao )?(?P<lead>{_UNIT}|{_GROUPS}) chu tri(?: thuc hien| tham muu)?{_HELP}"
    ),
    re.compile(
        rf"(?:^|(?<=[.;,:(]) |\b)giao (?:cho )?(?P<lead>{_UNIT}|{_GROUPS})"
        rf" (?:chu tri|chiu trach nhiem|tham muu|thuc hien|to chuc|la co quan|la don vi|lam dau moi"
        rf"|xay dung|theo doi|huong dan|tong hop|kiem tra){_HELP}"
    ),
    re.compile(rf"\bdo (?P<lead>{_UNIT}|{_GROUPS}) (?:chu tri|thuc hien|tham muu){_HELP}"),
    re.compile(
        rf"^(?P<lead>{_UNIT}|{_GROUPS})"
        rf" (?:chu tri|co trach nhiem|chiu trach nhiem)(?: thuc hien| tham muu)?{_HELP}"
    ),
)
_GROUP_ACTS = re.compile(
    r"^(?P<lead>(?:cac|thu truong cac) (?:co quan|don vi|phong|ban|thon|truong|to dan pho|doan the)"
    r"[^.;:()]{0,80}?) (?:to chuc|xay dung|thuc hien|ra soat|chu dong|tang cuong|cu|gui|bao cao)\b"
    r"(?P<help>(?!))?"
)
_HELP_ENDS = re.compile(
    r" (?=(?:tham muu|to chuc|thuc hien|xay dung|trien khai|ra soat|theo doi|huong dan|de |"
    r"kiem tra|tong hop|ban hanh|hoan thanh|truoc ngay|trong thang|xong|trinh|bao cao|don doc|"
    r"cung cap|dam bao|bao dam|nang cao|day manh|tiep tuc|chuan bi|lap|va cac co quan lien quan)\b)"
)
# "do UBND thành phố ban hành, tổ chức thực hiện" names no unit of the ward.
_NOT_A_NAME = re.compile(r"\b(?:ban hanh|giao|phoi hop|thanh pho|trung uong|trien khai)\b|, [a-z]")
# "Hội đồng nhân dân và Ủy ban nhân dân" and "… và các tổ chức thành viên" are one name.
_AND = rf",?(?<!hoi dong nhan dan)(?<!hdnd) va (?={UNIT_WORD}|cac (?!to chuc thanh vien))"
_SEMICOLONS = re.compile(r"\s*;\s*")
_PARTS = re.compile(rf"{_AND}|,\s+(?={UNIT_WORD}|cac )|/\s*(?={UNIT_WORD})")


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """The phrases found; empty strings mean that the text is silent."""

    lead: str = ""
    help: str = ""
    time: str = ""
    product: str = ""


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """The phrases turned into units."""

    lead_text: str | None = None
    lead: str | None = None
    lead_is_group: bool = False
    cooperating: tuple[str, ...] = ()
    cooperating_groups: tuple[str, ...] = ()
    cooperating_unknown: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def assignment_in(text: str) -> Assignment:
    """Labels first ("Chủ trì: X; thời hạn: …"), then the ways a sentence gives an order."""
    text = text[:READ_AT_MOST]
    labelled = _labelled(text)
    if labelled.lead:
        return labelled
    plain = flat(text)
    for pattern in (*_SENTENCES, _GROUP_ACTS):
        match = pattern.search(plain)
        if match is None:
            continue
        lead = clean(text[match.start("lead") : match.end("lead")])
        if is_group(lead) or (lead[0].isupper() and not _cites(lead)):
            helping = text[match.start("help") : match.end("help")] if match["help"] else ""
            return msgspec.structs.replace(
                labelled, lead=lead, help=labelled.help or _without_verb(helping)
            )
    return labelled


def _cites(lead: str) -> bool:
    lowered = re.sub(r", (?=[A-ZĐÀ-Ỹ])", " ", lead)  # a comma inside a name, before a capital
    return bool(_NOT_A_NAME.search(flat(lowered)))


def _labelled(text: str) -> Assignment:
    marks = list(ANY_LABEL.finditer(flat(text)))
    found: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        end = following.start() if following else len(text)
        said = clean(text[mark.end() : end]).strip(" ;,-+.)(")
        key = mark.lastgroup or "other"
        if key != "product":  # a product may be told in several sentences, a unit may not
            said = re.split(r"\.\s", said)[0]
        found.setdefault(key, said)
    return Assignment(
        lead=found.get("lead", ""),
        help=found.get("help", ""),
        time=found.get("time", ""),
        product=found.get("product", ""),
    )


def _without_verb(helping: str) -> str:
    """ "với Phòng B xây dựng kế hoạch" names Phòng B; the rest is the work."""
    end = _HELP_ENDS.search(flat(helping))
    return clean(helping[: end.start()] if end else helping).strip(" ,")


def establish_lead(said: str, units: UnitDirectory, ref: str) -> None:
    """First pass: a unit that leads one task is a unit wherever else it is named."""
    parts = split_units(said, units)
    if len(parts) == 1 and not is_group(said):
        name = bare_name(parts[0])
        if looks_like_unit(name):
            units.establish(name, ref)


def resolve(said: Assignment, units: UnitDirectory, ref: str) -> Resolved:
    """Turns the phrases into units; a name nobody established stays text."""
    lead_text, lead, group, doubts = _resolve_lead(said.lead, units, ref)
    names: list[str] = []
    groups: list[str] = []
    unknown: list[str] = []
    for part in split_units(said.help, units):
        name = units.recognise(part, ref)
        if name is not None and name != lead:
            names.append(name)
        elif name is None and is_group(part):
            groups.append(part)
        elif name is None:
            unknown.append(part)
            units.mention(part, ref)
    if unknown:
        doubts = (*doubts, "cooperating_unknown")
    return Resolved(
        lead_text=lead_text,
        lead=lead,
        lead_is_group=group,
        cooperating=tuple(dict.fromkeys(names)),
        cooperating_groups=tuple(groups),
        cooperating_unknown=tuple(unknown),
        doubts=doubts,
    )


def _resolve_lead(
    said: str, units: UnitDirectory, ref: str
) -> tuple[str | None, str | None, bool, tuple[str, ...]]:
    if not said:
        return None, None, False, ()
    if is_group(said):
        return said, None, True, ()
    parts = split_units(said, units)
    if len(parts) > 1:
        for part in parts:
            if units.recognise(part, ref) is None:
                units.mention(part, ref)
        return said, None, False, ("several_leads",)
    said = bare_name(parts[0]) if parts else said
    name = units.recognise(said, ref)
    if name is None:
        units.mention(said, ref)
        return said, None, False, ("unit_unknown",)
    return said, name, False, () if units.is_known(name) else ("unit_unknown",)


def split_units(text: str, units: UnitDirectory) -> list[str]:
    """Cuts a list of units; commas inside "Phòng Kinh tế, Hạ tầng và Đô thị" stay."""
    text = clean(text[:READ_AT_MOST]).strip(" .;,")
    if not text:
        return []
    if units.recognise_quietly(text):
        return [text]
    pattern = _SEMICOLONS if ";" in text else _PARTS
    parts: list[str] = []
    start = 0
    for match in pattern.finditer(flat(text)):
        if match.start() < start or not _begins_name(text, match.end()):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    return [clean(part).strip(" ,;.") for part in parts if clean(part).strip(" ,;.")]


def _begins_name(text: str, place: int) -> bool:
    rest = text[place:]
    return rest[:1].isupper() or is_group(rest)
