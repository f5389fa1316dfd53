"""What an answer looks like where bars do not say it: which branch of a routing answered."""

from collections.abc import Mapping
from html import escape
from typing import Any


def drawn(result: Mapping[str, Any]) -> str:
    """Everything of an answer that is drawn."""
    return "".join(route(f"{node}: which branch", hits) for node, hits in result.get("routes", {}).items())


def route(title: str, hits: Mapping[str, int]) -> str:
    """One routing: a bar for each branch, as long as its share of the samples, with their number."""
    most = max([*hits.values(), 1])
    rows = "".join(
        f'<li class="{"is-hit" if count else "is-idle"}"><span>{escape(branch)}</span>'
        f'<i><u style="width:{100 * count / most:.1f}%"></u></i><b>{count:,}</b></li>'
        for branch, count in hits.items()
    )
    return f'<figure class="route"><figcaption>{escape(title)}</figcaption><ul>{rows}</ul></figure>'
