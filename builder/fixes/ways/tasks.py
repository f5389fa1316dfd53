"""Branches, boxes and pictures: names in order, cells decoded, maps that grow to the size that is promised."""

from collections.abc import Iterator

from builder.fixes.way import Case, Way, disconnect, insert


def branch_names(case: Case) -> Iterator[Way]:
    """Let the wires stand for the cases in the condition's own order."""
    if case.problem.code == "branch_names" and case.value("branches"):
        yield Way("Take the cases in the condition's own order", (case.set("branches", None),))


def decoded(case: Case) -> Iterator[Way]:
    """Decode what a box head says into boxes."""
    if case.problem.code != "wire_kind" or case.block is None:
        return
    for edge in case.wires:
        if case.block.inputs[edge.input].kind == "boxes":
            yield Way("Decode the cells into boxes", (insert(edge, "boxes_from_cells", "x", "boxes"),))


def doubling(case: Case) -> Iterator[Way]:
    """Let every transposed convolution in front double its map, or resize what leaves."""
    if case.problem.code != "picture_size":
        return
    exact = {"kernel_size": [4], "stride": [2], "padding": [1]}
    above = case.view.above(case.node.id)
    growing = [node.id for node in case.view.nodes if node.id in above and node.block == "conv_transpose2d"]
    changes = [case.set(param, value, node) for node in growing for param, value in exact.items()]
    if changes:
        title = "Let each transposed convolution double its map: kernel 4, stride 2, padding 1"
        yield Way(title, tuple(changes), 0)
    size = case.value("size")
    for edge in case.wires if isinstance(size, int) else ():
        resized = insert(edge, "upsample", size=[size], mode="bilinear")
        yield Way(f"Resize what leaves to {size} × {size}", (resized,), 3)


def matched(case: Case) -> Iterator[Way]:
    """Connect what values are to become like, or let the loss look at the wire that is there."""
    if case.problem.code != "match_wire":
        return
    wire = case.view.wire(case.node.id, "like")
    if wire:
        yield Way("Set the loss to match", (case.set("loss", "match"),))
        yield Way("Remove the wire to like", (disconnect(wire),), 2)
        return
    own = case.view.wire(case.node.id, "values")
    for node, name, spec in case.sources():
        if own and (node, name) != (own.source, own.output) and spec == case.spec(own):
            change = {"do": "connect", "source": f"{node}.{name}", "target": f"{case.node.id}.like"}
            yield Way(f"Connect {case.output(node, name)} ({spec.text})", (change,), 0)
