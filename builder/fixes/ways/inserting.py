"""Blocks put on a wire that bring one shape to another."""

from collections.abc import Iterator
from math import isqrt
from typing import Any

from builder.documents.document import Edge
from builder.documents.editing import fresh_id
from builder.fixes.way import Case, Way, insert
from builder.spec import Spec

_SHAPES = (
    "rank", "features", "channels", "kernel", "spatial_size", "mismatch", "concat", "add", "broadcast",
    "stack", "matrix", "reshape", "axis", "needs_tokens", "symbolic_size", "squeeze", "mask_form", "batch",
    "fold", "index_form", "index", "permutation", "refused_by_torch", "edge_form", "batch_axis", "image_size",
    "groups", "mask", "image_form", "padding", "picture_channels",
)  # fmt: skip


def adapter(case: Case) -> Iterator[Way]:
    """A pooling, a flatten, tokens from a map, another order: what takes the shape that arrives."""
    if case.problem.code not in _SHAPES:
        return
    for edge in case.wires:
        spec = case.spec(edge)
        if spec is None or spec.dtype not in ("float32", "bfloat16", "float16", "float64"):
            continue
        for title, block, params, cost in _adapters(spec):
            if block in case.plan.registry:
                yield Way(title, (insert(edge, block, **params),), cost)


def with_mask(case: Case) -> Iterator[Way]:
    """A mean over the tokens that count, where a mask says which do."""
    if case.problem.code not in ("rank", "symbolic_size", "concat"):
        return
    for edge in case.wires:
        spec, mask = case.spec(edge), case.view.mask(case.node.id)
        if spec is not None and spec.rank == 3 and mask:
            name = fresh_id(case.document, "masked_mean")
            connect = {"do": "connect", "source": ".".join(mask), "target": f"{name}.mask"}
            yield Way("Average over the tokens that count", (insert(edge, "masked_mean"), connect), 2)


def _adapters(spec: Spec) -> Iterator[tuple[str, str, dict[str, Any], int]]:
    for axis in range(1, spec.rank):
        if spec.rank > 2 and spec.shape[axis] == 1:
            yield f"Take away axis {axis}, which has size 1", "squeeze", {"dim": axis}, 2
    if spec.rank == 5:
        yield "Pool each channel to one number", "adaptive_avg_pool3d", {"output_size": [1]}, 3
    if spec.rank == 4:
        yield "Pool each channel to one number", "global_average_pool", {}, 2
        yield "Turn the map into tokens", "map_to_tokens", {}, 2
        yield "Flatten each sample to one row", "flatten", {}, 3
        yield "Lay height and width behind one another", "flatten", {"start_dim": 2}, 3
    if spec.rank == 3:
        yield "Average over the tokens", "token_mean", {}, 2
        yield "Take the first token", "cls_token", {}, 3
        yield "Swap tokens and features", "permute", {"dims": [0, 2, 1]}, 2
        yield "Flatten each sample to one row", "flatten", {}, 3
        yield from _as_map(spec)
        yield "Add an axis at the end", "unsqueeze", {"dim": 3}, 4
        yield "Add an axis of size 1 for the channels", "unsqueeze", {"dim": 1}, 4
    if spec.rank == 2:
        yield "Add an axis of size 1 for the tokens", "unsqueeze", {"dim": 1}, 5
        yield "Add an axis at the end", "unsqueeze", {"dim": 2}, 5
        yield (
            "Lay each sample out as a map of 1 × 1",
            "unflatten",
            {"dim": 1, "unflattened_size": [-1, 1, 1]},
            6,
        )


def _as_map(spec: Spec) -> Iterator[tuple[str, str, dict[str, Any], int]]:
    """Tokens that fill a square are the places of a map."""
    tokens = spec.shape[1]
    if isinstance(tokens, int) and isqrt(tokens) ** 2 == tokens:
        yield "Lay the tokens out as a map", "tokens_to_map", {}, 2


def projection(case: Case) -> Iterator[Way]:
    """A linear layer or a 1x1 convolution to the width that is asked for, by hand or by the other inputs."""
    for edge in case.wires:
        spec = case.spec(edge)
        if spec is None or spec.dtype != "float32" or case.problem.code not in _SHAPES:
            continue
        for width in dict.fromkeys(_widths(case, edge, spec)):
            if spec.rank == 4 and spec.shape[1] != width:
                convolution = insert(edge, "conv2d", out_channels=width, kernel_size=[1])
                yield Way(f"Project to {width} channels with a 1x1 convolution", (convolution,), 3)
            if spec.rank != 4 and spec.shape[-1] != width:
                yield Way(f"Project to {width} features", (insert(edge, "linear", out_features=width),), 3)


def _widths(case: Case, edge: Edge, spec: Spec) -> Iterator[int]:
    for param in (
        "in_features",
        "in_channels",
        "num_features",
        "embed_dim",
        "d_model",
        "input_size",
        "normalized_shape",
    ):
        width = case.node.params.get(param)
        if isinstance(width, list) and len(width) == 1:
            width = width[0]
        if isinstance(width, int):
            yield width
    for other in case.document.into(case.node.id):
        beside = case.spec(other)
        if beside and other != edge:
            size = beside.shape[1] if beside.rank == 4 and spec.rank == 4 else beside.shape[-1]
            yield from [size] if isinstance(size, int) else []
    for part in case.problem.expected.replace("×", " ").replace(",", " ").split():
        if part.isdigit() and 1 < int(part) <= 8192:
            yield int(part)
    heads = case.node.params.get("num_heads") or case.node.params.get("groups")
    if isinstance(heads, int) and isinstance(spec.shape[-1], int):
        yield max(heads, round(spec.shape[-1] / heads) * heads)


def resize(case: Case) -> Iterator[Way]:
    """Bring a map to the height and width of the others, or to one that is large enough."""
    if case.problem.code not in ("concat", "add", "mismatch", "stack", "kernel", "spatial_size", "broadcast",
                                 "detection_cells"):  # fmt: skip
        return
    maps = [
        (edge, spec)
        for edge in case.document.into(case.node.id)
        if (spec := case.spec(edge)) and spec.rank == 4
    ]
    for edge, spec in maps:
        for size in {other.shape[2:] for _, other in maps if other.shape[2:] != spec.shape[2:]}:
            if all(isinstance(one, int) for one in size):
                height, width = int(str(size[0])), int(str(size[1]))
                down = height <= (spec.shape[2] if isinstance(spec.shape[2], int) else 0)
                block = "adaptive_avg_pool2d" if down else "upsample"
                named: dict[str, Any] = (
                    {"output_size": [height, width]} if down else {"size": [height, width]}
                )
                yield Way(f"Resize {case.output(edge.source, edge.output)} to {height} × {width}",
                          (insert(edge, block, **named),), 2 if down else 3)  # fmt: skip


def lookup(case: Case) -> Iterator[Way]:
    """An embedding for ids that flow into layers."""
    if case.problem.code in ("dtype", "wire_kind"):
        for edge in case.wires:
            yield Way(
                "Look each id up in an embedding", (insert(edge, "embedding", num_embeddings=30522),), 3
            )


def swapped(case: Case) -> Iterator[Way]:
    """Tokens and channels swapped for a block that wants the other order, and back behind it."""
    if case.problem.code not in ("features", "channels", "symbolic_size", "matrix", "kernel"):
        return
    for edge in case.wires:
        spec = case.spec(edge)
        if spec is not None and spec.rank == 4:
            yield Way("Put the channels last", (insert(edge, "permute", dims=[0, 2, 3, 1]),), 3)
            yield Way(
                "Put the last axis in front as channels", (insert(edge, "permute", dims=[0, 3, 1, 2]),), 3
            )
        if spec is not None and spec.rank == 3:
            yield Way("Swap the last two axes", (insert(edge, "permute", dims=[0, 2, 1]),), 2)
