"""Ranks, widths and windows."""

from collections.abc import Iterator

from builder import set_param
from builder.documents.editing import bypass
from tests.broken.changes import Case, between, more, moved, put, without
from tests.broken.form import graph
from tests.broken.sound import backbone, club, encoder, mapped, pictures, places, steps, table, text


def cases() -> Iterator[tuple[str, Case]]:
    yield (
        "conv on the pooled vector",
        (moved(mapped, "net.map > conv.x", "net.features > conv.x"), "conv", "rank"),
    )
    yield "pool of a vector", (between(table, "hidden.y > bend.x", "global_average_pool"), "new", "rank")
    yield "max pool of a vector", (between(backbone, "net.features > hidden.x", "max_pool2d"), "new", "rank")
    yield (
        "lstm on a vector",
        (
            more(moved(table, "bend.y > scores.x"), "bend.y > read.x; read.last > scores.x", read="lstm"),
            "read",
            "rank",
        ),
    )
    yield (
        "self-attention on pooled vectors",
        (between(backbone, "net.features > hidden.x", "self_attention"), "new", "needs_tokens"),
    )
    yield (
        "transformer on pooled vectors",
        (between(backbone, "net.features > hidden.x", "transformer_encoder_layer"), "new", "needs_tokens"),
    )
    yield "map to tokens of a vector", (between(table, "hidden.y > bend.x", "map_to_tokens"), "new", "rank")
    yield (
        "masked mean of vectors",
        (
            more(
                moved(encoder, "reader.tokens > mean.x"),
                "reader.tokens > short.x; short.y > mean.x",
                short="cls_token",
            ),
            "mean",
            "rank",
        ),
    )
    yield (
        "a map in a class output",
        (moved(mapped, "scores.y > digit.x", "bend.y > digit.x"), "digit", "rank"),
    )
    yield "no pool before the scores", (without(pictures, "pool"), "digit", "rank")
    yield "tokens in a class output", (without(places, "mean"), "kind", "rank")
    yield "batch norm 2d on vectors", (between(table, "hidden.y > bend.x", "batch_norm2d"), "new", "rank")
    yield "batch norm 1d on maps", (between(pictures, "bend.y > halve.x", "batch_norm1d"), "new", "rank")
    yield "conv1d on maps", (between(pictures, "bend.y > halve.x", "conv1d", kernel_size=[1]), "new", "rank")
    yield "conv3d on maps", (between(pictures, "bend.y > halve.x", "conv3d", kernel_size=[1]), "new", "rank")
    yield "flatten too early", (between(pictures, "bend.y > halve.x", "flatten"), "halve", "rank")
    yield (
        "images into gcn",
        (moved(club, "club.nodes > mix.nodes", "club.edges > mix.nodes"), "mix", "wire_kind"),
    )
    yield "channels counted wrongly", (put(mapped, "conv", in_channels=2048), "conv", "channels")
    yield "second conv after a change", (put(pictures, "second", in_channels=64), "second", "channels")
    yield "batch norm of another width", (put(pictures, "norm", num_features=64), "norm", "channels")
    yield "grey pictures into resnet", (put(backbone, "image", channels=1), "net", "channels")
    yield "linear counted by hand", (put(backbone, "hidden", in_features=25088), "hidden", "features")
    yield "linear of another backbone", (put(backbone, "hidden", in_features=2048), "hidden", "features")
    yield (
        "linear behind a flatten",
        (
            lambda: set_param(
                bypass(between(pictures, "more.y > pool.x", "flatten")(), "pool"),
                "scores",
                "in_features",
                2048,
            ),
            "scores",
            "features",
        ),
    )
    yield "minilm taken for bert", (put(encoder, "scores", in_features=768), "scores", "features")
    yield (
        "layer norm of another width",
        (between(table, "hidden.y > bend.x", "layer_norm", normalized_shape=[32]), "new", "features"),
    )
    yield "lstm of another width", (put(steps, "read", input_size=8), "read", "features")
    yield "gcn of another width", (put(club, "mix", in_features=16), "mix", "features")
    yield "attention of another width", (put(text, "look", embed_dim=64), "look", "features")
    yield (
        "squeeze of another width",
        (
            between(pictures, "bend.y > halve.x", "squeeze_excitation", channels=64, reduction=4),
            "new",
            "channels",
        ),
    )
    yield "kernel larger than the map", (put(mapped, "conv", kernel_size=[7]), "conv", "kernel")
    yield (
        "kernel on a tiny picture",
        (put(pictures, "first", kernel_size=[40], padding=[0]), "first", "kernel"),
    )
    yield "pool of a tiny map", (put(pictures, "halve", kernel_size=[64]), "halve", "kernel")
    yield "dilation too wide", (put(pictures, "second", dilation=[20]), "second", "kernel")
    yield (
        "size reaching zero",
        (
            more(
                moved(mapped, "bend.y > pool.x"),
                "bend.y > halve.x; halve.y > again.x; again.y > pool.x",
                halve=("max_pool2d", {"kernel_size": [2]}),
                again=("max_pool2d", {"kernel_size": [2]}),
            ),
            "again",
            "kernel",
        ),
    )
    yield (
        "instance norm behind a pool",
        (
            more(
                moved(mapped, "conv.y > bend.x"),
                "conv.y > one.x; one.y > norm.x; norm.y > bend.x",
                one=("adaptive_avg_pool2d", {"output_size": [1]}),
                norm="instance_norm2d",
            ),
            "norm",
            "spatial_size",
        ),
    )
    yield (
        "multi-head attention on pooled vectors",
        (between(backbone, "net.features > hidden.x", "multi_head_attention"), "new", "needs_tokens"),
    )
    yield (
        "all steps of a recurrent layer in a class output",
        (moved(steps, "read.last > scores.x", "read.sequence > scores.x"), "kind", "rank"),
    )
    yield (
        "the tuple of a recurrent layer",
        (moved(steps, "read.last > scores.x", "read.output > scores.x"), "read", "unknown_port"),
    )
    yield (
        "a map of scores in a class output",
        (
            lambda: graph(
                {
                    "image": ("image_input", {"size": 64}),
                    "net": "torchvision_segmentation",
                    "digit": "class_output",
                },
                "image.image > net.image; net.out > digit.x",
            ),
            "digit",
            "rank",
        ),
    )
    yield (
        "an entry of a dictionary that is not there",
        (
            lambda: graph(
                {
                    "image": ("image_input", {"size": 64}),
                    "net": "torchvision_segmentation",
                    "pool": "global_average_pool",
                    "digit": "class_output",
                },
                "image.image > net.image; net.masks > pool.x; pool.y > digit.x",
            ),
            "net",
            "unknown_port",
        ),
    )
    yield (
        "pictures too small for inception",
        (
            lambda: set_param(set_param(backbone(), "net", "model", "inception_v3"), "image", "size", 40),
            "net",
            "image_size",
        ),
    )
    yield (
        "three layers that eat a picture",
        (
            lambda: set_param(
                set_param(put(pictures, "first", kernel_size=[7], padding=[0])(), "image", "size", 8),
                "second",
                "padding",
                [0],
            ),
            "second",
            "kernel",
        ),
    )
