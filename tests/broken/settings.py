"""Groups, heads, axes, paddings and what else has to fit the input."""

from collections.abc import Iterator

from builder import set_param
from tests.broken.changes import Case, between, put
from tests.broken.sound import backbone, decoder, fusion, mapped, pictures, places, steps, table, text


def cases() -> Iterator[tuple[str, Case]]:
    yield "groups do not divide", (put(pictures, "second", groups=3), "second", "groups")
    yield (
        "groups do not divide what leaves",
        (put(pictures, "second", groups=16, out_channels=24), "second", "groups"),
    )
    yield (
        "group norm does not divide",
        (between(pictures, "bend.y > halve.x", "group_norm", num_groups=5), "new", "groups"),
    )
    yield "heads do not divide", (put(text, "look", num_heads=5), "look", "groups")
    yield (
        "heads of a transformer",
        (between(text, "table.y > look.x", "transformer_encoder_layer", nhead=7), "new", "groups"),
    )
    yield (
        "shuffle does not divide",
        (between(pictures, "bend.y > halve.x", "pixel_shuffle", upscale_factor=3), "new", "groups"),
    )
    yield (
        "unshuffle does not divide",
        (between(pictures, "bend.y > halve.x", "pixel_unshuffle", downscale_factor=5), "new", "groups"),
    )
    yield (
        "softmax over the batch",
        (between(table, "hidden.y > bend.x", "softmax", dim=0), "new", "batch_axis"),
    )
    yield "softmax over no axis", (between(table, "hidden.y > bend.x", "softmax", dim=3), "new", "axis")
    yield "concat along no axis", (put(fusion, "join", dim=4), "join", "axis")
    yield "concat along the batch", (put(fusion, "join", dim=0), "join", "batch_axis")
    yield (
        "flatten from no axis",
        (between(pictures, "more.y > pool.x", "flatten", start_dim=5), "new", "axis"),
    )
    yield (
        "flatten backwards",
        (between(pictures, "more.y > pool.x", "flatten", start_dim=3, end_dim=2), "new", "axis"),
    )
    yield (
        "permute without an axis",
        (between(places, "tokens.y > look.x", "permute", dims=[0, 2]), "new", "permutation"),
    )
    yield (
        "permute of the batch",
        (between(places, "tokens.y > look.x", "permute", dims=[1, 0, 2]), "new", "permutation"),
    )
    yield (
        "transpose of the batch",
        (between(places, "tokens.y > look.x", "transpose", dim0=0, dim1=1), "new", "batch_axis"),
    )
    yield (
        "squeeze of an axis that is full",
        (between(places, "tokens.y > look.x", "squeeze", dim=1), "new", "squeeze"),
    )
    yield "reshape that does not fill", (put(decoder, "widen", out_features=1024), "fold", "reshape")
    yield "reshape counted wrongly", (put(decoder, "fold", shape=[128, 5, 4]), "fold", "reshape")
    yield (
        "unflatten that does not fill",
        (between(table, "hidden.y > bend.x", "unflatten", dim=1, unflattened_size=[10, 7]), "new", "reshape"),
    )
    yield "output padding above the stride", (put(decoder, "up", output_padding=[2]), "up", "output_padding")
    yield "pool padded more than half", (put(pictures, "halve", padding=[2]), "halve", "padding")
    yield (
        "mirror wider than the map",
        (between(mapped, "net.map > conv.x", "reflection_pad2d", padding=[6]), "new", "padding"),
    )
    yield (
        "circular wider than the map",
        (put(mapped, "conv", padding=[9], padding_mode="circular"), "conv", "padding"),
    )
    yield (
        "hardtanh turned around",
        (between(table, "hidden.y > bend.x", "hardtanh", min_val=1.0, max_val=-1.0), "new", "bounds"),
    )
    yield "projection wider than the state", (put(steps, "read", proj_size=64), "read", "bounds")
    yield "padding outside the table", (put(text, "table", padding_idx=40000), "table", "index")
    yield (
        "vit on a size between patches",
        (
            lambda: set_param(set_param(backbone(), "net", "model", "vit_b_32"), "image", "size", 100),
            "net",
            "image_size",
        ),
    )
    yield (
        "a map of a vit",
        (
            lambda: set_param(set_param(mapped(), "net", "model", "vit_b_32"), "image", "size", 224),
            "net",
            "no_map",
        ),
    )
