"""Evidence files, kept by their SHA-256 below the data folder; nothing passes through memory whole.

A file is first received (hashed while it is written, its kind decided from its bytes) and only
then recorded by an act. What was received but not recorded yet can be picked up again by the same
person for a while, so that a refused form does not lose its files.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import hashlib
import itertools
import math
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

import msgspec

from domain.plain_text import only_text
from domain.values import Evidence
from service.append_queue import NoRoom
from service.file_dates import captured_at, made_at
from service.file_kinds import WrongKind, kind_of

CHUNK = 1 << 20
NAME_MAX = 180
KEPT_FOR = timedelta(hours=1)
"""How long a received file waits for the form that records it."""

_SHA = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NOT_IN_NAMES = re.compile(r"[\t\r\n<>:\"/\\|?*]")


class Source(Protocol):
    """Something that gives octets in pieces, such as an uploaded file."""

    async def read(self, size: int) -> bytes:
        """The next octets; empty at the end."""


class Unusable(Exception):
    """A file that is not taken: `why` is too_big, empty or kind."""

    def __init__(self, why: str, file_name: str, octets: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.file_name = file_name
        self.octets = octets


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A file on our disk that no act has recorded yet."""

    evidence: Evidence
    by_person: UUID
    was_known: bool = False
    """The same octets lay here before."""


class EvidenceStore:
    """The folder of evidence: `ab/cd/<sha256>` for files, `received/` for those in waiting."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "evidence"
        self._waiting = folder / "received"
        self._lock = folder / "evidence.lock"
        self._owner = folder / "journal"

    # -- receiving -------------------------------------------------------------

    async def receive(
        self,
        source: Source,
        file_name: str,
        *,
        by_person: UUID,
        now: datetime,
        octets_max: int,
    ) -> Received:
        """Write, hash and judge a file; raises Unusable or NoRoom and leaves nothing behind."""
        name = clean_name(file_name)
        with _room_needed():
            return await self._receive(source, name, by_person, now, octets_max)

    async def _receive(
        self, source: Source, name: str, by_person: UUID, now: datetime, octets_max: int
    ) -> Received:
        draft = await asyncio.to_thread(self._open_draft)
        path = Path(draft.name)
        try:
            with draft:
                sha256, octets = await _copied(source, draft, name, octets_max)
            if octets == 0:
                raise Unusable("empty", name)
            return await asyncio.to_thread(self._settle, path, sha256, octets, name, by_person, now)
        finally:
            await asyncio.to_thread(path.unlink, True)

    def _open_draft(self) -> IO[bytes]:
        self._waiting.mkdir(parents=True, exist_ok=True)
        return (self._waiting / f"draft-{secrets.token_hex(8)}").open("xb")

    def _settle(
        self, draft: Path, sha256: str, octets: int, name: str, by_person: UUID, now: datetime
    ) -> Received:
        try:
            media_type = kind_of(draft, name)
        except WrongKind:
            raise Unusable("kind", name, octets) from None
        evidence = Evidence(
            sha256=sha256,
            bytes=octets,
            media_type=media_type,
            file_name=name,
            made_at=made_at(draft, media_type),
            captured_at=captured_at(draft, media_type),
            received_at=now,
        )
        with self._locked(fcntl.LOCK_SH):
            was_known = self._take_in(draft, self._place(sha256))
            received = Received(evidence=evidence, by_person=by_person, was_known=was_known)
            self._ticket(sha256, by_person).write_bytes(msgspec.json.encode(received))
        self._forget_old(now)
        return received

    def _take_in(self, draft: Path, place: Path) -> bool:
        """Lay the file in its place; whether the same octets lay there before."""
        if place.exists():
            os.utime(place)  # handed in again: it is young again for whoever clears away
            return True
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(place)
        place.chmod(0o440)
        _sync_folder(place.parent)
        return False

    @contextlib.contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """Many may take files in at once; nobody while one is taken away. Across processes."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        with self._lock.open("a") as lock:
            fcntl.flock(lock, how)
            yield

    # -- waiting for the act -----------------------------------------------------

    async def waiting(
        self, shas: Iterable[str], by_person: UUID, now: datetime
    ) -> tuple[Received, ...]:
        """Files that this person has handed in and not yet recorded; unknown ones are left out."""
        found = await asyncio.to_thread(
            lambda: [self._read_ticket(sha, by_person) for sha in dict.fromkeys(shas)]
        )
        return tuple(each for each in found if each and self._is_fresh(each, now))

    async def recorded(self, shas: Iterable[str], by_person: UUID) -> None:
        """An act holds them now: they wait no longer."""
        for sha in shas:
            if is_sha256(sha):
                await asyncio.to_thread(self._ticket(sha, by_person).unlink, True)

    def _read_ticket(self, sha256: str, by_person: UUID) -> Received | None:
        if not is_sha256(sha256):
            return None
        try:
            octets = self._ticket(sha256, by_person).read_bytes()
            return msgspec.json.decode(octets, type=Received)
        except (OSError, msgspec.DecodeError):
            return None

    def _is_fresh(self, received: Received, now: datetime) -> bool:
        return abs(now - received.evidence.received_at) <= KEPT_FOR

    def _forget_old(self, now: datetime) -> None:
        """Tickets that nobody came for; the files stay, another act may hold the same octets."""
        for path in self._waiting.glob("*.json"):
            try:
                received = msgspec.json.decode(path.read_bytes(), type=Received)
            except (OSError, msgspec.DecodeError):
                continue
            if not self._is_fresh(received, now):
                path.unlink(missing_ok=True)

    def _ticket(self, sha256: str, by_person: UUID) -> Path:
        return self._waiting / f"{by_person}-{sha256}.json"

    # -- clearing away -----------------------------------------------------------

    def older_than(self, before: datetime, most: int) -> list[str]:
        """Hashes of files that lie here since before an hour; left-over drafts are removed."""
        for draft in self._waiting.glob("draft-*"):
            if _lies_since(draft) < before.timestamp():
                draft.unlink(missing_ok=True)
        files = (path for path in self._folder.glob("??/??/*") if is_sha256(path.name))
        old = (path.name for path in files if _lies_since(path) < before.timestamp())
        return list(itertools.islice(old, most))

    def remove_unrecorded(self, sha256: str, before: datetime) -> bool:
        """Take a file away that no act holds, unless somebody has handed it in again."""
        place = self._place(sha256)
        with self._locked(fcntl.LOCK_EX):
            is_wanted = any(self._waiting.glob(f"*-{sha256}.json"))
            if is_wanted or _lies_since(place) >= before.timestamp():
                return False
            place.unlink(missing_ok=True)
            return True

    def belongs_to(self, journal_id: UUID) -> bool:
        """Whether these are the files of a journal; the first that asks owns the folder."""
        with self._locked(fcntl.LOCK_EX):
            if not self._owner.exists():
                self._owner.write_text(str(journal_id), encoding="ascii")
            return self._owner.read_text(encoding="ascii") == str(journal_id)

    # -- reading -----------------------------------------------------------------

    def path_of(self, sha256: str) -> Path | None:
        """Where a file lies; None when it is missing or the name is no hash."""
        if not is_sha256(sha256):
            return None
        place = self._place(sha256)
        return place if place.is_file() else None

    async def missing(self, shas: Iterable[str]) -> frozenset[str]:
        """Those among the hashes whose file is not there."""
        wanted = frozenset(shas)
        return await asyncio.to_thread(
            lambda: frozenset(sha for sha in wanted if self.path_of(sha) is None)
        )

    async def differs(self, sha256: str) -> bool:
        """Whether the octets on disk are no longer those that were recorded."""
        path = self.path_of(sha256)
        return path is None or await asyncio.to_thread(_hash_of, path) != sha256

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:4] / sha256


def is_sha256(text: str) -> bool:
    """Whether a text is a hash in the only form that names files here."""
    return _SHA.fullmatch(text) is not None


def clean_name(file_name: str) -> str:
    """A name without folders, control characters or marks that a disk refuses."""
    last = re.split(r"[/\\]", only_text(file_name))[-1]
    name = " ".join(_NOT_IN_NAMES.sub(" ", last).split()).strip(". ")
    if len(name) > NAME_MAX:
        suffix = Path(name).suffix[:12]
        name = name[: NAME_MAX - len(suffix)] + suffix
    return name or "tep"


@contextlib.contextmanager
def _room_needed() -> Iterator[None]:
    """What the disk refuses because it is full is told as that."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NoRoom(error.strerror) from error
        raise


async def _copied(source: Source, draft: IO[bytes], name: str, octets_max: int) -> tuple[str, int]:
    """Octets go to the disk and into the hash piece by piece."""
    digest = hashlib.sha256()
    octets = 0
    while piece := await source.read(CHUNK):
        octets += len(piece)
        if octets > octets_max:
            raise Unusable("too_big", name, octets)
        await asyncio.to_thread(_write, draft, digest, piece)
    await asyncio.to_thread(_flush, draft)
    return digest.hexdigest(), octets


def _write(draft: IO[bytes], digest: hashlib._Hash, piece: bytes) -> None:
    draft.write(piece)
    digest.update(piece)


def _flush(draft: IO[bytes]) -> None:
    draft.flush()
    os.fsync(draft.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lies_since(path: Path) -> float:
    """When a file was laid down; one that is gone lies here since ever so late."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
