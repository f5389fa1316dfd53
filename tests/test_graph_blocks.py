"""Blocks over graphs: shapes, exact parameters, agreement with a real run, and faulty edges."""

import pytest
import torch

from builder import Document, add, connect, plan, to_module
from builder.block import Site
from builder.problem import Refused
from builder.registry import default_registry, filled
from builder.sizes import symbol
from builder.spec import Spec

# Importing torch_geometric compiles a few functions with a part of torch that is about to go.
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated:FutureWarning")

LAYERS = ("gcn_conv", "gat_conv", "sage_conv", "gcn_stack", "gat_stack", "sage_stack")
POOLS = {"global_mean_pool": "mean", "global_max_pool": "amax", "global_add_pool": "sum"}

NODES = torch.arange(12, dtype=torch.float32).view(4, 3)
EDGES = torch.tensor([[0, 1, 2, 3], [1, 0, 3, 2]])


def nodes_to_classes(
    features: int, width: int, classes: int, block: str = "gcn_conv", **params: object
) -> Document:
    """Graph -> convolution -> ReLU -> linear -> classes of nodes."""
    document = add(Document(), "graph_input", "graph", features=features)
    document = add(document, block, "mix", out_features=width, **params)
    document = add(document, "relu", "relu")
    document = add(document, "linear", "scores", out_features=classes)
    document = add(document, "class_output", "kind")
    wires = (
        ("graph.nodes", "mix.nodes"),
        ("graph.edges", "mix.edges"),
        ("mix.nodes", "relu.x"),
        ("relu.y", "scores.x"),
        ("scores.y", "kind.x"),
    )
    for source, target in wires:
        document = connect(document, source, target)
    return document


@pytest.mark.parametrize(
    ("features", "width", "classes", "block", "params", "parameters"),
    [
        (512, 256, 3, "gcn_conv", {}, 132_099),
        (34, 16, 4, "gcn_conv", {}, 628),
        (34, 16, 4, "gcn_conv", {"bias": False}, 612),
        (34, 16, 4, "gat_conv", {}, 34 * 16 + 3 * 16 + 68),
        (34, 16, 4, "sage_conv", {}, 2 * 34 * 16 + 16 + 68),
        (34, 16, 4, "gcn_stack", {"hidden": 8}, 34 * 8 + 8 + 8 * 16 + 16 + 68),
        (
            34,
            16,
            4,
            "gat_stack",
            {"hidden": 8, "heads": 4},
            34 * 8 + 3 * 8 + 4 * 8 * 16 + 2 * 4 * 16 + 16 + 68,
        ),
        (34, 16, 4, "sage_stack", {"hidden": 8}, 2 * 34 * 8 + 8 + 2 * 8 * 16 + 16 + 68),
    ],
)
def test_parameters(
    features: int, width: int, classes: int, block: str, params: dict[str, object], parameters: int
) -> None:
    planned = plan(nodes_to_classes(features, width, classes, block, **params))
    assert planned.problems == ()
    assert planned.specs["mix", "nodes"].text == f"N × {width}"
    assert planned.specs["scores", "y"].text == f"N × {classes}"
    assert planned.size.parameters == parameters


def test_heads_side_by_side_widen_what_leaves() -> None:
    planned = plan(nodes_to_classes(34, 16, 4, "gat_conv", heads=3))
    assert planned.specs["mix", "nodes"].text == "N × 48"
    averaged = plan(nodes_to_classes(34, 16, 4, "gat_conv", heads=3, together="average"))
    assert averaged.specs["mix", "nodes"].text == "N × 16"


@pytest.mark.parametrize("block", LAYERS)
def test_the_planned_shape_is_that_of_a_real_run(block: str) -> None:
    module = to_module(nodes_to_classes(3, 8, 2, block)).eval()
    with torch.no_grad():
        assert module(NODES, EDGES).shape == (4, 2)


def test_a_gcn_layer_mixes_a_node_with_its_neighbours() -> None:
    """Two nodes with one edge between them, and each with itself: both get the average of the two."""
    module = to_module(nodes_to_classes(3, 8, 2)).eval()
    with torch.no_grad():
        module.mix.bias.zero_()
        mixed = module.mix(NODES, EDGES)
        expected = module.mix.lin(NODES.view(2, 2, 3).mean(1)).repeat_interleave(2, 0)
    assert torch.allclose(mixed, expected, atol=1e-5)


def pooled(block: str) -> Document:
    document = add(Document(), "graph_batch_input", "graphs", features=3)
    document = add(add(document, block, "pool"), "value_output", "value")
    for source, target in (
        ("graphs.nodes", "pool.nodes"),
        ("graphs.index", "pool.index"),
        ("pool.y", "value.x"),
    ):
        document = connect(document, source, target)
    return document


@pytest.mark.parametrize(("block", "name"), POOLS.items())
def test_pooling_gives_one_vector_for_each_graph(block: str, name: str) -> None:
    document = pooled(block)
    assert plan(document).specs["pool", "y"].text == "B × 3"
    values = to_module(document)(NODES, EDGES, torch.tensor([0, 0, 0, 1]))
    assert torch.allclose(values, torch.stack([getattr(NODES[rows], name)(0) for rows in ([0, 1, 2], [3])]))


N, E = symbol("N"), symbol("E")
SOUND = {"nodes": Spec((N, 5), kind="nodes"), "edges": Spec((2, E), "int64", "edges")}
FAULTS = {
    "turned": ("edge_form", {"edges": Spec((E, 2), "int64", "edges")}, {}),
    "one row": ("edge_form", {"edges": Spec((E,), "int64", "edges")}, {}),
    "floats": ("edge_dtype", {"edges": Spec((2, E), "float32", "edges")}, {}),
    "batched nodes": ("rank", {"nodes": Spec((symbol("B"), N, 5))}, {}),
    "width set by hand": ("features", {}, {"in_features": 7}),
}


@pytest.mark.parametrize("block_id", LAYERS)
@pytest.mark.parametrize(("code", "arrived", "params"), FAULTS.values(), ids=FAULTS)
def test_refusals(block_id: str, code: str, arrived: dict[str, Spec], params: dict[str, int]) -> None:
    block = default_registry().get(block_id)
    with pytest.raises(Refused) as caught:
        block.declare(Site("mix", filled(block, params), SOUND | arrived))
    problem = caught.value.problem
    assert problem.code == code
    assert problem.port in ("nodes", "edges")
    assert all((problem.said, problem.expected, problem.got, problem.next))


def test_turned_edges_are_told_to_be_swapped() -> None:
    block = default_registry().get("gcn_conv")
    with pytest.raises(Refused, match="Swap the two axes"):
        block.declare(Site("mix", filled(block, {}), SOUND | {"edges": Spec((E, 2), "int64", "edges")}))


def test_heads_that_do_not_share_the_width_evenly_are_refused() -> None:
    planned = plan(nodes_to_classes(34, 16, 4, "gat_stack", heads=3))
    assert [(problem.code, problem.param) for problem in planned.problems] == [("heads", "hidden")]


def test_an_index_that_does_not_fit_the_nodes_is_refused() -> None:
    block = default_registry().get("global_mean_pool")
    arrived = {"nodes": SOUND["nodes"], "index": Spec((symbol("B"),), "int64", "index")}
    with pytest.raises(Refused) as caught:
        block.declare(Site("pool", filled(block, {}), arrived))
    assert caught.value.problem.code == "index_form"
