"""What every response carries and every write must show: headers, origin, proof of the form."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Headers

from web.sent_form import sent_form
from web.session import FORM_FIELD, FORM_HEADER, visit_of

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=(), payment=()"),
)
STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")
NOT_KEPT = (b"cache-control", b"no-store")
"""Pages hold names: neither a proxy nor the back button of a shared machine keeps them."""
ALWAYS = (*HEADERS, NOT_KEPT)
ALWAYS_SECURE = (*ALWAYS, STRICT_TRANSPORT)


KEPT_OCTETS_MAX = 1_000_000
"""What a stranger sent is only read to be shown again; more than this is no typing."""

Connection = ASGIConnection[Any, Any, Any, Any]


class FormExpired(Exception):
    """A form without proof that a page of ours sent it: most often it was open too long."""

    def __init__(self, typed: dict[str, list[str]]) -> None:
        super().__init__()
        self.typed = typed


def headers_for(sent: list[tuple[bytes, bytes]], *, is_secure: bool) -> list[tuple[bytes, bytes]]:
    """What is missing from a response's headers."""
    present = {name.lower() for name, _ in sent}
    wanted = ALWAYS_SECURE if is_secure else ALWAYS
    return [header for header in wanted if header[0] not in present]


def is_same_origin(method: str, headers: Headers) -> bool:
    """Whether a request may write: a browser says where it comes from, other programs need not."""
    if method in SAFE_METHODS:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    # over plain HTTP on an intranet name the browser sends no Sec-Fetch headers
    return origin is None or urlsplit(origin).netloc == headers.get("host")


async def check_form(connection: Connection) -> None:
    """The second lock behind the origin; raises FormExpired."""
    if connection.scope["method"] in SAFE_METHODS:
        return
    token = connection.headers.get(FORM_HEADER)
    if token is None:
        fields = await sent_form(connection)
        token = fields.get(FORM_FIELD)
    if not isinstance(token, str) or not visit_of(connection).accepts(token):
        raise FormExpired(await typed_in(connection))


async def typed_in(connection: Connection) -> dict[str, list[str]]:
    """Texts of a form whose sender has to send it again; never a password."""
    request = cast(Request[Any, Any, Any], connection)
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > KEPT_OCTETS_MAX:
        return {}
    typed: dict[str, list[str]] = {}
    for name, value in (await sent_form(connection)).multi_items():
        if isinstance(value, str) and "password" not in name:
            typed.setdefault(name, []).append(value)
    return typed
