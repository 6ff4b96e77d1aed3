"""Scoreboard and sheet as workbook, PDF and Word."""

from __future__ import annotations

from litestar import Controller

from web.evaluation_files import files

CONTROLLERS: list[type[Controller]] = [*files.CONTROLLERS]
