"""Small documents that many tests start from, made with the public API."""

from typing import Any

from builder import Document, add, connect, freeze
from builder.planning.planned import Plan


def line(width: int = 13, classes: int = 3) -> Document:
    """Numbers -> linear -> classes: the smallest sound document."""
    network = add(Document(title="A line"), "vector_input", "numbers", width=width)
    network = add(network, "linear", "scores", out_features=classes)
    network = add(network, "class_output", "kind")
    network = connect(network, "numbers.vector", "scores.x")
    return connect(network, "scores.y", "kind.x")


def two_heads(model: str = "resnet18", size: int = 64) -> Document:
    """Images -> frozen backbone -> two heads with five and ten classes."""
    network = add(Document(title="Two heads"), "image_input", "image", size=size)
    network = add(network, "torchvision", "backbone", model=model)
    network = freeze(connect(network, "image.image", "backbone.image"), "backbone")
    for name, classes in (("first", 5), ("second", 10)):
        network = add(network, "linear", f"{name}_hidden", out_features=256)
        network = add(network, "relu", f"{name}_relu")
        network = add(network, "linear", f"{name}_scores", out_features=classes)
        network = add(network, "class_output", name)
        network = connect(network, "backbone.features", f"{name}_hidden.x")
        network = connect(network, f"{name}_hidden.y", f"{name}_relu.x")
        network = connect(network, f"{name}_relu.y", f"{name}_scores.x")
        network = connect(network, f"{name}_scores.y", f"{name}.x")
    return network


def samples(planned: Plan) -> dict[str, Any]:
    """Real tensors for every argument: two samples, seven tokens, the karate club's 34 nodes and 156 edges."""
    import torch

    sizes, noise = {"B": 2, "T": 7, "N": 34, "E": 156}, torch.Generator().manual_seed(0)
    made = {}
    for argument in planned.arguments:
        spec = planned.specs[argument.node, argument.port]
        shape = [size if isinstance(size, int) else size.at(sizes) for size in spec.shape]
        if spec.dtype == "float32":
            made[argument.name] = torch.rand(shape, generator=noise)
        elif spec.kind == "mask":
            made[argument.name] = torch.ones(shape, dtype=torch.long)
        elif spec.kind == "condition":
            made[argument.name] = torch.arange(shape[0]) % len(spec.cases)
        else:
            made[argument.name] = torch.randint(0, 34, shape, generator=noise)
    return made
