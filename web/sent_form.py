"""The fields of a form as they were sent; octets that are no form are refused, never a slip."""

from __future__ import annotations

from typing import Any, cast

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import FormMultiDict
from litestar.exceptions import ClientException


async def sent_form(connection: ASGIConnection[Any, Any, Any, Any]) -> FormMultiDict:
    """Read once and kept; the framework trusts the letters that a part of a body claims to hold."""
    try:
        return await cast(Request[Any, Any, Any], connection).form()
    except (UnicodeError, LookupError) as error:
        raise ClientException from error
