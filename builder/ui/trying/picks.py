"""A few things to pick from with one click: pictures, texts, rows, or the nodes of a graph."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from builder.ui.data.preview import data_uri

if TYPE_CHECKING:
    from builder.data import Dataset

_ON_LOAD = """
element.onclick = (event) => {
  const found = event.target.closest("[data-pick]");
  if (found) trigger("pick", {row: Number(found.dataset.pick)});
};
element.onkeydown = (event) => {
  if (event.key !== "Enter" || !event.target.matches("g[data-pick]")) return;
  event.target.dispatchEvent(new MouseEvent("click", {bubbles: true}));
};
"""


class Picks(gr.HTML):
    """HTML in which a click on anything that carries ``data-pick`` raises the event ``pick`` with its ``row``."""

    def __init__(self, value: str = "", *, elem_id: str | None = None, render: bool = True, **_: Any) -> None:
        # Gradio makes a copy with every argument of its own for each update; the constants are ours.
        super().__init__(value, js_on_load=_ON_LOAD, apply_default_css=False, elem_id=elem_id, render=render)


def samples_of(dataset: "Dataset", count: int = 8) -> str:
    """A few held-out samples as buttons: pictures, texts or rows, each with its true answer as a tooltip."""
    rows = [int(row) for row in dataset.test[:count]]
    pictures = next((column for column in dataset.columns.values() if column.kind == "image"), None)
    if pictures is not None:
        inside = [
            f'<img alt="{escape(truth(dataset, row))}" src="{data_uri(pictures.values[row], 48)}">'
            for row in rows
        ]
        return _buttons(rows, inside, dataset, "pick-pictures")
    texts = next((column for column in dataset.columns.values() if column.kind == "text"), None)
    if texts is not None:
        return _buttons(
            rows[:5], [escape(str(texts.values[row])[:90]) for row in rows[:5]], dataset, "pick-texts"
        )
    return _buttons(rows, [f"Row {row}" for row in rows], dataset, "pick-rows")


def truth(dataset: "Dataset", row: int) -> str:
    """What the data says about a row, as people read it."""
    column = dataset.columns[dataset.label]
    return (
        column.classes[int(column.values[row])]
        if column.kind == "label"
        else f"{float(column.values[row]):.4g}"
    )


def graph_of(dataset: "Dataset", picked: int | None = None) -> str:
    """A small graph drawn with its nodes as buttons; colours are the true classes, rings the labelled nodes."""
    graph = next(column.values for column in dataset.columns.values() if column.kind == "graph")
    if len(graph.nodes) > 300:
        return ""
    label = dataset.columns[dataset.label]
    known = {int(row) for row in dataset.train}
    kinds = [
        f"of-{int(value) % 6}"
        + (" is-known" if node in known else "")
        + (" is-picked" if node == picked else "")
        for node, value in enumerate(label.values)
    ]
    return graph_drawn(graph.edges.T.tolist(), kinds, button=True)


def graph_drawn(edges: Sequence[Sequence[int]], kinds: Sequence[str], *, button: bool) -> str:
    """A graph as SVG; `kinds` are the classes of style of its nodes, which are buttons where asked for."""
    places = _places(edges, len(kinds))
    lines = "".join(
        f'<line x1="{places[a][0]:.0f}" y1="{places[a][1]:.0f}" x2="{places[b][0]:.0f}" y2="{places[b][1]:.0f}"/>'
        for a, b in edges
        if a < b
    )
    dots = []
    for node, (x, y) in places.items():
        press = f' data-pick="{node}" tabindex="0" role="button" aria-label="node {node}"' if button else ""
        dots.append(
            f'<g{press} class="{escape(kinds[node])}">'
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="10"/><text x="{x:.0f}" y="{y + 3.5:.0f}">{node}</text></g>'
        )
    drawn = lines + "".join(dots)
    return f'<svg class="pick-graph" viewBox="0 0 480 360" role="group" aria-label="the graph">{drawn}</svg>'


def _buttons(rows: list[int], inside: list[str], dataset: "Dataset", kind: str) -> str:
    buttons = "".join(
        f'<button type="button" data-pick="{row}" title="{escape(truth(dataset, row))}">{content}</button>'
        for row, content in zip(rows, inside, strict=True)
    )
    return f'<div class="picks {kind}">{buttons}</div>'


def _places(edges: Sequence[Sequence[int]], count: int) -> dict[int, tuple[float, float]]:
    import networkx

    drawn: Any = networkx.Graph()
    drawn.add_nodes_from(range(count))
    drawn.add_edges_from(edges)
    small = count <= 80
    found = (
        networkx.kamada_kawai_layout(drawn) if small else networkx.spring_layout(drawn, seed=4, iterations=80)
    )
    across, down = ([float(place[axis]) for place in found.values()] for axis in (0, 1))

    def spread(value: float, values: list[float], room: int) -> float:
        return 18 + (room - 36) * (value - min(values)) / max(max(values) - min(values), 1e-9)

    return {node: (spread(x, across, 480), spread(y, down, 360)) for node, (x, y) in found.items()}
