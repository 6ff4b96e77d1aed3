"""Names of units: which the ward has, which the document names, which may be the same one."""

import re
from collections.abc import Iterable, Sequence

from domain.reading.draft import ProposedAlias, UnitFound
from domain.reading.wording import READ_AT_MOST, clean, flat

KnownUnits = Sequence[tuple[str, Sequence[str]]]

UNIT_WORD = (
    r"(?:phong|van phong|trung tam|ban|cong an|tram|uy ban|ubnd|ubmttq|mttq|mat tran|hoi|doan|"
    r"truong|doi|to|bo phan|chi cuc|thanh tra|bch|bo chi huy|hdnd|tt|vp)\b"
)
_STARTS_AS_UNIT = re.compile(UNIT_WORD)
_GROUP = re.compile(
    r"(?:thu truong |lanh dao |nguoi dung dau )?(?:cac|tung|moi|tat ca)\b[^:]{0,40}"
    r"(?:co quan|don vi|phong|ban|nganh|to dan pho|thon|khu pho|truong|doan the|to chuc|"
    r"bo phan|trung tam)|"
    r"(?:toan the|tat ca) |co quan, don vi|cac don vi|thu truong cac"
)
_ABBREVIATIONS = (
    (r"\bubmttq\b", "uy ban mat tran to quoc"), (r"\bubnd\b", "uy ban nhan dan"),
    (r"\bhdnd\b", "hoi dong nhan dan"), (r"\bmttq\b", "mat tran to quoc"),
    (r"\bvp\b", "van phong"), (r"\btt\b", "trung tam"), (r"&", " va "),
)  # fmt: skip
_WARD_TAIL = re.compile(
    rf"\s(?:phuong|xa(?! hoi)|thi tran|dac khu)(?:\s(?!{UNIT_WORD})\S+){{0,4}}$"
)
_LEADING = re.compile(
    r"(?:giao cho |giao |trach nhiem cua |doi voi |yeu cau |de nghi |(?:do )(?=[a-z]))"
)
_TRAILING = re.compile(
    r"\s*(?:\(.*\)|co trach nhiem|chiu trach nhiem|la co quan .*|(?:co )?nhiem vu)?\s*[:.;,]*$"
)


def unit_key(name: str) -> str:
    """Equal for names that differ only in notation: case, marks, dashes, UBND, the ward's name."""
    plain = flat(clean(name))
    for short, long in _ABBREVIATIONS:
        plain = re.sub(short, long, plain)
    plain = clean(re.sub(r"[^\w]+", " ", plain).replace(" va ", " "))
    tail = _WARD_TAIL.search(plain)
    return plain[: tail.start()] if tail and tail.start() >= 6 else plain


def looks_like_unit(text: str) -> bool:
    return bool(text) and text[0].isupper() and bool(_STARTS_AS_UNIT.match(flat(text)))


def is_group(text: str) -> bool:
    """ "Các cơ quan, đơn vị …": one assignment for each of many."""
    return bool(_GROUP.match(flat(text)))


def bare_name(text: str) -> str:
    """The name without "Giao …", a bracket behind it or a closing colon."""
    text = clean(text)
    lead_in = _LEADING.match(flat(text))
    if lead_in:
        text = text[lead_in.end() :]
    tail = _TRAILING.search(flat(text))
    return text[: tail.start()].strip() if tail else text


class UnitDirectory:
    """Collects the units of one document beside those the ward already has."""

    def __init__(self, known: KnownUnits) -> None:
        self._names: dict[str, str] = {}
        self._known: set[str] = set()
        self._written: dict[str, dict[str, None]] = {}
        self._refs: dict[str, dict[str, None]] = {}
        self._aliases: dict[str, list[ProposedAlias]] = {}
        for name, aliases in known:
            self._known.add(name)
            for said in (name, *aliases):
                self._names.setdefault(unit_key(said), name)

    def establish(self, text: str, ref: str) -> str:
        """A place that can only hold a unit names one: found, or new to the ward."""
        name = self._names.setdefault(unit_key(text), text)
        self._note(name, text, ref)
        return name

    def recognise(self, text: str, ref: str) -> str | None:
        name = self._names.get(unit_key(text))
        if name is not None:
            self._note(name, text, ref)
        return name

    def recognise_quietly(self, text: str) -> str | None:
        """As `recognise`, without keeping that the name was read here."""
        return self._names.get(unit_key(text))

    def mention(self, text: str, ref: str) -> None:
        """An unknown name is shown for deciding, but no task can lean on it."""
        self._note(text, text, ref)

    def is_known(self, name: str) -> bool:
        return name in self._known

    def longest_at_start(self, text: str) -> str | None:
        """The longest stretch of words at the start of `text` that names a unit."""
        words = text.split(" ")
        for count in range(min(len(words), 16), 1, -1):
            said = " ".join(words[:count])
            if unit_key(said) in self._names and not _cuts_name(words, count):
                return said.rstrip(",;:.")
        return None

    def propose_alias(self, text: str, ref: str) -> None:
        """Offers names that leave out words of exactly one unit's name."""
        for words in _capitalised_stretches(text[:READ_AT_MOST]):
            said = " ".join(words)
            if self.longest_at_start(said):
                continue
            self._offer(words, ref)

    def _offer(self, words: list[str], ref: str) -> None:
        hits = {name: part for name in self._all_names() if (part := _shortened(words, name))}
        if len(hits) != 1:
            return
        ((name, part),) = hits.items()
        offered = self._aliases.setdefault(name, [])
        if all(flat(alias.text) != flat(part) for alias in offered):
            offered.append(ProposedAlias(text=part, ref=ref))

    def _all_names(self) -> Iterable[str]:
        return dict.fromkeys(self._names.values())

    def _note(self, name: str, text: str, ref: str) -> None:
        self._written.setdefault(name, {}).setdefault(clean(text))
        self._refs.setdefault(name, {}).setdefault(ref)

    def propose_among_names(self) -> None:
        """A name new to the ward may be a shorter way to write another one."""
        for name in [name for name in self._written if name not in self._known]:
            self._offer(name.split(" "), next(iter(self._refs[name])))

    def found(self) -> tuple[UnitFound, ...]:
        named = dict.fromkeys([*self._written, *self._aliases])
        return tuple(
            UnitFound(
                name=name,
                known=name in self._known,
                written=tuple(self._written.get(name, {})),
                refs=tuple(self._refs.get(name, {})),
                proposed_aliases=tuple(self._aliases.get(name, ())),
            )
            for name in named
        )


def _cuts_name(words: list[str], count: int) -> bool:
    """ "Phòng Văn hóa" is not the whole of "Phòng Văn hóa - Xã hội"."""
    return count + 1 < len(words) and words[count] in ("-", "–") and words[count + 1][:1].isupper()


def _capitalised_stretches(text: str) -> Iterable[list[str]]:
    """Every stretch that begins like a unit's name, up to the next sign, at most 12 words."""
    for match in re.finditer(rf"(?<!\w){UNIT_WORD}", flat(text)):
        if not text[match.start()].isupper():
            continue
        stretch = re.split(r"[;:.()\n]", text[match.start() : match.start() + 160])[0]
        yield stretch.split(" ")[:12]


def _shortened(words: list[str], name: str) -> str | None:
    """The stretch of `words` that is `name` with some words left out, or with initials only."""
    full = [flat(word).strip(",-") for word in name.split(" ")]
    full = [word for word in full if word]
    if not full or flat(words[0]) != full[0]:
        return None
    place, taken, kept = 0, 0, 0
    for word in words:
        plain = flat(word).strip(",")
        if plain == "-":
            taken += 1
            continue
        if plain not in full[place:]:
            break
        place = full.index(plain, place) + 1
        taken += 1
        kept += 1
        if place == len(full):
            break
    reaches_end = place >= len(full) - 1
    if kept >= 4 and kept < len(full) and reaches_end and kept >= len(full) * 0.6:
        return " ".join(words[:taken]).rstrip(",")
    return _initials(words, full)


def _initials(words: list[str], full: list[str]) -> str | None:
    """ "Phòng VH-XH", "Trung tâm PVHCC": the kind of unit and the first letters of the rest."""
    for kind_words in (1, 2):
        kind = [flat(word) for word in words[:kind_words]]
        if len(words) <= kind_words or kind != full[:kind_words]:
            continue
        short = words[kind_words].strip(",")
        letters = re.sub(r"[^a-z]", "", flat(short))
        rest = [word for word in full[kind_words:] if word != "va"]
        for tail in (rest, rest[:-1]):
            if (
                short.upper() == short
                and len(letters) >= 2
                and letters == "".join(word[0] for word in tail)
            ):
                return " ".join([*words[:kind_words], short])
    return None
