"""Who is asking: a signed cookie, or the login. Never the session id, which the browser makes up itself."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, final

from builder.problem import refuse
from builder.ui.server.guard import App, Message, Receive, Scope, Send

YEAR = 365 * 24 * 3600
_VALUE = re.compile(r"(guest-[0-9a-f]{24})\.([0-9a-f]{64})")


@final
@dataclass(frozen=True)
class Seal:
    """Makes and reads the cookie that names an owner. The key stays in the store of this data folder.

    With `named`, people have logins of their own, and these name the owners.
    """

    key: bytes
    named: bool = False

    @property
    def cookie(self) -> str:
        """The cookie's name; servers on other ports with other keys have another."""
        return "netgraft_" + hashlib.sha256(self.key).hexdigest()[:8]

    def new(self) -> str:
        """A cookie's value for somebody new."""
        owner = f"guest-{secrets.token_hex(12)}"
        return f"{owner}.{self._sign(owner)}"

    def read(self, value: str | None) -> str | None:
        """The owner that a cookie's value names, or None when this server did not make it."""
        found = _VALUE.fullmatch(value or "")
        return found[1] if found and hmac.compare_digest(found[2], self._sign(found[1])) else None

    def owner_of(self, request: Any) -> str:
        """The owner behind a Gradio or Starlette request.

        Raises:
            Refused: the request bears neither a login nor a cookie of this server.
        """
        if self.named and (name := _login(request)):
            return "user-" + hashlib.sha256(str(name).encode()).hexdigest()[:24]
        owner = self.read(_cookies(request).get(self.cookie))
        if owner is None:
            raise refuse(
                "unknown_owner",
                "The server does not know whose page this is.",
                expected="the cookie that this page sets",
                got="none, or one of another server",
                next="Allow cookies for this page, then reload it.",
            )
        return owner

    def _sign(self, owner: str) -> str:
        return hmac.new(self.key, owner.encode(), "sha256").hexdigest()


@final
@dataclass(frozen=True)
class Owners:
    """An ASGI layer that gives a cookie to whoever opens the page without one."""

    app: App
    seal: Seal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/" or self._known(scope):
            await self.app(scope, receive, send)
            return
        value = self.seal.new()
        flags = f"Max-Age={YEAR}; Path=/; HttpOnly; SameSite=Lax"
        flags += "; Secure" if scope.get("scheme") == "https" else ""
        cookie = (b"set-cookie", f"{self.seal.cookie}={value}; {flags}".encode())

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), cookie]
            await send(message)

        await self.app(scope, receive, sending)

    def _known(self, scope: Scope) -> bool:
        from starlette.requests import Request

        return self.seal.read(Request(dict(scope)).cookies.get(self.seal.cookie)) is not None


def with_login(request: Any, gradio: Any) -> Any:
    """A request to a route of ours or to a server function, with the login noted that Gradio's own cookie names."""
    names = (f"access-token-{gradio.cookie_id}", f"access-token-unsecure-{gradio.cookie_id}")
    tokens = [request.cookies[name] for name in names if name in request.cookies]
    request.state.username = next((gradio.tokens[token] for token in tokens if token in gradio.tokens), None)
    return request


def _login(request: Any) -> str | None:
    """The login of a Gradio request, or the one that a route of ours noted."""
    inner = getattr(request, "request", None)
    return request.username if inner is not None else getattr(request.state, "username", None)


def _cookies(request: Any) -> Mapping[str, str]:
    """The cookies of a request. Gradio hands on a copy whose parts became plain objects, except for this one."""
    inner = getattr(request, "request", None) or request
    found: Mapping[str, str] = inner.cookies
    return found
