"""Padding: a batch of texts is cut to its own longest where the network was tried to give the same without the rest."""

from typing import TYPE_CHECKING

from builder.data.dataset import Array
from builder.fitting.cutting import close
from builder.fitting.feed import Feed
from builder.fitting.network import Network

if TYPE_CHECKING:
    import torch

    Values = dict[str, torch.Tensor]

TRIED = 4
"""How many of the shortest rows are tried with all of their padding and with none."""


def trim(network: Network, feed: Feed, rows: Array) -> None:
    """Have a feed cut every batch to its longest text, where neither what is kept nor an output depends on padding.

    A network that is cut inside a node keeps values of each token, which all have to have the same length.
    """
    feed.trimmed = False
    lengths = feed.lengths(rows)
    if network.cuts or lengths is None or not len(rows):
        return
    shortest = rows[lengths.argsort(stable=True).numpy()[:TRIED]]
    feed.trimmed = _same(network, feed, shortest)


def _same(network: Network, feed: Feed, rows: Array) -> bool:
    """Whether these rows give the same with all of their padding and with none."""
    try:
        whole = _tried(network, feed, rows)
        feed.trimmed = True
        return close(_tried(network, feed, rows), whole, 1e-5)
    except Exception:  # noqa: BLE001 - a network that cannot be tried like this keeps its padding
        return False


def _tried(network: Network, feed: Feed, rows: Array) -> "Values":
    """What is kept of these rows and what comes out for them, in evaluation mode."""
    import torch

    network.module.eval()
    try:
        with torch.no_grad():
            arguments = feed.arguments(rows, network.device)
            kept = network.fixed(arguments)
            values = kept | {name: arguments[name] for name in network.fresh}
            return kept | network.outputs(values)
    finally:
        network.module.train()
