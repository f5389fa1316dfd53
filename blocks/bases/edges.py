"""What blocks over graphs demand of their edges, said before PyTorch Geometric would trip over it."""

from blocks.bases.contract import features, floating
from builder.block import Input, Output, Site
from builder.problem import refuse
from builder.recipe import New

NODES = Input("nodes", "features of each node, N × C")
EDGES = Input("edges", "the edges as two rows of node numbers, from and to: 2 × E")
GIVEN = Output("nodes", "new features of each node, N × C")


def edges_at(site: Site, port: str = "edges") -> None:
    """Refuse edges that are not two rows of whole numbers."""
    spec = site.spec(port)
    if spec.rank != 2 or spec.shape[0] != 2:
        turned = spec.rank == 2 and spec.shape[1] == 2
        raise refuse(
            "edge_form",
            "Edges come as two rows, the first with where each edge starts, the second with where it ends.",
            port=port,
            expected="2 × E",
            got=spec.text,
            next="Swap the two axes of the edges." if turned else "Connect the edges of a graph input.",
        )
    if spec.dtype not in ("int64", "int32"):
        raise refuse(
            "edge_dtype",
            "Edges are numbers of nodes, and what arrives are no whole numbers.",
            port=port,
            expected="int64",
            got=spec.dtype,
            next="Convert the edges to int64, or connect the edges of a graph input.",
        )


def node_features(site: Site, param: str, port: str = "nodes") -> int:
    """How many features each node has, in agreement with the parameter where that was set by hand."""
    site.spec(port).need(port, "N × C")
    floating(site, port)
    edges_at(site)
    return features(site, param, port)


def convolution(path: str, in_features: int, out_features: int, **settings: object) -> New:
    """A convolution over a graph. Shapes do without the edges from each node to itself, which need their
    values.
    """
    sizes = {"in_channels": in_features, "out_channels": out_features}
    return New(path, kwargs=sizes | settings, shape_kwargs=sizes | settings | {"add_self_loops": False})
