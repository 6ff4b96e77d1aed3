"""Which user the embedded database runs as: PostgreSQL refuses root."""

from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path

import msgspec

from service.stop import CannotStart


class RunAs(msgspec.Struct, frozen=True):
    """The user the database runs as, and whether it needs help to reach its files."""

    uid: int
    gid: int
    needs_reach: bool


def choose_user(folder: Path, programs: Path) -> RunAs:
    """Ourselves; or for root the owner of the data, else an ordinary user every system has."""
    if os.geteuid() != 0:
        if folder.exists() and folder.stat().st_uid != os.geteuid():
            raise CannotStart(
                f"Thư mục {folder} thuộc người dùng khác; hãy chạy bằng đúng người dùng đó"
                " hoặc chọn thư mục khác bằng SOVIEC_DATA.",
                f"The folder {folder} belongs to another user; run as that user"
                " or choose another folder with SOVIEC_DATA.",
            )
        return RunAs(os.geteuid(), os.getegid(), needs_reach=False)
    owner = folder.stat() if folder.exists() else None
    if owner is not None and owner.st_uid != 0:
        uid, gid = owner.st_uid, owner.st_gid
    else:
        uid, gid = _ordinary_user()
    paths = (folder.parent, programs / "postgres", programs.parent / "share" / "postgres.bki")
    return RunAs(uid, gid, needs_reach=not all(_anyone_reaches(path) for path in paths))


def _ordinary_user() -> tuple[int, int]:
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise CannotStart(
        "PostgreSQL không chạy bằng root và máy này không có người dùng nào khác;"
        " hãy chạy bằng một người dùng thường.",
        "PostgreSQL does not run as root and this machine has no other user;"
        " run as an ordinary user.",
    )


def _anyone_reaches(path: Path) -> bool:
    folders_open = all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)
    return folders_open and bool(path.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH))
