"""What browsers are told: which scripts may run, and that no other page may frame, read or guess at answers."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, final

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_INLINE = re.compile(rb"<script\b(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_FILES = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
_FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


def policy(hashes: Iterable[str] = ()) -> str:
    """The content security policy of the page.

    gr.HTML makes functions of its templates, hence 'unsafe-eval'. Scripts in the page itself run by their digest,
    so that a script which someone smuggles into a text does not.
    """
    scripts = " ".join(["'self'", "'unsafe-eval'", *(f"'sha256-{digest}'" for digest in hashes)])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "connect-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def secured(send: Send, path: str) -> Send:
    """Send with the headers of safety; files that people brought are sealed off from scripts altogether."""
    rules = _FILES if path.startswith("/gradio_api/file=") else policy()

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = _with_safety(message.get("headers", []), rules)
        await send(message)

    return sending


@final
@dataclass
class Page:
    """Hold a page back until it is whole, since its policy names the digests of the scripts inside."""

    send: Send
    start: Message = field(default_factory=dict)
    body: bytes = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        digests = [b64encode(hashlib.sha256(text).digest()).decode() for text in _INLINE.findall(self.body)]
        self.start["headers"] = _with_safety(self.start.get("headers", []), policy(digests))
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": self.body})


def _with_safety(headers: Iterable[tuple[bytes, bytes]], rules: str) -> Headers:
    replaced = {name for name, _ in _FIXED} | {b"content-security-policy"}
    kept = [
        (name, value)
        for name, value in headers
        if name.lower() not in replaced and not name.lower().startswith(b"access-control-")
    ]
    return [*kept, *_FIXED, (b"content-security-policy", rules.encode())]
