"""Serve the builder: Gradio behind the guard, on this machine only unless one asks for more."""

import asyncio
import gc
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from builder.problem import Refused, refuse
from builder.store import Store
from builder.ui.server.guard import App
from builder.ui.server.opening import Opening

if TYPE_CHECKING:
    import gradio as gr
    import uvicorn

    from builder.jobs import Supervisor

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    *, host: str = "127.0.0.1", port: int = 7860, public: bool = False, login: str | None = None
) -> None:
    """Serve the builder until it is stopped with Ctrl+C; print the address, or why there is none."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with start(host=host, port=port, public=public, login=login, early=True) as served:
            sys.stdout.write(f"Netgraft is at {served.url}  (stop it with Ctrl+C)\n")
            sys.stdout.flush()
            served.opened()
            threading.Thread(target=_warm, daemon=True).start()
            served.wait()
    except Refused as error:
        sys.stderr.write(f"{error.problem}\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        sys.stdout.write("\nstopped\n")


def _interrupt(*_: object) -> None:
    """End as Ctrl+C does. A server started by a script in the background has Ctrl+C itself switched off."""
    raise KeyboardInterrupt


def start(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    public: bool = False,
    login: str | None = None,
    data: str | Path | None = None,
    page: "Callable[..., gr.Blocks] | None" = None,
    jobs: "Callable[[Store], Supervisor] | None" = None,
    early: bool = False,
) -> "Served":
    """Serve the builder in the background and return once it answers. Port 0 takes a free one.

    `data` is the data folder, `page` builds the page from ``store``, ``jobs`` and ``owner_of``, `jobs` makes the
    supervisor over a store; both have Netgraft's own as default. With `early` it returns while the libraries are
    still being loaded, and the page says so until it is there.

    Raises:
        Refused: the address, the login, the port or the data folder cannot be used.
    """
    from builder.ui.server.login import logins_of

    logins = logins_of(login)
    _exposure(host, public, bool(logins))
    listening = _bind(host, port)
    folder = tempfile.mkdtemp(prefix="netgraft-")
    _settle_libraries(folder)
    try:
        store = Store.open(data)
        supervisor = jobs(store) if jobs else _supervisor(store)
    except BaseException:
        listening.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    served = Served(_url(host, listening), store, supervisor, folder)
    try:
        build = partial(_application, store, supervisor, page, logins=logins, public=public, cache=folder)
        served.run(Opening(build, any_name=public), listening)
        if not early:
            served.opened()
    except BaseException:
        served.close()
        listening.close()
        raise
    return served


@dataclass
class Served:
    """A server that runs in the background, with what belongs to it."""

    url: str
    store: Store
    jobs: "Supervisor"
    folder: str
    server: "uvicorn.Server | None" = None
    thread: threading.Thread | None = None
    opening: Opening | None = None
    fault: BaseException | None = None

    def run(self, opening: Opening, listening: socket.socket) -> None:
        """Serve in a thread; return once something answers."""
        self.opening = opening
        self.thread = threading.Thread(target=self._live, args=(listening,), name="netgraft-web", daemon=True)
        self.thread.start()
        self._until(lambda: self.server is not None and self.server.started)

    def opened(self) -> None:
        """Return once the builder itself answers.

        Raises:
            BaseException: what kept it from being built.
        """
        self._until(lambda: self.opening is not None and self.opening.ready)

    def _until(self, reached: Callable[[], bool]) -> None:
        pause = threading.Event()
        while not reached():
            fault = self.fault or (self.opening and self.opening.fault)
            if fault or self.thread is None or not self.thread.is_alive():
                raise fault or refuse("server", "The web server could not start.", next="Try again.")
            pause.wait(0.02)

    def _live(self, listening: socket.socket) -> None:
        try:
            asyncio.run(self._answer(listening))
        except BaseException as error:  # noqa: BLE001 - told to whoever started the server
            self.fault = error

    async def _answer(self, listening: socket.socket) -> None:
        """Build and serve in one event loop; Gradio would leave loops of its own behind otherwise."""
        import uvicorn

        assert self.opening is not None
        config = uvicorn.Config(
            self.opening,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=2,
        )
        self.server = uvicorn.Server(config)
        await self.server.serve(sockets=[listening])

    def wait(self) -> None:
        """Return when the server ends."""
        while self.thread is not None and self.thread.is_alive():
            self.thread.join(0.5)

    def close(self) -> None:
        """Stop the web server, then the jobs, then let go of the data folder."""
        if self.server is not None and self.thread is not None:
            self.server.should_exit = True
            self.thread.join(10)
        self.jobs.close()
        self.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "Served":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _exposure(host: str, public: bool, login: bool) -> None:
    if host in _LOOPBACK or (public and login):
        return
    missing = [name for name, there in (("--public", public), ("--login NAME:PASSWORD", login)) if not there]
    raise refuse(
        "exposure",
        f"{host} can be reached by other machines, and whoever reaches the page can run jobs here.",
        expected="127.0.0.1, or --public together with a login",
        got=f"{host} without {' and '.join(missing)}",
        next=f"Add {' and '.join(missing)}, or leave --host out.",
    )


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise refuse(
            "port",
            f"Port {port} of {host} cannot be used: {getattr(error, 'strerror', None) or error}.",
            expected="a free port",
            got=f"{host}:{port}",
            next=f"Stop the program that uses it, or choose another: --port {min(port + 1, 65_535)}.",
        ) from error
    return listening


def _url(host: str, listening: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listening.getsockname()[1]}"


def _settle_libraries(folder: str) -> None:
    """No telemetry, and uploads in a folder of this server's own."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_TEMP_DIR"] = folder
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault(
        "OMP_WAIT_POLICY", "PASSIVE"
    )  # workers inherit it: spinning threads starve a small machine


def _application(*parts: Any, **options: Any) -> App:
    from builder.ui.server.application import application

    return application(*parts, **options)


def _supervisor(store: Store) -> "Supervisor":
    from builder.jobs import Supervisor

    return Supervisor(store)


def _warm() -> None:
    """Load what the first edit needs while the person still looks around.

    What is loaded by then stays for good: the garbage collector need not walk through it in the midst of an edit.
    """
    import torch  # noqa: F401
    import torchvision  # noqa: F401

    gc.collect()
    gc.freeze()
