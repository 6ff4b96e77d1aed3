"""A site of its own for tests that read, issue and amend a plan, and forms filled as people do."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx

from tests.web.conftest import Site, Visitor

DOCUMENT = {"doc_number": "12", "doc_on": "02/07/2025", "doc_signer": "Chủ tịch"}
PLAN = """KẾ HOẠCH
Chuyển đổi số phường 6 tháng cuối năm 2025
I. MỤC TIÊU
1. Đạt 90% hồ sơ trực tuyến.
II. NHIỆM VỤ
1. Chỉ đạo, điều hành
a) Ban hành quy chế trước ngày 15/9/2025. Chủ trì: Phòng Văn hóa - Xã hội.
b) Tổ chức tập huấn, hoàn thành trong tháng 10/2025. Chủ trì: Trạm Y tế phường.
c) Rà soát quy trình, hoàn thành ngày 18/8/2025. Chủ trì: Các cơ quan, đơn vị thuộc phường.
d) Nâng cao nhận thức về chuyển đổi số. Chủ trì: Phòng Văn hóa - Xã hội.
"""


def words(answer: httpx.Response) -> str:
    """What a person reads on a page."""
    shown = re.sub(r"(?s)<(script|style|head).*?</\1>", "", answer.text)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown)))


def fields_of(answer: httpx.Response) -> dict[str, list[str]]:
    """What stands in the fields of the page, as a browser would send it."""
    fields: dict[str, list[str]] = {}
    for tag in re.finditer(r"<input([^>]*)>", answer.text):
        given = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag[1]))
        kind = given.get("type", "text")
        ticked = kind not in ("checkbox", "radio") or "checked" in tag[1].split()
        if "name" in given and kind != "file" and ticked:
            fields.setdefault(given["name"], []).append(html.unescape(given.get("value", "")))
    for name, text in re.findall(
        r'(?s)<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', answer.text
    ):
        fields[name] = [html.unescape(text)]
    for name, body in re.findall(r'(?s)<select[^>]*name="([^"]+)"(.*?)</select>', answer.text):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        fields[name] = [chosen[1] if chosen else ""]
    return fields


def act(visitor: Visitor, path: str, **typed: Any) -> httpx.Response:
    """Open a form, change some fields, send it."""
    page = visitor.get(path)
    assert page.status_code == 200, (path, page.status_code)
    fields = fields_of(page)
    fields.update({k: v if isinstance(v, list) else [v] for k, v in typed.items()})
    return visitor.client.post(path, data=fields)


def done(answer: httpx.Response) -> str:
    """Where a form that was accepted leads."""
    assert answer.status_code == 303, words(answer)[-1500:]
    return answer.headers["location"].split("?")[0]


def upload(visitor: Visitor, path: str, name: str, octets: bytes, **typed: str) -> httpx.Response:
    """Choose a file and send the form."""
    return visitor.client.post(
        path, data={"_form": visitor.proof(), **typed}, files={"file": (name, octets)}
    )


def as_role(site: Site, login: str) -> Visitor:
    """A browser that stepped into a role."""
    return site.visitor().enter(login)


def option(answer: httpx.Response, label: str) -> str:
    """The value of the first choice whose label begins so."""
    for value, text in re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)', answer.text):
        if html.unescape(text).startswith(label):
            return value
    raise AssertionError(f"no choice {label}")
