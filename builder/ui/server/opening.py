"""What the server answers while its libraries are still being loaded: a page that says so and opens by itself."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from threading import Thread
from typing import final

from builder.ui.server.guard import App, Guard, Message, Receive, Scope, Send

HEAVY = "builder.ui.page"
"""The module that brings Gradio with it; it is imported in a thread, so that requests are answered meanwhile."""

_SCREEN = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Netgraft</title><style>
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; justify-items: center; gap: 10px;
  font: 15px/1.5 system-ui, sans-serif; background: light-dark(#f8fafc, #0f172a); color: light-dark(#334155, #cbd5e1) }
h1 { margin: 0; font-size: 20px; font-weight: 600; color: light-dark(#0f172a, #f1f5f9) }
p { margin: 0 }
i { width: 120px; height: 3px; border-radius: 2px;
  background: linear-gradient(90deg, transparent, #14b8a6, transparent);
  background-size: 50% 100%; background-repeat: no-repeat; animation: pass 1s ease-in-out infinite alternate }
@keyframes pass { from { background-position: 0 0 } to { background-position: 100% 0 } }
@media (prefers-reduced-motion: reduce) { i { animation: none } }
</style></head><body><h1>Netgraft is getting ready</h1><i></i>
<p role="status">Its libraries are being loaded. This page opens by itself in a few seconds.</p></body></html>
"""


@final
class Opening:
    """An ASGI application that builds the real one in its first moments, and hands every request to it from then on.

    `fault` is what the building raised; `ready` says that the real application answers.
    """

    def __init__(self, build: Callable[[], App], *, any_name: bool = False) -> None:
        self._build = build
        self._waiting = Guard(_screen, any_name=any_name)
        self._app: App | None = None
        self.fault: BaseException | None = None

    @property
    def ready(self) -> bool:
        return self._app is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await (self._app or self._waiting)(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell the server to begin, then build, and live through the real application's own beginning and end."""
        began = await receive()
        await send({"type": "lifespan.startup.complete"})
        ended = asyncio.ensure_future(receive())
        app = await self._built(ended)
        if app is None:
            await ended
            await send({"type": "lifespan.shutdown.complete"})
            return
        messages = [began]

        async def receiving() -> Message:
            return messages.pop() if messages else await ended

        async def sending(message: Message) -> None:
            if message["type"] == "lifespan.startup.complete":
                self._app = app
            elif message["type"] == "lifespan.startup.failed":
                self.fault = RuntimeError(message.get("message") or "the web application could not begin")
            else:
                await send(message)

        await app(scope, receiving, sending)

    async def _built(self, ended: "asyncio.Future[Message]") -> App | None:
        """The real application; None where it cannot be built, or where the server is stopped before."""
        loaded = _in_background(partial(import_module, HEAVY))
        await asyncio.wait((loaded, ended), return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            return None
        try:
            loaded.result()
            return self._build()
        except BaseException as error:  # noqa: BLE001 - told to whoever started the server
            self.fault = error
            return None


def _in_background(work: Callable[[], object]) -> "asyncio.Future[None]":
    """Work in a thread that does not keep the process from ending, as those of an executor would."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def tell(error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error:
            done.set_exception(error)
        else:
            done.set_result(None)

    def working() -> None:
        error = None
        try:
            work()
        except BaseException as caught:  # noqa: BLE001 - handed to whoever waits
            error = caught
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(tell, error)

    Thread(target=working, name="netgraft-loading", daemon=True).start()
    return done


async def _screen(scope: Scope, receive: Receive, send: Send) -> None:
    page = scope["path"] == "/"
    body = (_SCREEN if page else "Netgraft is getting ready.").encode()
    kind = b"text/html" if page else b"text/plain"
    headers = [
        (b"content-type", kind + b"; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", b"1"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})
