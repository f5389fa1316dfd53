"""Sound documents that the broken ones are made from, and a generator of more."""

from random import Random
from typing import Any

from builder import Document
from tests.broken.form import graph

ALL = {"what": "all"}
Nodes = dict[str, str | tuple[str, dict[str, Any]]]


def table() -> Document:
    return graph(
        {
            "numbers": ("vector_input", {"width": 13}),
            "hidden": ("linear", {"out_features": 64}),
            "bend": "relu",
            "scores": ("linear", {"out_features": 3}),
            "kind": "class_output",
        },
        "numbers.vector > hidden.x; hidden.y > bend.x; bend.y > scores.x; scores.y > kind.x",
    )


def pictures() -> Document:
    return graph(
        {
            "image": ("image_input", {"size": 32}),
            "first": ("conv2d", {"out_channels": 16, "padding": [1]}),
            "norm": "batch_norm2d",
            "bend": "relu",
            "halve": ("max_pool2d", {"kernel_size": [2]}),
            "second": ("conv2d", {"out_channels": 32, "padding": [1]}),
            "more": "relu",
            "pool": "global_average_pool",
            "scores": ("linear", {"out_features": 10}),
            "digit": "class_output",
        },
        "image.image > first.x; first.y > norm.x; norm.y > bend.x; bend.y > halve.x; halve.y > second.x;"
        "second.y > more.x; more.y > pool.x; pool.y > scores.x; scores.y > digit.x",
    )


def backbone() -> Document:
    return graph(
        {
            "image": ("image_input", {"size": 64}),
            "net": ("torchvision", {"model": "resnet18", "freeze": ALL}),
            "hidden": ("linear", {"out_features": 128}),
            "bend": "relu",
            "scores": ("linear", {"out_features": 10}),
            "digit": "class_output",
        },
        "image.image > net.image; net.features > hidden.x; hidden.y > bend.x; bend.y > scores.x; scores.y > digit.x",
    )


def mapped() -> Document:
    """A convolutional head on the map of a frozen backbone."""
    return graph(
        {
            "image": ("image_input", {"size": 128}),
            "net": ("torchvision", {"model": "resnet18", "freeze": ALL}),
            "conv": ("conv2d", {"out_channels": 64}),
            "bend": "relu",
            "pool": "global_average_pool",
            "scores": ("linear", {"out_features": 10}),
            "digit": "class_output",
        },
        "image.image > net.image; net.map > conv.x; conv.y > bend.x; bend.y > pool.x; pool.y > scores.x;"
        "scores.y > digit.x",
    )


def text() -> Document:
    return graph(
        {
            "words": "text_input",
            "table": ("embedding", {"num_embeddings": 30522, "embedding_dim": 32}),
            "look": ("multi_head_attention", {"num_heads": 4}),
            "mean": "masked_mean",
            "scores": ("linear", {"out_features": 3}),
            "mood": "class_output",
        },
        "words.ids > table.x; table.y > look.x; words.mask > look.mask; look.y > mean.x; words.mask > mean.mask;"
        "mean.y > scores.x; scores.y > mood.x",
    )


def encoder() -> Document:
    return graph(
        {
            "words": "text_input",
            "reader": ("minilm", {"freeze": ALL}),
            "mean": "masked_mean",
            "scores": ("linear", {"out_features": 3}),
            "mood": "class_output",
        },
        "words.ids > reader.ids; words.mask > reader.mask; reader.tokens > mean.x; words.mask > mean.mask;"
        "mean.y > scores.x; scores.y > mood.x",
    )


def steps() -> Document:
    return graph(
        {
            "signal": ("sequence_input", {"width": 16}),
            "read": ("lstm", {"hidden_size": 24}),
            "scores": ("linear", {"out_features": 4}),
            "kind": "class_output",
        },
        "signal.sequence > read.x; read.last > scores.x; scores.y > kind.x",
    )


def club() -> Document:
    return graph(
        {
            "club": ("graph_input", {"features": 34}),
            "mix": ("gcn_conv", {"out_features": 16}),
            "bend": "relu",
            "scores": ("linear", {"out_features": 4}),
            "group": "class_output",
        },
        "club.nodes > mix.nodes; club.edges > mix.edges; mix.nodes > bend.x; bend.y > scores.x; scores.y > group.x",
    )


def decoder() -> Document:
    return graph(
        {
            "image": ("image_input", {"size": 64}),
            "net": ("torchvision", {"model": "resnet18", "freeze": ALL}),
            "widen": ("linear", {"out_features": 2048}),
            "fold": ("reshape", {"shape": [128, 4, 4]}),
            "up": (
                "conv_transpose2d",
                {"out_channels": 3, "kernel_size": [4], "stride": [2], "padding": [1]},
            ),
            "range": "sigmoid",
            "picture": "value_output",
        },
        "image.image > net.image; net.features > widen.x; widen.y > fold.x; fold.y > up.x; up.y > range.x;"
        "range.y > picture.x",
    )


def fusion() -> Document:
    return graph(
        {
            "image": ("image_input", {"size": 64}),
            "net": ("torchvision", {"model": "resnet18", "freeze": ALL}),
            "measured": ("vector_input", {"width": 10}),
            "join": "concat",
            "norm": "batch_norm1d",
            "scores": ("linear", {"out_features": 10}),
            "digit": "class_output",
        },
        "image.image > net.image; net.features > join.xs; measured.vector > join.xs; join.y > norm.x;"
        "norm.y > scores.x; scores.y > digit.x",
    )


def residual() -> Document:
    return graph(
        {
            "image": ("image_input", {"size": 32}),
            "first": ("conv2d", {"out_channels": 16, "padding": [1]}),
            "second": ("conv2d", {"out_channels": 16, "padding": [1]}),
            "sum": "add",
            "bend": "relu",
            "pool": "global_average_pool",
            "scores": ("linear", {"out_features": 10}),
            "digit": "class_output",
        },
        "image.image > first.x; first.y > second.x; first.y > sum.xs; second.y > sum.xs; sum.y > bend.x;"
        "bend.y > pool.x; pool.y > scores.x; scores.y > digit.x",
    )


def places() -> Document:
    """Attention over the places of a feature map."""
    return graph(
        {
            "image": ("image_input", {"size": 128}),
            "net": ("torchvision", {"model": "resnet18", "freeze": ALL}),
            "tokens": "map_to_tokens",
            "look": ("self_attention", {"width": 64}),
            "mean": "token_mean",
            "scores": ("linear", {"out_features": 5}),
            "kind": "class_output",
        },
        "image.image > net.image; net.map > tokens.x; tokens.y > look.x; look.y > mean.x; mean.y > scores.x;"
        "scores.y > kind.x",
    )


SOUND = (
    table, pictures, backbone, mapped, text, encoder, steps, club, decoder, fusion, residual, places,
)  # fmt: skip


def generated(seed: int) -> Document:
    """A sound network of random depth, widths and kinds of layers, over numbers, pictures, steps or a graph."""
    random = Random(seed)
    start = random.choice((_over_numbers, _over_pictures, _over_steps, _over_graph))
    nodes, wires, last = start(random)
    for head in range(random.randint(1, 2)):
        nodes[f"scores_{head}"] = ("linear", {"out_features": random.randint(2, 12)})
        nodes[f"kind_{head}"] = "class_output"
        wires += [f"{last} > scores_{head}.x", f"scores_{head}.y > kind_{head}.x"]
    return graph(nodes, ";".join(wires))


def _over_numbers(random: Random) -> tuple[Nodes, list[str], str]:
    nodes: Nodes = {"numbers": ("vector_input", {"width": random.randint(2, 40)})}
    wires, last = [], "numbers.vector"
    for layer in range(random.randint(1, 4)):
        rows: Nodes = {f"dense_{layer}": ("linear", {"out_features": random.randint(4, 300)})}
        if random.random() < 0.4:
            rows[f"norm_{layer}"] = random.choice(("batch_norm1d", "layer_norm", "rms_norm"))
        rows[f"bend_{layer}"] = random.choice(("relu", "gelu", "silu", "tanh", "elu"))
        if random.random() < 0.3:
            rows[f"drop_{layer}"] = ("dropout", {"p": 0.2})
        last = _row(rows, nodes, wires, last)
    return nodes, wires, last


def _over_pictures(random: Random) -> tuple[Nodes, list[str], str]:
    nodes: Nodes = {"image": ("image_input", {"size": random.choice((32, 48, 64))})}
    wires, last = [], "image.image"
    for layer in range(random.randint(1, 3)):
        width = 8 * random.randint(1, 6)
        rows: Nodes = {
            f"conv_{layer}": (
                "conv2d",
                {"out_channels": width, "kernel_size": [random.choice((1, 3, 5))], "padding": [2]},
            ),
            f"norm_{layer}": random.choice(
                ("batch_norm2d", ("group_norm", {"num_groups": 4}), "instance_norm2d")
            ),
            f"bend_{layer}": random.choice(("relu", "leaky_relu", "hardswish")),
        }
        if random.random() < 0.5:
            rows[f"halve_{layer}"] = (random.choice(("max_pool2d", "avg_pool2d")), {"kernel_size": [2]})
        if random.random() < 0.3:
            rows[f"weigh_{layer}"] = ("squeeze_excitation", {"reduction": 4})
        last = _row(rows, nodes, wires, last)
    end = random.choice(("global_average_pool", "flatten"))
    return nodes, wires, _row({"pool": "global_average_pool"} if end != "flatten" else {
        "shrink": ("adaptive_avg_pool2d", {"output_size": [2]}), "flat": "flatten"}, nodes, wires, last)  # fmt: skip


def _over_steps(random: Random) -> tuple[Nodes, list[str], str]:
    width = 4 * random.randint(2, 8)
    nodes: Nodes = {"signal": ("sequence_input", {"width": width})}
    wires: list[str] = []
    if random.random() < 0.5:
        nodes["read"] = (random.choice(("lstm", "gru", "rnn")), {"hidden_size": random.randint(4, 40)})
        return nodes, [*wires, "signal.sequence > read.x"], "read.last"
    rows: Nodes = {
        "look": random.choice(
            (("multi_head_attention", {"num_heads": 4}), ("self_attention", {"width": 24}))
        ),
        "norm": "layer_norm",
        "mean": random.choice(("token_mean", "attention_pool")),
    }
    return nodes, wires, _row(rows, nodes, wires, "signal.sequence")


def _over_graph(random: Random) -> tuple[Nodes, list[str], str]:
    nodes: Nodes = {"club": ("graph_input", {"features": random.randint(3, 40)})}
    wires, last = [], "club.nodes"
    for layer in range(random.randint(1, 3)):
        name = f"mix_{layer}"
        nodes[name] = (random.choice(("gcn_conv", "sage_conv")), {"out_features": random.randint(4, 40)})
        wires += [f"{last} > {name}.nodes", f"club.edges > {name}.edges", f"{name}.nodes > bend_{layer}.x"]
        nodes[f"bend_{layer}"] = "relu"
        last = f"bend_{layer}.y"
    return nodes, wires, last


def _row(rows: Nodes, nodes: Nodes, wires: list[str], last: str) -> str:
    for name, what in rows.items():
        nodes[name] = what
        wires.append(f"{last} > {name}.x")
        last = f"{name}.y"
    return last
