"""The key of kept features: a digest of everything that they depend on, so that any change gives another one."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from builder.data import Dataset
from builder.documents.graph import Graph
from builder.fitting.network import Network
from builder.planning.stamp import stamp
from builder.writing.calls import construction
from builder.writing.forward import forward_lines
from builder.writing.places import attribute


def key_of(network: Network, dataset: Dataset, columns: Mapping[str, str], weights: Mapping[str, str]) -> str:
    """The key of everything that leaves the constant part of a network.

    It holds the source and the weights of what lies in front (`weights` are digests by name), the parts that the
    inputs' blocks play in preparing the data, the data itself with its split, the precision of the device, the
    versions of the libraries and the state of our own code. What comes behind is not part of it, so that another
    head finds the same features.
    """
    planned = network.planned
    ends = {edge.source for edge in planned.document.edges if edge.source in network.prefix.nodes}
    whole = Graph.of(planned.document).above([*_leaving(network, ends), *(cut.node for cut in network.cuts)])
    nodes = [node for node in planned.live if node in whole]
    told = {
        "code": stamp(),
        "source": [*_source(network, nodes), sorted(network.kept_names)],
        "weights": _under(nodes, weights),
        "inputs": [_input(network, node, columns) for node in nodes if planned.role(node) == "input"],
        "data": dataset.fingerprint(),
        "device": [network.device.type, network.accelerator.mixed_precision],
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _leaving(network: Network, ends: Iterable[str]) -> list[str]:
    """The whole nodes in front whose values are kept."""
    names = network.planned.names
    return [node for node in ends if any(names[key] in network.kept_names for key in names if key[0] == node)]


def _source(network: Network, nodes: Iterable[str]) -> list[str]:
    """How the nodes are built and called, as it is written in the exported source."""
    lines: list[str] = []
    for node in nodes:
        new = network.planned.nodes[node].recipe.module
        if new is not None:
            lines += construction(f"self.{attribute(node)}", new)
    return lines + forward_lines(network.planned, nodes)


def _under(nodes: Iterable[str], weights: Mapping[str, str]) -> dict[str, str]:
    places = tuple(f"{attribute(node)}." for node in nodes)
    return {name: digest for name, digest in weights.items() if name.startswith(places)}


def _input(network: Network, node: str, columns: Mapping[str, str]) -> list[object]:
    known = network.planned.document.node(node)
    return [node, known.block, dict(known.params), columns.get(node)]
