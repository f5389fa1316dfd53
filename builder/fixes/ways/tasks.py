"""Routing and pictures: a branch for every case, and maps that grow to the size that is promised."""

from collections.abc import Iterator

from builder.fixes.way import Case, Way, insert


def branch(case: Case) -> Iterator[Way]:
    """Let a branch that is there take the case that has none, or take the case out of the condition."""
    if case.problem.code != "no_branch":
        return
    for edge in case.document.into(case.node.id):
        spec = case.spec(edge)
        if edge.input != "condition" or spec is None:
            continue
        named = [name.strip() for name in str(case.value("branches")).split(",") if name.strip()]
        count = sum(other.input == "xs" for other in case.document.into(case.node.id))
        branches = named or list(spec.cases[:count])
        left = ", ".join(name for name in spec.cases if name in branches)
        for name in branches:
            yield Way(f"Let the branch {name} take what has none", (case.set("otherwise", name),))
        if "names" in case.view.params(edge.source):
            title = f"Leave only {left} in {case.title(edge.source)}"
            yield Way(title, (case.set("names", left, edge.source),), 2)


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
        yield Way(title, tuple(changes))
    size = case.value("size")
    for edge in case.wires if isinstance(size, int) else ():
        resized = insert(edge, "upsample", size=[size], mode="bilinear")
        yield Way(f"Resize what leaves to {size} × {size}", (resized,), 3)
