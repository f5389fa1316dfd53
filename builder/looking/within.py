"""A group that is open while the whole runs: its network on the modules of the whole, with what arrives there."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from builder.documents.sharing import owner_of
from builder.groups.opening import opened
from builder.looking.network import Network
from builder.writing.places import attribute

if TYPE_CHECKING:
    import torch


def run_within(
    network: Network,
    way: Sequence[str],
    node: str,
    sample: str,
    arguments: "Mapping[tuple[str, str], torch.Tensor]",
) -> Network:
    """Run a network up to a node inside the groups on a way; gives the network that holds the node's values.

    Raises:
        DocumentError: a module cannot be built or run, or there is no memory for it.
        Refused: a step of the way is no group.
    """
    steps = [*way, node]
    network.run(steps[0], sample, arguments)
    for step, following in pairwise(steps):
        network, arriving = _inside(network, step)
        network.run(following, sample, arriving)
    return network


def _inside(network: Network, node: str) -> "tuple[Network, dict[tuple[str, str], torch.Tensor]]":
    """The network of the group at a node that was run, and what arrives at its ports."""
    planned = network.planned
    inner, module = opened(planned, [node]), network.modules[node]
    own = {name: attribute(owner_of(inner.document, name)) for name in inner.order}
    modules = {name: getattr(module, place, None) for name, place in own.items()}
    arriving = {
        (edge.input, port): network.values[edge.source, edge.output]
        for edge in planned.document.into(node)
        for port in inner.block(edge.input).outputs
    }
    return Network(inner, network.weights, modules), arriving
