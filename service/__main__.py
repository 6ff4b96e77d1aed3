"""The commands of the program: run it, its parts, and its chores."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from service import log_lines
from service.settings import read_log_level, read_settings
from service.stop import CannotStart

USAGE = """\
python -m service [run]                    tất cả trong một tiến trình · everything in one process
python -m service web | worker             chạy riêng · apart, over SOVIEC_DATABASE_URL
python -m service migrate                  tạo, nâng cấp bảng · create or upgrade the tables
python -m service rebuild [NAME] [--compare]  dựng lại bảng đọc · rebuild read models
python -m service check [--feed]           tình trạng · how the database is; exit 1 when not well
python -m service plan read FILE [--json]  đọc kế hoạch · read a plan document
"""
REFUSED = 1
USED_WRONGLY = 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        log_lines.begin(read_log_level(os.environ))
        return _command(words)
    except CannotStart as stop:
        print(stop.vi, file=sys.stderr)
        print(stop.en, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 0


def _command(words: list[str]) -> int:
    match words:
        case [] | ["run"]:
            return _run(web=True, work=True)
        case ["web" | "worker" as part]:
            return _run(web=part == "web", work=part == "worker")
        case ["plan", "read", *rest]:
            return _read_plan(rest)
        case ["migrate" | "check" as chore]:
            return _chore(chore)
        case ["check", "--feed"]:
            return _chore("check", True)
        case ["rebuild", *rest] if (wanted := _rebuild_words(rest)) is not None:
            return _chore("rebuild", *wanted)
        case ["help" | "--help" | "-h"]:
            print(USAGE, end="")
            return 0
    print(USAGE, end="", file=sys.stderr)
    return USED_WRONGLY


def _rebuild_words(words: list[str]) -> tuple[str | None, bool] | None:
    """A name at most and the option; None when it is something else."""
    names = [word for word in words if word != "--compare"]
    if len(names) > 1 or any(name.startswith("-") for name in names):
        return None
    return (names[0] if names else None), len(names) < len(words)


def _run(*, web: bool, work: bool) -> int:
    # imported late: reading a plan or showing the usage needs none of it
    from service.running import run

    run(read_settings(os.environ), _say, web=web, work=work)
    return 0


def _chore(name: str, *facts: object) -> int:
    from service import chores

    chore: Callable[..., int] = getattr(chores, name)
    return chore(read_settings(os.environ), _say, *facts)


def _read_plan(words: list[str]) -> int:
    from service.reading.command_line import read_plan

    return read_plan(words, sys.stdout, sys.stderr)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
