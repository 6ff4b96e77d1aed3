"""Forms an officer filled in for the head: kept outside the ledger, seen by the own unit only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from domain.values import Evidence
from projections.database import Pool, fetch, fetch_one

_COLUMNS = "task_id, slug, unit_id, prepared_by, answers, files, saved_at"


class PreparedForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed into the form of one act of one task, and the files that go with it."""

    task_id: UUID
    slug: str
    unit_id: UUID
    prepared_by: tuple[UUID, ...]
    """Everybody who saved it, the last one last."""
    answers: dict[str, list[str]]
    files: tuple[Evidence, ...] = ()
    saved_at: datetime


async def prepared_form(pool: Pool, task_id: UUID, slug: str, unit_id: UUID) -> PreparedForm | None:
    """The draft of one act; one of a former lead unit is no draft of this one."""
    return await fetch_one(
        pool,
        PreparedForm,
        f"SELECT {_COLUMNS} FROM soviec.prepared_forms"
        " WHERE task_id = %(task)s AND slug = %(slug)s AND unit_id = %(unit)s",
        {"task": task_id, "slug": slug, "unit": unit_id},
    )


async def prepared_in(pool: Pool, units: Iterable[UUID]) -> list[PreparedForm]:
    """Every draft of some units, the oldest first."""
    return await fetch(
        pool,
        PreparedForm,
        f"SELECT {_COLUMNS} FROM soviec.prepared_forms WHERE unit_id = ANY(%(units)s)"
        " ORDER BY saved_at, task_id, slug",
        {"units": list(units)},
    )


async def keep_prepared(
    pool: Pool,
    form: PreparedForm,
    *,
    by_person: UUID,
) -> None:
    """Save the draft in place of the former one; who prepared it before is still named."""
    facts: Mapping[str, object] = {
        "task": form.task_id,
        "slug": form.slug,
        "unit": form.unit_id,
        "person": by_person,
        "answers": msgspec.json.encode(form.answers).decode(),
        "files": msgspec.json.encode(form.files).decode(),
        "at": form.saved_at,
    }
    async with pool.connection() as connection:
        await connection.execute(
            "INSERT INTO soviec.prepared_forms AS p"
            " (task_id, slug, unit_id, prepared_by, answers, files, saved_at)"
            " VALUES (%(task)s, %(slug)s, %(unit)s, ARRAY[%(person)s::uuid],"
            " %(answers)s::jsonb, %(files)s::jsonb, %(at)s)"
            " ON CONFLICT (task_id, slug) DO UPDATE SET unit_id = EXCLUDED.unit_id,"
            " prepared_by = CASE WHEN p.unit_id = EXCLUDED.unit_id"
            "  THEN array_append(array_remove(p.prepared_by, %(person)s::uuid), %(person)s::uuid)"
            "  ELSE EXCLUDED.prepared_by END,"
            " answers = EXCLUDED.answers, files = EXCLUDED.files, saved_at = EXCLUDED.saved_at",
            facts,
        )


async def drop_prepared(pool: Pool, task_id: UUID, slug: str) -> None:
    """The act was done, or nobody wants the draft any more."""
    async with pool.connection() as connection:
        await connection.execute(
            "DELETE FROM soviec.prepared_forms WHERE task_id = %s AND slug = %s", (task_id, slug)
        )
