"""The Python tab: the network's source as it follows the canvas, and its summary with torchinfo's table."""

import re
from collections.abc import Iterator
from typing import Any

import gradio as gr

from builder.planning import Plan
from builder.ui.bench import Bench
from builder.ui.cards import message, problem_cards, table
from builder.ui.plain import plain

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
_HEAD = ("Node", "Block", "Leaves", "Parameters", "Trainable", "Frozen tensors")


def code_panel(bench: Bench, canvas: Any) -> None:
    """Lay out the tab and let it follow the document."""
    with gr.Column(elem_classes="sheet"):
        trouble = plain("", elem_id="code-problems", visible=False)
        with gr.Column(elem_classes="card", elem_id="code-card"):
            with gr.Row(elem_classes="heading"):
                plain(
                    "<h2>Python source</h2><p class='quiet'>A file of its own: it needs PyTorch, not Netgraft.</p>"
                )
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

    def follow(text: Any) -> tuple[Any, ...]:
        try:
            planned = bench.plan(text)
        except Exception as error:  # noqa: BLE001 - becomes a card
            return _trouble(bench.problems(error, "writing the source"))
        if not planned.document.nodes:
            return _empty()
        errors = [problem for problem in planned.problems if problem.severity == "error"]
        if errors:
            return _trouble(errors)
        from builder.source import source_of

        written = source_of(planned)
        summary = table(_HEAD, _rows(planned), numbers=frozenset({3, 4, 5}))
        return gr.update(value="", visible=False), written, file_name(planned.document.title), summary, ""

    def torchinfo(text: Any) -> str:
        try:
            planned = bench.plan(text)
            if planned.size.parameters > MOST_PARAMETERS:
                said = f"With {planned.size.parameters:,} parameters this network is too large to build here."
                return message("Too large for this tab", f"{said} Use `netgraft summary FILE` in a terminal.")
            from builder.summarising import torchinfo_table

            return _preformatted(torchinfo_table(planned))
        except Exception as error:  # noqa: BLE001 - becomes a card
            return problem_cards(problem.to_json() for problem in bench.problems(error, "summarising"))

    canvas.change(follow, canvas, [trouble, source, name, rows, modules], queue=False, show_progress="hidden")
    more.click(torchinfo, canvas, modules, concurrency_limit=1, show_progress="minimal")
    copy.click(None, source, None, js=_COPY)
    download.click(None, [source, name], None, js=_DOWNLOAD)


def file_name(title: str) -> str:
    """A name for the file that is safe on every system, made from the document's title."""
    stem = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60]
    return f"{stem or 'network'}.py"


def _rows(planned: Plan) -> Iterator[tuple[str, ...]]:
    for node in planned.live:
        size = planned.nodes[node].size
        leaves = [spec.text for (owner, _), spec in planned.specs.items() if owner == node]
        frozen = f"{size.frozen_tensors} of {size.tensors}" if size.tensors else ""
        counts = (f"{size.parameters:,}", f"{size.trainable:,}") if size.tensors else ("", "")
        yield node, planned.block(node).title, leaves[0] if leaves else "", *counts, frozen
    total = planned.size
    frozen = f"{total.frozen_tensors} of {total.tensors}"
    yield "Total", "", "", f"{total.parameters:,}", f"{total.trainable:,}", frozen


def _trouble(problems: Any) -> tuple[Any, ...]:
    cards = problem_cards(problem.to_json() for problem in problems)
    lead = message("Not sound yet", "The source appears as soon as these problems on the canvas are solved.")
    return gr.update(value=lead + cards, visible=True), "", "network.py", "", ""


def _empty() -> tuple[Any, ...]:
    said = message("Nothing to write yet", "Build a network on the canvas, or open an example there.")
    return gr.update(value=said, visible=True), "", "network.py", "", ""


def _preformatted(text: str) -> str:
    from html import escape

    return f'<pre class="modules">{escape(text)}</pre>'
