"""What each operation of PyTorch does to the positions of its tensors: one rule an operation."""

from builder.looking.rules.call import Rule
from builder.looking.rules.mixing import (
    batch_normalised,
    group_normalised,
    multiplied,
    normalised,
    reduced,
    same,
    softmaxed,
)
from builder.looking.rules.moving import (
    embedded,
    expanded,
    joined,
    padded,
    permuted,
    reshaped,
    selected,
    sliced,
    split,
    strided,
    transposed,
)
from builder.looking.rules.windows import adapted, convolved, pooled, resized, shuffled, unshuffled

RULES: dict[str, Rule] = {
    **dict.fromkeys(("clone", "alias", "detach", "_to_copy", "native_dropout", "contiguous"), same),
    **dict.fromkeys(("view", "_unsafe_view", "reshape", "unsqueeze", "squeeze"), reshaped),
    "permute": permuted,
    **dict.fromkeys(("transpose", "t"), transposed),
    "expand": expanded,
    "convolution": convolved,
    **dict.fromkeys(
        (
            *("max_pool2d_with_indices", "max_pool3d_with_indices", "max_pool2d", "max_pool3d"),
            *("avg_pool1d", "avg_pool2d", "avg_pool3d"),
        ),
        pooled,
    ),
    **dict.fromkeys(
        (
            *("_adaptive_avg_pool2d", "_adaptive_avg_pool3d", "adaptive_max_pool2d", "adaptive_max_pool3d"),
            *("adaptive_avg_pool1d", "adaptive_max_pool1d"),
        ),
        adapted,
    ),
    **dict.fromkeys(("mean", "sum", "amax", "amin", "max", "linalg_vector_norm"), reduced),
    "native_layer_norm": normalised,
    "native_batch_norm": batch_normalised,
    "native_group_norm": group_normalised,
    **dict.fromkeys(("_softmax", "_safe_softmax", "_log_softmax"), softmaxed),
    **dict.fromkeys(("mm", "bmm", "addmm"), multiplied),
    "cat": joined,
    "slice": sliced,
    **dict.fromkeys(("split", "split_with_sizes"), split),
    "select": selected,
    **dict.fromkeys(
        (
            "constant_pad_nd",
            *(f"{kind}_pad{axes}d" for kind in ("reflection", "replication") for axes in (1, 2, 3)),
        ),
        padded,
    ),
    **{f"upsample_nearest{axes}d": resized(0) for axes in (1, 2, 3)},
    **dict.fromkeys(("upsample_linear1d", "upsample_bilinear2d", "upsample_trilinear3d"), resized(1)),
    "upsample_bicubic2d": resized(2),
    "pixel_shuffle": shuffled,
    "pixel_unshuffle": unshuffled,
    "embedding": embedded,
    "as_strided": strided,
    **dict.fromkeys(("native_channel_shuffle", "channel_shuffle"), same),
}
"""Operation of ATen -> its rule. Others are elementwise where PyTorch says so, and mix the positions otherwise."""
