"""Networks with groups in them, for tests."""

from collections.abc import Iterable

import torch

from builder import (
    Document,
    add,
    connect,
    plan,
    to_module,
)
from builder.documents.document import Edge, Group, Node


def wires(*texts: str) -> tuple[Edge, ...]:
    """Wires written as ``a.x > b.y``."""
    found = []
    for text in texts:
        source, target = text.split(" > ")
        (start, output), (end, port) = source.split("."), target.split(".")
        found.append(Edge(source=start, output=output, target=end, input=port))
    return tuple(found)


def row(id: str, *nodes: Node, title: str = "") -> Group:
    """A group of nodes in a row, from one port to another."""
    inner = (Node(id="x", block="group_input"), *nodes, Node(id="y", block="group_output"))
    gives = ["x", *("y" for _ in nodes)]
    chained = [
        f"{one.id}.{port} > {other.id}.x" for one, port, other in zip(inner, gives, inner[1:], strict=False)
    ]
    return Group(id=id, title=title, nodes=inner, edges=wires(*chained))


def conv(id: str = "conv", channels: int = 8) -> Node:
    return Node(id=id, block="conv2d", params={"out_channels": channels, "kernel_size": [3], "padding": [1]})


GATE = row("gate", conv(), Node(id="relu", block="relu"), title="Small gate")


def network(*blocks: str, groups: Iterable[Group] = (GATE,), size: int = 16) -> Document:
    """Images -> these blocks in a row, named a, b, c -> ten classes."""
    document = add(Document(groups=tuple(groups)), "image_input", "image", size=size)
    last = "image.image"
    for name, block in zip("abcdef", blocks, strict=False):
        document = connect(add(document, block, name), last, f"{name}.x")
        last = f"{name}.y"
    document = connect(add(document, "global_average_pool", "pooled"), last, "pooled.x")
    document = connect(add(document, "linear", "scores"), "pooled.y", "scores.x")
    return connect(add(document, "class_output", "digit"), "scores.y", "digit.x")


def flat() -> Document:
    """The same without groups: two convolutions, the second beside a shortcut."""
    document = add(Document(), "image_input", "image", size=16)
    document = connect(add(document, "conv2d", "first", out_channels=8), "image.image", "first.x")
    document = connect(
        add(document, "conv2d", "second", out_channels=8, kernel_size=[1]), "first.y", "second.x"
    )
    document = connect(add(document, "relu", "relu"), "second.y", "relu.x")
    document = connect(connect(add(document, "add", "sum"), "first.y", "sum.xs"), "relu.y", "sum.xs")
    document = connect(add(document, "global_average_pool", "pooled"), "sum.y", "pooled.x")
    document = connect(add(document, "linear", "scores"), "pooled.y", "scores.x")
    return connect(add(document, "class_output", "digit"), "scores.y", "digit.x")


def images() -> torch.Tensor:
    return torch.rand(2, 3, 16, 16, generator=torch.Generator().manual_seed(0))


def given(document: Document) -> torch.Tensor:
    with torch.no_grad():
        return to_module(document).eval()(images())


def codes(document: Document) -> list[str]:
    return [problem.code for problem in plan(document).problems]


def narrow(features: int = 99) -> Group:
    """A group whose linear layer expects a width that never comes."""
    return row(
        "narrow",
        Node(id="flat", block="flatten"),
        Node(id="line", block="linear", params={"in_features": features}),
        title="Narrow",
    )
