"""What people of the demo do at the screen, word for word as the buttons say it."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

from tests.browser.screen import Screen

CODE = re.compile(r"/tasks/(PL-\d{4}-\d{4})")


def assign(chair: Screen, text: str, *, due: str = "12/12/2025") -> str:
    """The chair gives the culture office a task with a vice-chair as its reviewer; its code."""
    chair.open("/tasks/new")
    chair.fill("Nội dung nhiệm vụ", text)
    chair.choose("Lĩnh vực", "Chính quyền điện tử, chính quyền số")
    chair.fill("Sản phẩm", "Báo cáo")
    chair.choose("Nguồn giao", "Phường giao")
    chair.press("Tiếp tục")
    chair.choose("Cơ quan chủ trì", "Phòng Văn hóa - Xã hội")
    chair.choose("Người xác nhận kết quả", re.compile("Hoàng Thị Minh Nguyệt"))
    chair.press("Tiếp tục")
    chair.pick("Ngày cố định")
    chair.fill("Ngày", due)
    chair.press("Tiếp tục")
    chair.fill("Số", "99")
    chair.fill("Ngày ban hành", "20/11/2025")
    chair.press("Giao nhiệm vụ")
    found = CODE.search(chair.page.url)
    assert found, chair.text()
    return found[1]


def act(screen: Screen, code: str, slug: str, words: dict[str, str], button: str) -> None:
    """One form of a task, from its fields by label to its button."""
    screen.open(f"/tasks/{code}/do/{slug}")
    for label, text in words.items():
        screen.fill(label, text)
    screen.press(button)
    assert CODE.search(screen.page.url), screen.page.url
    assert "/do/" not in screen.page.url, screen.text()


def photo(folder: Path, name: str = "anh-hien-truong.png") -> Path:
    """A true picture of 8 × 8 points."""
    rows = b"".join(b"\0" + bytes((200, 30 * row, 60)) * 8 for row in range(8))
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    file = folder / name
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    return file
