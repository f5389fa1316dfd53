"""The node editor as a Gradio component: a page that loads the canvas bundle and lends it functions of this server."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.routes import ORJSONResponse

STATIC = Path(__file__).parent / "static"
STATIC_ROUTE = "/canvas-static"
BUNDLE = ("canvas.js", "canvas.css")

_TEMPLATE = '<div class="netgraft-canvas" style="height: HEIGHT"></div>'

# Free of `${...}`: the template is drawn once, and no update may wipe what the editor built. Gradio takes every word
# that stands in quotes in the script for the name of an event, so the property `command` must not be quoted here.
_ON_LOAD = """
const host = element.querySelector(".netgraft-canvas");
const base = ((window.gradio_config || {}).root || location.origin).replace(/[/]$/, "") + "ROUTE/";
const style = Object.assign(document.createElement("link"), {rel: "stylesheet", href: base + "canvas.css?VERSION"});
const styled = new Promise((resolve) => { style.onload = style.onerror = resolve; });
document.head.append(style);
const lent = {
  server: server,
  initial: typeof props.value === "string" ? props.value : "",
  commit: (text) => { props.value = text; },
  onCommand: (listener) => watch(Object.keys({command: 0}), () => listener(props.command)),
};
Promise.all([import(base + "canvas.js?VERSION"), styled])
  .then((loaded) => loaded[0].mount(host, lent))
  .catch((error) => { host.textContent = "The canvas could not be loaded: " + error; });
"""


def bundle_fault(static: Path = STATIC) -> str | None:
    """Say what is wrong with the canvas bundle and the command that repairs it; None where all is well."""
    missing = [name for name in BUNDLE if not (static / name).is_file()]
    if not missing:
        return None
    repair = "uv sync --reinstall-package netgraft"
    return f"The canvas is not built ({', '.join(missing)} missing). Build it with:  {repair}"


def _version(static: Path) -> str:
    """Digest the bundle, so that a browser never runs an old one from its cache."""
    found = (static / name for name in BUNDLE)
    return hashlib.sha256(b"".join(p.read_bytes() for p in found if p.is_file())).hexdigest()[:12]


def command(kind: str, **fields: str) -> Any:
    """Return the update that sends the canvas a command, such as `command("select", node="backbone")`.

    Kinds: `load` (document: its text), `example` (id), `select` (node). Each carries the time, so that the same
    command twice is noticed twice.
    """
    return gr.update(command=json.dumps({"kind": kind, **fields, "at": time.time_ns()}))


def _written(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function with its answer written out as JSON, which FastAPI would else go through entry by entry."""

    @wraps(function)
    def answer(*sent: Any, **asked: Any) -> ORJSONResponse:
        return ORJSONResponse(function(*sent, **asked))

    return answer


class Canvas(gr.HTML):
    """The node editor. Its value is the text of the document, committed a moment after the last edit.

    `functions` are what the editor asks of the server, by their names: those of `builder.ui.functions`. Each takes
    one object and answers with an envelope. Gradio itself builds the component again for each update, with
    `command` and `render`.
    """

    def __init__(
        self,
        functions: Sequence[Callable[..., Any]] = (),
        *,
        value: str = "",
        height: str = "calc(100dvh - 140px)",
        static_route: str = STATIC_ROUTE,
        elem_id: str | None = "canvas",
        command: str = "",
        render: bool = True,
        **_: Any,  # Gradio hands every base argument back when it makes the component anew for an update
    ) -> None:
        script = _ON_LOAD.replace("ROUTE", static_route.rstrip("/")).replace("VERSION", _version(STATIC))
        super().__init__(
            value,
            html_template=_TEMPLATE.replace("HEIGHT", height),
            js_on_load=script,
            apply_default_css=False,
            server_functions=[_written(function) for function in functions],
            elem_id=elem_id,
            render=render,
            command=command,
        )
