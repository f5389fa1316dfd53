"""The node in front: give it the width that is asked for, or take a step out that made the map too small."""

from collections.abc import Iterator

from builder.fixes.way import Case, Way

_WIDTHS = ("out_features", "out_channels", "width", "hidden_size", "embedding_dim")
_SIZES = (
    "picture_channels", "box_numbers", "detection_background", "match_shapes", "branch_shapes", "shares",
)  # fmt: skip
"""In these problems the width that is wanted stands in what was expected."""
_STRUCTURE = (
    "unknown_block", "unknown_parameter", "unknown_port", "parameter", "missing_node", "duplicate_id", "freeze", "tap",
    "unconnected", "two_wires", "cycle", "unknown_path",
)  # fmt: skip


def wider(case: Case) -> Iterator[Way]:
    """Set the width of the layer that makes what arrives."""
    for edge in case.wires:
        for node in (edge.source, *case.view.line(edge.source)):
            block = case.document.node(node).block
            params = case.plan.registry.get(block).params if block in case.plan.registry else {}
            name = next((name for name in _WIDTHS if name in params), None)
            if name is not None:
                now = case.view.params(node).get(name)
                for width in dict.fromkeys(_asked(case)):
                    if width != now:
                        change = case.set(name, width, node)
                        yield Way(f"Set {name} of {case.title(node)} to {width}", (change,), 1)
                break


def _asked(case: Case) -> Iterator[int]:
    """Widths that would do: what the node was set to, what its other inputs have, what a reshape needs."""
    if case.problem.code == "reshape":
        row = case.value(case.problem.param) if case.problem.param else None
        product = 1
        for size in row if isinstance(row, (list, tuple)) else ():
            product *= abs(size) if isinstance(size, int) else 1
        yield product
    for param in ("in_features", "in_channels", "num_features", "input_size", "embed_dim"):
        width = case.node.params.get(param)
        if isinstance(width, int):
            yield width
    if case.problem.code in ("add", "concat", "stack", "mismatch", "broadcast", "matrix", "match_shapes"):
        for edge in case.document.into(case.node.id):
            spec = case.spec(edge)
            size = spec.shape[1 if spec.rank == 4 else -1] if spec else None
            yield from [size] if isinstance(size, int) and size > 1 else []
    if case.problem.code in _SIZES:
        yield from [int(part) for part in case.problem.expected.split() if part.isdigit()][:1]
    if case.problem.code == "one_class":
        yield 2
    if case.problem.code in ("groups", "heads"):
        parts = case.value(case.problem.param) if case.problem.param else None
        spec = next((spec for edge in case.wires if (spec := case.spec(edge))), None)
        size = spec.shape[1 if spec.rank == 4 else -1] if spec else None
        if isinstance(parts, int) and isinstance(size, int):
            yield -(-size // parts) * parts


def shorter(case: Case) -> Iterator[Way]:
    """Leave a node without parameters out: this one, or one in front of it."""
    if case.problem.code in _STRUCTURE or case.problem.code == "edit_shape":
        return
    if case.node.params or not case.node.edits:
        here = case.view.category(case.node.id)
        strange = case.problem.code in ("wire_kind", "dtype") and case.plan.role(case.node.id) == "layer"
        if strange or here in ("pool", "shape", "activations", "normalisation"):
            yield Way(f"Remove {case.title(case.node.id)}", ({"do": "bypass", "node": case.node.id},), 4)
    for edge in case.wires:
        for node in (edge.source, *case.view.line(edge.source)):
            if case.view.category(node) in ("pool", "shape"):
                yield Way(f"Remove {case.title(node)}", ({"do": "bypass", "node": node},), 3)
            elif case.view.category(node) != "activations":
                break


def no_added_axes(case: Case) -> Iterator[Way]:
    """Leave the axes of size 1 out that were added in front, where inputs are stretched along them."""
    if case.problem.code not in ("broadcast", "add"):
        return
    added = [edge.source for edge in case.wires if case.view.block(edge.source) == "unsqueeze"]
    if len(added) > 1:
        named = " and ".join(case.title(node) for node in added)
        yield Way(f"Remove {named}", tuple({"do": "bypass", "node": node} for node in added), 2)


def gentler(case: Case) -> Iterator[Way]:
    """A smaller stride or padding in front, so that more of the map is left."""
    if case.problem.code not in ("kernel", "spatial_size"):
        return
    for edge in case.wires:
        for node in (edge.source, *case.view.line(edge.source)):
            block = case.document.node(node).block
            params = case.plan.registry.get(block).params if block in case.plan.registry else {}
            if case.plan.nodes[node].recipe.module is None or "kernel_size" not in params:
                continue
            values = case.view.params(node)
            if "stride" in params and values.get("stride") not in ((1,), 1):
                yield Way(f"Set the stride of {case.title(node)} to 1", (case.set("stride", [1], node),), 2)
            kernel = (
                values["kernel_size"][0]
                if isinstance(values["kernel_size"], tuple)
                else values["kernel_size"]
            )
            if "padding" in params and values.get("padding") in ((0,), 0) and kernel > 1:
                change = case.set("padding", [kernel // 2], node)
                yield Way(f"Set the padding of {case.title(node)} to {kernel // 2}", (change,), 2)
