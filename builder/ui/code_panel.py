"""The Python tab: the network's source as it follows the canvas, and its summary with torchinfo's table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, final

import gradio as gr

from builder.planning.planned import Plan
from builder.ui.bench import Bench
from builder.ui.cards import message, problem_cards, table
from builder.ui.plain import plain
from builder.ui.wiring import Values, Wiring

MOST_PARAMETERS = 300_000_000
"""A larger network is not built in the web process only to print a table of it."""

_COPY = "(text) => { navigator.clipboard.writeText(text); }"
_DOWNLOAD = """
(text, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type: "text/x-python"}));
  link.download = name || "network.py";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
"""
WRITTEN = ("source", "name", "needs", "rows", "modules")
_HEAD = ("Node", "Block", "Leaves", "Parameters", "Trainable", "Frozen tensors")


def code_panel(bench: Bench, canvas: Any) -> None:
    """Lay out the tab and let it follow the document."""
    with gr.Column(elem_classes="sheet"):
        trouble = plain("", elem_id="code-problems")
        with gr.Column(elem_classes="card", elem_id="code-card"):
            with gr.Row(elem_classes="heading"):
                head = plain(_headed(), elem_id="code-needs")
                copy = gr.Button("Copy", size="sm", elem_id="code-copy", scale=0)
                download = gr.Button("Download .py", size="sm", elem_id="code-download", scale=0)
            source = gr.Code(
                language="python",
                interactive=False,
                show_label=False,
                elem_id="code-source",
                lines=12,
                buttons=[],
            )
            name = gr.Textbox("network.py", visible="hidden", elem_id="code-name")
        with gr.Column(elem_classes="card", elem_id="summary-card"):
            with gr.Row(elem_classes="heading"):
                plain("<h2>Summary</h2>")
                more = gr.Button("Show torchinfo's table", size="sm", elem_id="code-torchinfo", scale=0)
            rows = plain("", elem_id="code-summary")
            modules = plain("", elem_id="code-modules")

    parts = {
        "canvas": canvas,
        "trouble": trouble,
        "source": source,
        "name": name,
        "needs": head,
        "rows": rows,
        "modules": modules,
    }
    code = Code(bench)
    wiring = Wiring(bench, parts, "trouble")
    wiring.on(canvas.change, code.write, takes=("canvas",), gives=WRITTEN, otherwise=_blank())
    torchinfo: dict[str, Any] = {"concurrency_limit": 1, "show_progress": "minimal", "queue": True}
    Wiring(bench, parts, "modules").on(more.click, code.torchinfo, takes=("canvas",), **torchinfo)
    copy.click(None, source, None, js=_COPY)
    download.click(None, [source, name], None, js=_DOWNLOAD)


@final
@dataclass(frozen=True)
class Code:
    """What fills the tab."""

    bench: Bench

    def write(self, sent: Values, owner: str) -> Values:
        """The source and the rows of the document on the canvas, or why there are none yet.

        Raises:
            DocumentError, Refused: the text is no document.
        """
        from builder.writing.needs import needs
        from builder.writing.source import source_of

        planned = self.bench.plan(sent["canvas"])
        if not planned.document.nodes:
            said = message("Nothing to write yet", "Build a network on the canvas, or open an example there.")
            return {**_blank(), "trouble": said}
        errors = [problem.to_json() for problem in planned.problems if problem.severity == "error"]
        if errors:
            lead = message("Not sound yet", "The source appears as soon as this is solved on the canvas.")
            return {**_blank(), "trouble": lead + problem_cards(errors)}
        source = source_of(planned)
        return {
            "trouble": "",
            "source": source,
            "needs": _headed(needs(source)),
            "name": file_name(planned.document.title),
            "rows": table(_HEAD, _rows(planned), numbers=frozenset({3, 4, 5})),
            "modules": "",
        }

    def torchinfo(self, sent: Values, owner: str) -> Values:
        """torchinfo's table of the document on the canvas.

        Raises:
            DocumentError, Refused: the document is not sound, or its weights cannot be had.
        """
        from builder.planning.summarising import torchinfo_table

        planned = self.bench.plan(sent["canvas"])
        if planned.size.parameters > MOST_PARAMETERS:
            said = f"{planned.size.parameters:,} parameters are too many to build here."
            return {
                "modules": message("Too large for this tab", f"{said} Use `netgraft summary FILE` instead.")
            }
        return {"modules": f'<pre class="modules">{escape(torchinfo_table(planned))}</pre>'}


def file_name(title: str) -> str:
    """A name for the file that is safe on every system, made from the document's title."""
    stem = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60]
    return f"{stem or 'network'}.py"


def _headed(packages: Sequence[str] = ("PyTorch",)) -> str:
    """The heading of the source, with what a file that holds it needs."""
    *others, last = packages or ("Python",)
    named = f"{', '.join(others)} and {last}" if others else last
    return f'<h2>Python source</h2><p class="quiet">A file of its own: it needs {escape(named)}, not Netgraft.</p>'


def _rows(planned: Plan) -> Iterator[tuple[str, ...]]:
    for node in planned.present:
        size = planned.nodes[node].size
        leaves = [spec.text for (owner, _), spec in planned.specs.items() if owner == node]
        frozen = f"{size.frozen_tensors} of {size.tensors}" if size.tensors else ""
        counts = (f"{size.parameters:,}", f"{size.trainable:,}") if size.tensors else ("", "")
        yield node, planned.block(node).title, leaves[0] if leaves else "", *counts, frozen
    total = planned.size
    frozen = f"{total.frozen_tensors} of {total.tensors}"
    yield "Total", "", "", f"{total.parameters:,}", f"{total.trainable:,}", frozen


def _blank() -> dict[str, Any]:
    return {"source": "", "name": "network.py", "needs": _headed(), "rows": "", "modules": ""}
