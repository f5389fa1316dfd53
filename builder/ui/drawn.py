"""What an answer looks like where bars do not say it: branches of a routing, pictures side by side, boxes."""

from collections.abc import Mapping
from html import escape
from typing import Any


def drawn(result: Mapping[str, Any]) -> str:
    """Everything of an answer that is drawn."""
    routes = [route(f"{node}: which branch", hits) for node, hits in result.get("routes", {}).items()]
    outputs = [
        _DRAWN[answer["kind"]](answer) for answer in result["outputs"].values() if answer["kind"] in _DRAWN
    ]
    views = [_view(view) for view in result.get("views", []) if view["kind"] in _VIEWS]
    return "".join([*routes, *outputs, *views])


def pictures(answer: Mapping[str, Any]) -> str:
    """Pictures side by side, each with its name."""
    figures = "".join(
        f'<figure><img alt="{escape(str(one["name"]))}" src="data:image/png;base64,{escape(str(one["png"]))}">'
        f"<figcaption>{escape(str(one['name']))}</figcaption></figure>"
        for one in answer["pictures"]
    )
    return f'<div class="beside">{figures}</div>'


def route(title: str, hits: Mapping[str, int]) -> str:
    """One routing: a bar for each branch, as long as its share of the samples, with their number."""
    most = max([*hits.values(), 1])
    rows = "".join(
        f'<li class="{"is-hit" if count else "is-idle"}"><span>{escape(branch)}</span>'
        f'<i><u style="width:{100 * count / most:.1f}%"></u></i><b>{count:,}</b></li>'
        for branch, count in hits.items()
    )
    return f'<figure class="route"><figcaption>{escape(title)}</figcaption><ul>{rows}</ul></figure>'


def boxes(answer: Mapping[str, Any]) -> str:
    """The boxes that were found, on the picture, each with its class and share."""
    marks = "".join(_box(one) for one in answer["boxes"])
    picture = f'<image href="data:image/png;base64,{escape(str(answer.get("picture", "")))}" width="100" height="100"/>'
    label = escape(str(answer["said"]))
    return f'<svg class="found" viewBox="0 0 100 100" role="img" aria-label="{label}">{picture}{marks}</svg>'


def _box(one: Mapping[str, Any]) -> str:
    left, top, right, bottom = (100 * float(side) for side in one["box"])
    text = escape(f"{one['name']} {float(one['score']):.0%}")
    place = f'x="{left:.1f}" y="{max(top - 1.5, 4):.1f}"'
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" rx="1"/>'
        f'<text class="under" {place}>{text}</text><text {place}>{text}</text>'
    )


_DRAWN = {"boxes": boxes, "pictures": pictures}
"""Kind of an answer -> how it is drawn."""


def words(view: Mapping[str, Any]) -> str:
    """A text token by token, each as bright as its share."""
    marks = "".join(
        f'<span style="--share:{float(part["share"]):.2f}">{escape(str(part["text"]))}</span>'
        for part in view["parts"]
    )
    return f'<p class="words">{marks}</p>'


def graph(view: Mapping[str, Any]) -> str:
    """The graph with the colour of each node's predicted class."""
    from builder.ui.picks import graph_drawn

    kinds = [
        f"of-{int(place) % 6}" + (" is-picked" if node == view["asked"] else "")
        for node, place in enumerate(view["classes"])
    ]
    return graph_drawn(view["edges"], kinds, button=False)


def _view(view: Mapping[str, Any]) -> str:
    title = f"<figcaption>{escape(str(view['title']))}</figcaption>"
    return f'<figure class="route view">{title}{_VIEWS[view["kind"]](view)}</figure>'


_VIEWS = {"pictures": pictures, "words": words, "graph": graph}
"""Kind of a view -> how it is drawn."""
