"""Somebody at a browser who does not give up: real pages, cookies, forms with their command id."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Iterator
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.faults.client_book import ClientBook, Stopwatch
from tests.web.filling import FORM_TYPE, Sheet

PATIENCE_SECONDS = 90.0
"""Of the test, not of the program: an answer that takes so long is measured, not cut off."""
PERSISTENCE_SECONDS = 240.0
"""After so long without getting anywhere the test has failed: nothing here waits for ever."""
PAUSE_SECONDS = 0.3
AWAY = (503, 507)
BROKEN = 500
PROOF = re.compile(r'name="_form" value="([^"]+)"')


class NotAnswered(Exception):
    """The connection was refused or broke off: what became of the request is not known."""


class Person:
    """One browser that is logged in, and logs in again when it has to."""

    def __init__(
        self, address: str, login: str, book: ClientBook, watch: Stopwatch, chance: random.Random
    ) -> None:
        self.client = httpx.AsyncClient(
            base_url=address, timeout=PATIENCE_SECONDS, trust_env=False, verify=False
        )
        self.login = login
        self.book = book
        self.watch = watch
        self.chance = chance
        self.broken: list[str] = []
        """Answers that must never be: a slip of the program."""

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request and its answer; raises NotAnswered."""
        try:
            with self.watch.timing(f"{method} {path}"):
                answer = await self.client.request(method, path, **more)
        except httpx.HTTPError as error:
            raise NotAnswered(type(error).__name__) from error
        if answer.status_code == BROKEN:
            self.broken.append(f"{method} {path}: {told_number(answer.text)}")
        return answer

    async def enter(self) -> bool:
        """Step into the role; False when the program does not let anybody in now."""
        self.client.cookies.clear()
        page = await self.ask("GET", "/demo")
        proof = PROOF.search(page.text)
        if page.status_code != 200 or proof is None:
            return False
        fields = {"login": self.login, "_form": proof[1]}
        answer = await self.ask("POST", "/demo", data=fields)
        return answer.status_code == 303

    async def log_in(self, password: str) -> bool:
        """As `enter`, where there is no demo."""
        page = await self.ask("GET", "/login")
        proof = PROOF.search(page.text)
        if page.status_code != 200 or proof is None:
            return False
        fields = {"login": self.login, "password": password, "_form": proof[1]}
        answer = await self.ask("POST", "/login", data=fields)
        return answer.status_code == 303

    async def persist_to_enter(self) -> None:
        """Step in as soon as it is possible."""
        tries = self.tries("nobody is let in")
        while not await self.tried_to_enter():
            await next(tries)

    async def tried_to_enter(self) -> bool:
        """As `enter`, where no answer is also a no."""
        try:
            return await self.enter()
        except NotAnswered:
            return False

    def tries(self, what: str) -> Iterator[Awaitable[None]]:
        """One pause after another, until it has taken too long."""
        until = time.monotonic() + PERSISTENCE_SECONDS
        while time.monotonic() < until:
            yield self.pause()
        raise AssertionError(f"{what} for {PERSISTENCE_SECONDS:.0f} s ({self.login})")

    async def pause(self) -> None:
        """A moment, never twice of the same length."""
        await asyncio.sleep(PAUSE_SECONDS * (0.5 + self.chance.random()))

    async def open_form(self, path: str) -> Sheet:
        """The form as a page shows it, however long that takes."""
        tries = self.tries(f"{path} shows no form")
        while True:
            try:
                page = await self.ask("GET", path)
            except NotAnswered:
                await next(tries)
                continue
            if page.status_code == 200 and 'class="act-form"' in page.text:
                return Sheet(page.text)
            if page.status_code == 303:
                await self.persist_to_enter()
                await next(tries)
            elif page.status_code in AWAY:
                await next(tries)
            else:
                raise AssertionError(f"{path}: {page.status_code} {told_number(page.text)}")

    async def act(
        self, kind: str, path: str, *, gives_up: float = 0.0, **answers: Any
    ) -> httpx.Response | None:
        """A form filled in and sent until it is answered; None when given up after no answer."""
        sheet = await self.open_form(path)
        command = sheet.value("command_id")
        self.book.send(command, kind)
        return await self.insist(path, sheet, command, gives_up=gives_up, **answers)

    async def insist(
        self, path: str, sheet: Sheet, command: str, *, gives_up: float = 0.0, **answers: Any
    ) -> httpx.Response | None:
        """The same command again and again until there is an answer to it."""
        tries = self.tries(f"{path} is not answered")
        while True:
            answer = await self.once(sheet, **answers)
            if answer is not None and answer.status_code not in AWAY:
                if not await self.is_out(answer):
                    self.note(command, answer)
                    return answer
                await self.persist_to_enter()
                await next(tries)
                fresh = await self.open_form(path)
                answers["_form"] = fresh.value("_form")
            elif self.chance.random() < gives_up:
                return None
            else:
                await next(tries)

    async def once(self, sheet: Sheet, **answers: Any) -> httpx.Response | None:
        """The form sent once; None without an answer."""
        content = urlencode(sheet.filled(**answers))
        try:
            return await self.ask("POST", sheet.action, content=content, headers=FORM_TYPE)
        except NotAnswered:
            return None

    def note(self, command: str, answer: httpx.Response) -> None:
        """Into the book what the answer said."""
        if answer.status_code == 303:
            self.book.acknowledge(command, answer.headers["location"])
        else:
            self.book.refuse(command, str(answer.status_code))

    async def is_out(self, answer: httpx.Response) -> bool:
        """Whether an answer only says that nobody is logged in (a crash ends sessions)."""
        location = answer.headers.get("location", "")
        if answer.status_code == 303:
            return bool(location.startswith("/login"))
        if answer.status_code != 422:
            return False
        try:
            return (await self.ask("GET", "/account")).status_code == 303
        except NotAnswered:
            return True

    async def leave(self) -> None:
        """Close the browser."""
        await self.client.aclose()


def told_number(page: str) -> str:
    """What a page says first."""
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return " ".join(found[1].split()) if found else page[:120]
