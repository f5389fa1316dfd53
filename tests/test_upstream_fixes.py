"""A linear layer takes a map without a word: the fix leads back to it, and not to the output that trips."""

from builder import Document, add, connect, plan, repair
from builder.fixes import with_fixes
from tests.broken.form import graph


def two_heads_on_a_map() -> Document:
    network = add(Document(), "image_input", "image", size=64)
    network = add(network, "torchvision", "backbone", model="resnet18")
    network = add(network, "linear", "hidden", out_features=32)
    network = connect(connect(network, "image.image", "backbone.image"), "backbone.map", "hidden.x")
    for name, classes in (("digit", 10), ("half", 5)):
        network = add(add(network, "linear", f"{name}_scores", out_features=classes), "class_output", name)
        network = connect(network, "hidden.y", f"{name}_scores.x")
        network = connect(network, f"{name}_scores.y", f"{name}.x")
    return network


def test_a_vector_for_the_layer_that_took_a_map_repairs_both_heads() -> None:
    network = two_heads_on_a_map()
    problem = with_fixes(plan(network)).problems[0]
    assert (problem.code, problem.node) == ("rank", "digit")
    fix = problem.fixes[0]
    assert fix.title == "Give Linear (hidden) features of torchvision backbone (B × 512)"
    assert fix.leads_to == "B × 10"
    mended = plan(repair(network, fix.changes))
    assert mended.sound
    assert mended.specs["half_scores", "y"].text == "B × 5"


def test_nodes_in_a_row_without_wires_are_connected_to_their_neighbours() -> None:
    document = graph(
        {"image": "image_input", "conv": "conv2d", "pool": "global_average_pool", "kind": "class_output"}, ""
    )
    told = {problem.node: problem.fixes[0].title for problem in with_fixes(plan(document)).problems}
    assert told["conv"].startswith("Connect Image input")
    assert (told["pool"], told["kind"]) == ("Connect Conv2d", "Connect Global average pool")


def test_the_least_change_comes_first_while_an_output_is_still_missing() -> None:
    network = add(add(Document(), "image_input", "image", size=128), "torchvision", "net", model="resnet18")
    network = connect(add(network, "conv2d", "conv"), "image.image", "net.image")
    told = with_fixes(plan(connect(network, "net.features", "conv.x"))).problems
    fixes = next(problem for problem in told if problem.code == "rank").fixes
    assert fixes[0].title == "Take map of torchvision backbone instead (B × 512 × 4 × 4)"
    assert not any(", then" in fix.title for fix in fixes)
