"""Parameters of what is published in numbered versions."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from web.api.operation import Param, path_param

Number = Annotated[int, Meta(ge=1, le=9999)]
NAME = path_param("name")
NUMBER = path_param("number", Number)
FROM = Param(name="from", kind=Number)
TO = Param(name="to", kind=Number)
