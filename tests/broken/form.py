"""Documents in a few words: a row of nodes with their blocks and parameters, and a text of wires."""

from typing import Any

from builder import Document
from builder.documents.reading import from_json


def graph(nodes: dict[str, str | tuple[str, dict[str, Any]]], wires: str, **rest: Any) -> Document:
    """A document of these nodes, ``id: block`` or ``id: (block, parameters)``, and wires such as ``a.y > b.x``.

    Parameters named freeze, taps, edits and label are those of the node itself.
    """
    return from_json(
        {
            "format": "netgraft",
            "version": 1,
            "nodes": [node(name, what, place) for place, (name, what) in enumerate(nodes.items())],
            "edges": [edge(wire) for wire in wires.replace("\n", ";").split(";") if wire.strip()],
            **rest,
        }
    )


def node(name: str, what: str | tuple[str, dict[str, Any]], place: int) -> dict[str, Any]:
    block, params = (what, {}) if isinstance(what, str) else what
    own = {key: params[key] for key in ("freeze", "taps", "edits", "label") if key in params}
    rest = {key: value for key, value in params.items() if key not in own}
    return {"id": name, "block": block, "params": rest, "position": [280 * place, 0], **own}


def edge(wire: str) -> dict[str, str]:
    source, target = (end.strip() for end in wire.split(">"))
    (start, _, output), (end, _, taken) = source.partition("."), target.partition(".")
    return {"source": start, "output": output, "target": end, "input": taken}
