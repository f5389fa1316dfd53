"""The web application: our routes, Gradio with all that we don't use switched off, the owner's cookie and the guard."""

from collections.abc import Callable, Mapping
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from starlette.requests import Request

from builder.jobs import Supervisor
from builder.store import Store
from builder.ui.canvas import STATIC, STATIC_ROUTE, bundle_fault
from builder.ui.server.guard import MAX_UPLOAD, App, Guard
from builder.ui.server.login import Patience, checker
from builder.ui.server.owner import Owners, Seal, with_login
from builder.ui.server.routes import routes


def application(
    store: Store,
    jobs: Supervisor,
    page: Callable[..., gr.Blocks] | None = None,
    *,
    logins: Mapping[str, str],
    public: bool,
    cache: str,
) -> App:
    """The whole server as one ASGI application. `cache` is the folder in which Gradio keeps what is uploaded."""
    seal = Seal(store.secret("owner"), named=len(logins) > 1)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    def owner_of(request: Request) -> str:
        return seal.owner_of(with_login(request, blocks.app))

    app.router.routes += routes(STATIC, STATIC_ROUTE, store, jobs, owner_of)
    blocks = (page or _page())(store=store, jobs=jobs, owner_of=seal.owner_of)
    _mount(app, blocks, store, logins, cache)
    return Guard(Owners(Patience(app), seal), any_name=public)


def _mount(app: FastAPI, blocks: gr.Blocks, store: Store, logins: Mapping[str, str], cache: str) -> None:
    from builder.ui.theme import look

    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        auth=checker(logins) if logins else None,
        blocked_paths=_blocked(store.folder, Path(cache)),
        enable_monitoring=False,
        max_file_size=MAX_UPLOAD,
        mcp_server=False,
        pwa=False,
        run_history=False,
        show_error=False,
        ssr_mode=False,
        **look(),
    )
    # Gradio asks whether a file may be read only once it was launched; mounted, it would copy any file of the
    # server that a request names into the folder that it serves.
    blocks.has_launched = blocks.is_running = True


def _blocked(data: Path, cache: Path) -> list[str]:
    """Folders that Gradio may never serve from: the data, and where the server was started."""
    folders = [data.resolve(), Path.cwd().resolve()]
    return [str(folder) for folder in folders if not cache.resolve().is_relative_to(folder)]


def _page() -> Callable[..., gr.Blocks]:
    from builder.problem import refuse
    from builder.ui.page import build

    fault = bundle_fault()
    if fault:
        raise refuse("canvas_missing", fault, next="Build it, then start again.")
    return build
