"""Our own routes beside Gradio's: the canvas bundle for everybody, and a run's files for its owner."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from builder.jobs import Supervisor
from builder.problem import Refused
from builder.store import Store

FILES = {"model.safetensors": "application/octet-stream", "run.json": "application/json"}


def routes(
    static: Path, static_route: str, store: Store, jobs: Supervisor, owner_of: Callable[[Any], str]
) -> list[BaseRoute]:
    """The bundle under `static_route`, and ``/download/<job>/<file>`` for the files that a run leaves."""

    def download(request: Request) -> FileResponse:
        name = request.path_params["name"]
        try:
            job = jobs.state(owner_of(request), request.path_params["job"])
        except Refused as error:
            raise HTTPException(404, error.problem.said) from None
        file = store.run_folder(job.id) / name
        if name not in FILES or not file.is_file():
            raise HTTPException(404, "This run left no such file.")
        return FileResponse(file, media_type=FILES[name], filename=f"netgraft-{job.id[:6]}-{name}")

    return [
        Mount(static_route, StaticFiles(directory=static, check_dir=False)),
        Route("/download/{job}/{name}", download, methods=["GET"]),
    ]
