"""Figures from outside and indices, as the API finds them; rows are read from an uploaded file."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar.exceptions import NotFoundException

from domain.figures import commands as c
from domain.figures.counts import KINDS, figures_stream
from domain.figures.indices import INDICES, IndexKey, index_named, index_stream
from domain.ids import derived
from domain.reading.unreadable import Unreadable
from service.figures_file import read_figures
from web import refusals
from web.api.figures_shapes import FileToImport
from web.api.problems import Invalid
from web.api.sending import key_of
from web.api.slice import ApiSlice, Built, Found, Looking
from web.plan.upload import unreadable_words
from web.render import AnyRequest
from web.session import visit_of
from web.stored_files import store_of

WRONG_MAX = 200
YEARS = range(2000, 2200)


async def find(request: AnyRequest, name: str) -> Found:
    """All imports of the kind that the address names."""
    kind = next((kind for kind in KINDS if kind == name), None)
    if kind is None:
        raise NotFoundException
    return Found(stream_id=figures_stream(kind), name=kind, thing=kind)


async def name_of(request: AnyRequest, stream_id: UUID) -> str:
    """The kind."""
    return next(kind for kind in KINDS if figures_stream(kind) == stream_id)


async def import_from_file(looking: Looking, figures_id: UUID) -> Mapping[str, Any]:
    """The fields of ImportFigures; raises Invalid with every wrong row."""
    assert looking.found is not None, "the kind stands in the address"
    request, kind, file = looking.request, looking.found.thing, looking.given["file"]
    visit = visit_of(request)
    path = store_of(request).path_of(file.sha256)
    if path is None:
        raise Invalid(("file", "no_file", {}))
    try:
        octets = await asyncio.to_thread(path.read_bytes)
        draft, wrong = await asyncio.to_thread(read_figures, kind, octets, visit.ward, visit.today)
    except Unreadable as unreadable:
        told = unreadable_words(unreadable, visit.language)
        raise Invalid(("file", "wrong_row", {"told": told})) from unreadable
    if wrong:
        raise Invalid(
            *(
                (
                    f"file.row[{each.facts.get('row', 0)}]",
                    "wrong_row",
                    {"told": refusals.sentence(each, visit.language, visit.ward)},
                )
                for each in wrong[:WRONG_MAX]
            )
        )
    return {
        "kind": kind,
        "import_id": derived("import", key_of(request)),
        "file": file,
        "dossiers": draft.dossiers,
        "surveys": draft.surveys,
    }


FIGURES = ApiSlice(
    name="figures",
    path="figures",
    commands=c.FIGURES_COMMANDS,
    stream_field="figures_id",
    permission="figures.import",
    find=find,
    name_of=name_of,
    built={c.ImportFigures: Built(fields=FileToImport, build=import_from_file)},
)


# -- indices -----------------------------------------------------------------


def index_address(key: IndexKey, year: int) -> str:
    """`par-index-2025`."""
    return f"{key.replace('_', '-')}-{year}"


async def find_index(request: AnyRequest, name: str) -> Found:
    """One index in one year, recorded or not: `dcci-2025`, also spelled `ddci-2025`."""
    word, _, number = name.rpartition("-")
    key = index_named(word)
    if key is None or not (number.isascii() and number.isdigit() and len(number) == 4):
        raise NotFoundException
    year = int(number)
    if year not in YEARS:
        raise NotFoundException
    return Found(
        stream_id=index_stream(key, year), name=index_address(key, year), thing=(key, year)
    )


async def name_of_index(request: AnyRequest, stream_id: UUID) -> str:
    """The index and its year."""
    found = ((key, year) for key in INDICES for year in YEARS)
    key, year = next(pair for pair in found if index_stream(*pair) == stream_id)
    return index_address(key, year)


async def index_key(looking: Looking) -> IndexKey:
    """Which index the address names."""
    assert looking.found is not None, "the index stands in the address"
    key: IndexKey = looking.found.thing[0]
    return key


async def index_year(looking: Looking) -> int:
    """Which year the address names."""
    assert looking.found is not None, "the year stands in the address"
    year: int = looking.found.thing[1]
    return year


FROM_ADDRESS = {"index": index_key, "year": index_year}

INDEX = ApiSlice(
    name="index",
    path="indices",
    commands=c.INDEX_COMMANDS,
    stream_field="index_id",
    permission="figures.indices",
    find=find_index,
    name_of=name_of_index,
    looked_up=dict.fromkeys(c.INDEX_COMMANDS, FROM_ADDRESS),
    not_said={c.RecordSelfAssessment: frozenset({"published"})},
)
