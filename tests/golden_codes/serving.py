"""What the command line and the server refuse: files, fixes, addresses, ports, logins and strangers."""

import json
import socket
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from builder import save, set_param
from builder.problem import Problem
from builder.store import Store
from builder.ui.canvas import bundle_fault
from builder.ui.server.login import logins_of
from builder.ui.server.owner import Seal
from builder.ui.server.serve import start
from tests.golden_codes.form import Case, refused, sent
from tests.networks import line
from tests.test_cli import run
from tests.test_guard import page, tiny


def checked(*arguments: str) -> Case:
    """The command check over a broken document, in its folder."""

    def provoke(folder: Path) -> Problem:
        save(set_param(line(), "scores", "in_features", 12), folder / "broken.json")
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            told = json.loads(run("check", "broken.json", *arguments, "--json").stdout)
        return sent(told["problems"][0])

    return provoke


def a_page_that_was_not_built(folder: Path) -> Problem:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.ui.server.application.bundle_fault", lambda: bundle_fault(folder))
        return refused(lambda: start(data=folder, jobs=tiny))


def a_server_that_gives_up(folder: Path) -> Problem:
    async def over(*_: object, **__: object) -> None:
        pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("uvicorn.Server.serve", over)
        return refused(lambda: start(data=folder, page=page, jobs=tiny))


def a_busy_port(folder: Path) -> Problem:
    """The port that happened to be free stands as 7860."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        problem = refused(lambda: start(data=folder, port=port, page=page, jobs=tiny))
    shown = {
        name: getattr(problem, name).replace(str(port + 1), "7861").replace(str(port), "7860")
        for name in ("said", "got", "next")
    }
    return replace(problem, **shown)


def two_servers(folder: Path) -> Problem:
    """The folder stands as the one that Netgraft would take by itself."""
    store = Store.open(folder)
    first = tiny(store)
    try:
        problem = refused(lambda: tiny(store))
    finally:
        first.close()
        store.close()
    return replace(problem, got=problem.got.replace(str(folder), "/home/ada/.local/share/netgraft"))


def nobody(folder: Path) -> Problem:
    stranger: Any = SimpleNamespace(cookies={}, headers={})
    return refused(lambda: Seal(b"a key").owner_of(stranger))


CASES: dict[str, Case] = {
    "canvas_missing": a_page_that_was_not_built,
    "exposure": lambda folder: refused(lambda: start(data=folder, host="0.0.0.0", page=page, jobs=tiny)),
    "file_exists": checked("--fix", "1", "-o", "broken.json"),
    "file_write": checked("--fix", "1", "-o", "missing/mended.json"),
    "login": lambda folder: refused(lambda: logins_of("ada:short")),
    "no_fix": checked("--fix", "99"),
    "port": a_busy_port,
    "server": a_server_that_gives_up,
    "store_in_use": two_servers,
    "unknown_owner": nobody,
}
