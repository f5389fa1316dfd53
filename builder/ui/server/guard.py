"""The guard: an ASGI layer in front of Gradio that lets only this server's own page speak to it."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, final
from urllib.parse import urlsplit

from builder.ui.server.policy import Page, secured

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
MAX_BODY = 16_000_000
MAX_UPLOAD = 256_000_000

_API = "/gradio_api"
_OPEN = re.compile(
    r"/|/config|/login|/logout|/theme\.css|/favicon\.ico|/manifest\.json|/robots\.txt|/pwa_icon(/\d+)?"
    r"|/(assets|static|svelte|canvas-static|download)/.*"
    rf"|{_API}/(app_id|startup-events|theme\.css|heartbeat/[^/]+|component_server/?|upload|upload_progress|reset|cancel)"
    rf"|{_API}/(run|api)/[^/]+/?|{_API}/queue/(join|data)/?|{_API}/file=.*"
)
"""What the page needs of Gradio's routes; the others (proxy, recording, monitoring, bare API ...) are not there."""


@final
@dataclass(frozen=True)
class Guard:
    """Refuse what comes from another site, a rebound name, an unused route or in too large a body; add the headers.

    `any_name` accepts every Host, for a server that is public by wish and behind a login.
    """

    app: App
    any_name: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        elif fault := self._fault(scope):
            await _refuse(secured(send, scope["path"]), *fault)
        else:
            await self._pass(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = _Body(receive, _room(scope["path"]))
        answer = Page(send) if scope["path"] == "/" else None
        if answer:
            kept = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        reply = _Reply(answer or secured(send, scope["path"]), body)
        try:
            await self.app(scope, body, reply)
        except Exception:
            if not body.overflowed:
                raise
        if body.overflowed and not reply.begun:
            await _refuse(secured(send, scope["path"]), 413, "The request is too large.")

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        headers = _headers(scope)
        host = headers.get("host", "")
        if not self.any_name and _name(host) not in LOCAL_NAMES:
            return 421, "This server answers only to its own name. Open it as http://127.0.0.1."
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "This method is not used here."
        if not _OPEN.fullmatch(scope["path"]):
            return 404, "There is nothing here."
        if not _own_page(scope, headers, host):
            return 403, "Requests from other pages are refused."
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return 400, "The length of the request is not a number."
        if int(length[:20]) > _room(scope["path"]):
            return 413, "The request is too large."
        return None


@dataclass
class _Body:
    """The request's body, counted; too much of it reads as a connection that ended."""

    receive: Receive
    room: int
    overflowed: bool = False

    async def __call__(self) -> Message:
        if self.overflowed:
            return {"type": "http.disconnect"}
        message = await self.receive()
        self.room -= len(message.get("body", b""))
        self.overflowed = self.room < 0
        return {"type": "http.disconnect"} if self.overflowed else message


@dataclass
class _Reply:
    """The answer's way out, shut once the request's body was too large."""

    send: Send
    body: _Body
    begun: bool = False

    async def __call__(self, message: Message) -> None:
        if self.begun or not self.body.overflowed:
            self.begun = True
            await self.send(message)


def _own_page(scope: Scope, headers: dict[str, str], host: str) -> bool:
    """Whether a request comes from a page of this server, from no page at all, or opens the page itself."""
    opens = scope["method"] == "GET" and scope["path"] == "/" and headers.get("sec-fetch-mode") == "navigate"
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        return False
    if opens and headers.get("sec-fetch-dest", "document") == "document":
        return True
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _room(path: str) -> int:
    return MAX_UPLOAD if path == f"{_API}/upload" else MAX_BODY


def _headers(scope: Scope) -> dict[str, str]:
    """The headers by name; one that comes twice is joined, and then fits nothing that is allowed."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]},{text}" if key in found else text
    return found


def _name(host: str) -> str:
    """A Host without its port: ``localhost:7860`` and ``[::1]:7860`` are named in many ways by tunnels."""
    return re.sub(r":\d{1,5}$", "", host.lower())


async def _refuse(send: Send, status: int, said: str) -> None:
    body = said.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    if status == 413:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
