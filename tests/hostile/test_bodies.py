"""What is no form at all: cut off, of another kind, with files named as nobody names them."""

from __future__ import annotations

import hashlib
import itertools
import socket
from urllib.parse import urlsplit

import pytest

from tests.hostile.ground import Ground
from tests.hostile.words import OVERRIDE
from tests.web.filling import Sheet
from tests.web.test_task_forms import PNG

BOUNDARY = "hostile"
MULTIPART = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
NAMES = (
    "../../../../tmp/hostile.png",
    "..\\..\\windows\\hostile.png",
    "/etc/hostile.png",
    "C:\\hostile.png",
    "hostile\x00.png",
    "hostile.png\r\nX-Evil: 1",
    OVERRIDE.replace("fdp.exe", "gnp.png"),
    "a" * 400 + ".png",
    "<script>hostile()</script>.png",
    "'; filename=evil.html; x='.png",
    "ảnh hiện trường.png",
    ".png",
    "...",
    "CON.png",
    "=1+1.png",
)
KINDS = (
    "application/json",
    "text/plain",
    "application/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 3000,
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "application/octet-stream",
    "image/png",
    "nonsense",
    "",
)
BODIES = (
    b"",
    b"\x00\xff\xfe",
    b"{",
    b'{"a":' * 5000,
    b"=&=&&&=",
    b"a=%zz&%=%&b=%ff%fe",
    b"&" * 10_000,
    b"a=1&" * 20_000,
    b"--hostile\r\n",
    b"--hostile\r\nContent-Disposition: form-data\r\n\r\nx\r\n--hostile--\r\n",
    b'--hostile\r\nContent-Disposition: form-data; name="a"\r\n\r\nhalf',
    b"--hostile\r\n" + b"X: y\r\n" * 2000 + b"\r\n\r\n--hostile--",
    b'--hostile\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n'
    b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n!!\r\n--hostile--\r\n",
)


def posts(ground: Ground) -> list[tuple[str, str]]:
    """Login and address of forms of different ways of reading."""
    task = next(address for address in ground.addresses if "/tasks/PL" in address)
    return [
        ("vanphong", "/login"),
        ("vanphong", "/org/do/found-unit"),
        ("vanphong", "/tasks/new"),
        ("vanphong", "/tasks/saved-filters"),
        ("daumoi", "/plan/read"),
        ("truongphong", f"{task}/do/accept"),
        ("truongphong", f"{task}/do/report-progress"),
        ("quantri", "/admin/accounts"),
    ]


@pytest.mark.parametrize("kind", [*KINDS, MULTIPART["content-type"]])
def test_bodies_of_any_kind_are_refused_clearly(ground: Ground, kind: str) -> None:
    wrong = []
    for body, (login, address) in zip(BODIES, itertools.cycle(posts(ground)), strict=False):
        visitor = ground.visitors[login]
        for proof in ({}, {"x-soviec-form": visitor.proof()}):
            headers = {"content-type": kind, **proof}
            answer = visitor.client.post(address, content=body, headers=headers)
            if answer.status_code >= 500 or "Traceback" in answer.text:
                wrong.append((answer.status_code, address, bool(proof), body[:40]))
    assert wrong == []


def parts(fields: list[tuple[str, str]], file: bytes, name: bytes) -> bytes:
    """A multipart body with a name that no library would write."""
    body = b""
    for key, value in fields:
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n'.encode()
        body += value.encode() + b"\r\n"
    body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="'.encode()
    body += name + b'"\r\nContent-Type: image/png\r\n\r\n' + file + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_lead_nowhere(ground: Ground, name: str) -> None:
    head = ground.visitors["truongphong"]
    task = ground.working
    sheet = Sheet(head.get(f"{task}/do/attach-evidence").text)
    octets = PNG + name.encode()
    body = parts(sheet.filled(about=""), octets, name.encode())
    answer = head.client.post(sheet.action, content=body, headers=MULTIPART)
    assert answer.status_code in (303, 422, 400), answer.text[:500]
    assert "x-evil" not in answer.headers
    if answer.status_code != 303:
        return
    file = head.get(answer.headers["location"]).text
    assert "<script>hostile" not in file
    assert "\u202e" not in file
    sent = head.get(f"{task}/files/{hashlib.sha256(octets).hexdigest()}")
    assert sent.content == octets
    told = sent.headers["content-disposition"]
    assert told.startswith("attachment")
    assert not {"/", "\\", "\r", "\n", "\x00"} & set(told.split("filename", 1)[1].replace("''", ""))
    folder = ground.site.house.settings.files
    strange = [path for path in folder.rglob("*hostile*") if path.is_file()]
    assert strange == []


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.999])
def test_an_upload_that_breaks_off_leaves_nothing(ground: Ground, cut: float) -> None:
    head = ground.visitors["truongphong"]
    sheet = Sheet(head.get(f"{ground.working}/do/attach-evidence").text)
    body = parts(sheet.filled(about=""), PNG + bytes(200_000), b"a.png")
    waiting = ground.site.house.settings.files / "received"
    before = len(list(waiting.glob("*")))
    position = ground.site.house.freshness.position
    host = urlsplit(ground.site.address)
    cookies = "; ".join(f"{name}={value}" for name, value in head.client.cookies.items())
    request = (
        f"POST {sheet.action} HTTP/1.1\r\nHost: {host.netloc}\r\nCookie: {cookies}\r\n"
        f"Content-Type: {MULTIPART['content-type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((str(host.hostname), int(host.port or 80))) as line:
        line.sendall(request.encode() + body[: int(len(body) * cut)])
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass
    assert ground.site.house.freshness.position == position
    assert len(list(waiting.glob("*"))) == before
    assert head.get("/health/live").status_code == 200


def test_a_thousand_files_at_once_are_too_many(ground: Ground) -> None:
    head = ground.visitors["truongphong"]
    sheet = Sheet(head.get(f"{ground.working}/do/attach-evidence").text)
    files = [("files", (f"{n}.png", PNG + str(n).encode())) for n in range(1000)]
    answer = head.client.post(sheet.action, data=dict(sheet.filled()), files=files)
    assert answer.status_code in (400, 413, 422)


@pytest.mark.parametrize(
    "part",
    [
        b'name="about"\r\n\r\n\x89\xff\xfe',
        b'name="about"\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nx',
        b'name="about"\r\nContent-Type: text/plain; charset=utf-16\r\n\r\nx',
        b'name="about"\r\nContent-Type: text/plain; charset=idna\r\n\r\n\xff..',
        b'name="\xff\xfe"\r\n\r\nx',
        b'filename="a.png"\r\n\r\nx',
    ],
)
def test_a_part_that_is_no_text_is_refused(ground: Ground, part: bytes) -> None:
    head = ground.visitors["truongphong"]
    body = b"--hostile\r\nContent-Disposition: form-data; " + part + b"\r\n--hostile--\r\n"
    address = f"{ground.working}/do/attach-evidence"
    for proof in ({}, {"x-soviec-form": head.proof()}):
        answer = head.client.post(address, content=body, headers={**MULTIPART, **proof})
        assert answer.status_code in (400, 422), answer.text
