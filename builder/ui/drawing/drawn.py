"""What an answer looks like where bars do not say it: branches of a routing, pictures, boxes, a way."""

from collections.abc import Mapping
from html import escape
from typing import Any

Corner = tuple[float, float]


def drawn(result: Mapping[str, Any]) -> str:
    """Everything of an answer that is drawn."""
    routes = [route(f"{node}: which branch", hits) for node, hits in result.get("routes", {}).items()]
    outputs = [
        f"<section><h3>{escape(node)}</h3>{_DRAWN[answer['kind']](answer)}</section>"
        for node, answer in result["outputs"].items()
        if answer["kind"] in _DRAWN
    ]
    whole = f'<div class="drawn">{"".join(outputs)}</div>' if outputs else ""
    views = [_view(view) for view in result.get("views", []) if view["kind"] in _VIEWS]
    return "".join([*routes, whole, *views])


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
    """The boxes that were found, on the picture, numbered; class and share of each beside it."""
    taken: list[Corner] = []
    marks = "".join(_box(number, one, taken) for number, one in enumerate(answer["boxes"], start=1))
    picture = f'<image href="data:image/png;base64,{escape(str(answer.get("picture", "")))}" width="100" height="100"/>'
    label = escape(str(answer["said"]))
    rows = "".join(
        f"<li><span>{escape(str(one['name']))}</span><b>{float(one['score']):.0%}</b></li>"
        for one in answer["boxes"]
    )
    return (
        f'<figure class="found"><svg viewBox="0 0 100 100" role="img" aria-label="{label}">{picture}{marks}</svg>'
        f"<ol>{rows}</ol></figure>"
    )


def _box(number: int, one: Mapping[str, Any], taken: list[Corner]) -> str:
    """A box, the fainter the less sure, with its number at a corner where no other number stands yet."""
    left, top, right, bottom = (100 * float(side) for side in one["box"])
    corners = [(x, y) for y in (top + 4.6, bottom - 1.2) for x in (left + 2.6, right - 2.6)]
    x, y = next((corner for corner in corners if all(_apart(corner, other) for other in taken)), corners[0])
    taken.append((x, y))
    place = f'x="{x:.1f}" y="{y:.1f}"'
    return (
        f'<g style="opacity:{0.35 + 0.65 * float(one["score"]):.2f}">'
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" rx="1"/>'
        f'<text class="under" {place}>{number}</text><text {place}>{number}</text></g>'
    )


def _apart(one: Corner, other: Corner) -> bool:
    return abs(one[0] - other[0]) > 5 or abs(one[1] - other[1]) > 5


def actions(answer: Mapping[str, Any]) -> str:
    """The values of the actions as bars around their middle, and the agent's way through the grid."""
    values = [float(row["value"]) for row in answer["actions"]]
    low, span = min(values), max(max(values) - min(values), 1e-9)
    rows = "".join(
        f'<li class="{"is-hit" if value == max(values) else "is-idle"}"><span>{escape(str(row["name"]))}</span>'
        f'<i><u style="width:{4 + 96 * (value - low) / span:.1f}%"></u></i><b>{value:.2f}</b></li>'
        for row, value in zip(answer["actions"], values, strict=True)
    )
    way = _way(answer["walk"]) if "walk" in answer else ""
    return f'<figure class="route"><figcaption>what each action is worth</figcaption><ul>{rows}</ul></figure>{way}'


def _way(walk: Mapping[str, Any]) -> str:
    """The grid from above with walls, goal, start and the way that was taken."""
    side, path = int(walk["side"]), walk["path"]
    cells = "".join(f'<rect x="{x}" y="{y}" width="1" height="1"/>' for x in range(side) for y in range(side))
    walls = "".join(f'<rect class="wall" x="{x}" y="{y}" width="1" height="1"/>' for x, y in walk["walls"])
    goal = f'<rect class="goal" x="{walk["goal"][0]}" y="{walk["goal"][1]}" width="1" height="1"/>'
    points = " ".join(f"{x + 0.5},{y + 0.5}" for x, y in path)
    start = f'<circle cx="{path[0][0] + 0.5}" cy="{path[0][1] + 0.5}" r="0.24"/>'
    steps = len(path) - 1
    said = (
        f"reached the goal in {steps} steps"
        if walk["reached"]
        else f"did not reach the goal in {steps} steps"
    )
    return (
        f'<figure class="way"><svg viewBox="0 0 {side} {side}" role="img" aria-label="{said}">'
        f'{cells}{walls}{goal}<polyline points="{points}"/>{start}</svg><figcaption>{said}</figcaption></figure>'
    )


_DRAWN = {"actions": actions, "boxes": boxes, "pictures": pictures}
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
    from builder.ui.trying.picks import graph_drawn

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
