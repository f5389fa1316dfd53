"""PNA network: several convolutions in a row that each aggregate in four ways."""

from typing import Any, ClassVar, final

from blocks.bases.graph_stack import GraphStack, stack_params
from builder.block import Site
from builder.param import Integers
from builder.recipe import New


@final
class PnaStack(GraphStack):
    """Let each node take mean, least, largest and spread of its neighbours, several times: N × C becomes N × out.

    Corso and others, "Principal Neighbourhood Aggregation for Graph Nets", 2020.
    """

    title = "PNA network"
    keywords = ("graph", "gnn", "aggregation", "degree", "torch geometric")
    path = "torch_geometric.nn.models.PNA"
    self_loops: ClassVar[bool] = False
    params = stack_params() | {
        "degrees": Integers(
            sentence="How many nodes of the training graphs have 0, 1, 2... neighbours, roughly.",
            default=(0, 4, 8, 4, 2, 1),
        ),
    }

    def more(self, site: Site) -> dict[str, Any]:
        return {
            "aggregators": ["mean", "min", "max", "std"],
            "scalers": ["identity", "amplification", "attenuation"],
            "deg": New("torch.tensor", (list(site.params["degrees"]),)),
        }
