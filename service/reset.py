"""Throws the data folder away, after asking: `make reset`."""

from __future__ import annotations

import os
import shutil
import sys

from service.data_folder import DataFolder
from service.settings import read_settings
from service.stop import CannotStart


def main() -> int:
    """Ask, then delete; exit code."""
    try:
        folder = DataFolder(read_settings(os.environ).data)
        if not folder.path.exists():
            return _say(f"{folder.path}: không có gì · nothing there", 0)
        if not (folder.path / "version").exists():
            return _say(f"{folder.path}: không phải của Sổ Việc · not a folder of Sổ Việc", 1)
        if folder.is_taken():
            return _say("Sổ Việc đang chạy; hãy dừng trước. · It is running; stop it first.", 1)
    except CannotStart as stop:
        return _say(str(stop), 1)
    _say(f"Xóa {folder.path} và mọi dữ liệu trong đó? Delete it and all data in it? [yes/no]", 0)
    if sys.stdin.readline().strip().lower() != "yes":
        return _say("Giữ nguyên. · Kept.", 1)
    shutil.rmtree(folder.path)
    return _say("Đã xóa. · Deleted.", 0)


def _say(line: str, code: int) -> int:
    sys.stdout.write(f"{line}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
