"""The data folder: made, checked, locked by one running program, stamped with its format."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from service.stop import CannotStart

FORMAT = 1
"""Raised when an older program could no longer understand what is in the folder."""


class DataFolder:
    """Holds the lock of a data folder from `open` to `close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[str] | None = None

    def check(self) -> None:
        """As `open`, without the lock: several processes share one external database."""
        self._make()
        self._check_format()

    def is_taken(self) -> bool:
        """Whether a running program holds the folder."""
        lock = self.path / "lock"
        if not lock.exists():
            return False
        with lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return True
        return False

    def open(self) -> None:
        """Make, lock and check the folder; raises CannotStart."""
        self._make()
        self._take_lock()
        try:
            self._check_format()
        except CannotStart:
            self.close()
            raise

    def close(self) -> None:
        """Let the next program in."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _make(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            probe = self.path / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise CannotStart(
                f"Không ghi được vào thư mục dữ liệu {self.path} ({error.strerror});"
                " hãy sửa quyền hoặc chọn thư mục khác bằng SOVIEC_DATA.",
                f"The data folder {self.path} cannot be written to ({error.strerror});"
                " change its permissions or choose another one with SOVIEC_DATA.",
            ) from error

    def _take_lock(self) -> None:
        lock = (self.path / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            owner = lock.read().strip() or "?"
            lock.close()
            raise CannotStart(
                f"Sổ Việc đang chạy với thư mục dữ liệu {self.path} (tiến trình {owner});"
                " hãy dừng nó trước.",
                f"Sổ Việc is already running with the data folder {self.path}"
                f" (process {owner}); stop it first.",
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _check_format(self) -> None:
        stamp = self.path / "version"
        if not stamp.exists():
            stamp.write_text(f"{FORMAT}\n", encoding="ascii")
            return
        text = stamp.read_text(encoding="utf-8", errors="replace").strip()
        if not (text.isascii() and text.isdigit()):
            raise CannotStart(
                f"Tệp {stamp} không đọc được; thư mục dữ liệu này không phải của Sổ Việc.",
                f"The file {stamp} cannot be read; this data folder is not one of Sổ Việc.",
            )
        if int(text) > FORMAT:
            raise CannotStart(
                f"Thư mục dữ liệu {self.path} do một bản mới hơn tạo ra (định dạng {text}, bản"
                f" này hiểu đến {FORMAT}); hãy dùng bản mới hơn.",
                f"The data folder {self.path} was made by a newer version (format {text}, this"
                f" one understands up to {FORMAT}); use the newer version.",
            )
