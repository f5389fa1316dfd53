"""Logins: who may come in, and a pause that grows after wrong passwords."""

import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import final

from builder.problem import refuse
from builder.ui.server.guard import App, Message, Receive, Scope, Send

FREE_TRIES = 5
FIRST_PAUSE = 30.0
LONGEST_PAUSE = 3600.0


def logins_of(text: str | None) -> dict[str, str]:
    """Read ``NAME:PASSWORD``, or several of them with commas between, as a table.

    Raises:
        Refused: an entry is not of this form, or its password is short.
    """
    table: dict[str, str] = {}
    for entry in (text or "").split(",") if text else ():
        name, _, password = entry.partition(":")
        if not name.strip() or len(password) < 8 or not name.isprintable():
            raise refuse(
                "login",
                "A login is a name, a colon and a password.",
                expected="NAME:PASSWORD with at least 8 characters in the password",
                got=f"{len(table) + 1}. entry: a name of {len(name)} and a password of {len(password)} characters",
                next="Give --login NAME:PASSWORD; several logins stand with commas between them.",
            )
        table[name.strip()] = password
    return table


def checker(logins: Mapping[str, str]) -> Callable[[str, str], bool]:
    """A function that says whether a name and a password belong together, in equal time for every wrong one."""

    def fits(name: str, password: str) -> bool:
        expected = logins.get(name, "")
        same = hmac.compare_digest(expected.encode(), password.encode())
        return same and name in logins

    return fits


@dataclass
class _Tries:
    wrong: int = 0
    until: float = 0.0


@final
@dataclass
class Patience:
    """An ASGI layer in front of ``/login``: after five wrong passwords an address waits, longer each time."""

    app: App
    clock: Callable[[], float] = time.monotonic
    tries: dict[str, _Tries] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].rstrip("/") != "/login" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        address = (scope.get("client") or ("unknown", 0))[0]
        tries = self.tries.setdefault(address, _Tries())
        left = tries.until - self.clock()
        if left > 0:
            await _wait(send, int(left) + 1)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                self._forgive(address, tries)
            await send(message)

        self._count(tries)
        await self.app(scope, receive, sending)

    def _count(self, tries: _Tries) -> None:
        """Count a try before its answer is known: many at once are many tries."""
        tries.wrong += 1
        if tries.wrong >= FREE_TRIES:
            pause = min(FIRST_PAUSE * 2 ** (tries.wrong - FREE_TRIES), LONGEST_PAUSE)
            tries.until = self.clock() + pause
        if len(self.tries) > 10_000:
            self.tries.pop(next(iter(self.tries)))

    def _forgive(self, address: str, tries: _Tries) -> None:
        """Take back a try that was right, and one wrong one, not all: who has a login may not guess others'."""
        tries.wrong, tries.until = max(0, tries.wrong - 2), 0.0
        if not tries.wrong:
            self.tries.pop(address, None)


async def _wait(send: Send, seconds: int) -> None:
    body = b'{"detail":"Too many wrong passwords. Wait, then try again."}'
    headers = [(b"content-type", b"application/json"), (b"retry-after", str(seconds).encode())]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": body})
