"""Points in a plane as SVG, one colour a class."""

from collections.abc import Mapping
from html import escape
from typing import Any

WIDTH, HEIGHT, REACH = 460, 300, 138
COLOURS = 6
"""So many colours there are; of more classes, several share one and differ by their title alone."""


def scatter(plane: Mapping[str, Any]) -> str:
    """The held-out rows as points, with the classes beside them."""
    classes = [str(name) for name in plane["classes"]]
    dots = "".join(_dot(x, y, int(label), classes) for x, y, label in plane["points"])
    keys = "".join(
        f'<span class="key-dot of-{place}">{escape(name)}</span>'
        for place, name in enumerate(classes[:COLOURS])
    )
    title = f"{plane['output']}: held-out rows before the last layer"
    said = f"Principal components; these two directions hold {float(plane['share']):.0%} of the variance."
    legend = keys if len(classes) <= COLOURS else ""
    return (
        f'<figure class="chart plane"><figcaption><strong>{escape(title)}</strong>{legend}</figcaption>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">{dots}</svg>'
        f'<p class="quiet">{said}</p></figure>'
    )


def _dot(x: float, y: float, label: int, classes: list[str]) -> str:
    across, down = WIDTH / 2 + REACH * float(x), HEIGHT / 2 - REACH * float(y)
    name = escape(classes[label]) if label < len(classes) else ""
    if len(classes) > COLOURS:
        return f'<text class="of-{label % COLOURS}" x="{across:.1f}" y="{down:.1f}">{name[:2]}</text>'
    return (
        f'<circle class="of-{label}" cx="{across:.1f}" cy="{down:.1f}" r="4"><title>{name}</title></circle>'
    )
