"""Inputs that come together: on one scale, and without stretching one of them unawares."""

from collections.abc import Iterator

from builder.data.catalogue import SOURCES
from builder.documents.document import Edge
from builder.linting.view import View
from builder.problem import Change, Fix, Problem

_JOIN = ("concat", "add", "average")
_STRETCH = ("add", "subtract", "average", "maximum")


def unscaled(view: View) -> Iterator[Problem]:
    """Raw numbers beside learnt features, with no normalisation before or behind the meeting."""
    for node in view.nodes:
        wires = [edge for edge in view.document.into(node.id) if edge.input == "xs"]
        if node.block not in _JOIN or len(wires) < 2 or _scaled_behind(view, node.id):
            continue
        raw = [edge for edge in wires if _raw(view, edge)]
        known = view.document.training is not None and view.document.training.data in SOURCES
        for edge in raw if len(raw) < len(wires) else ():
            yield Problem(
                code="unscaled_fusion",
                severity="note"
                if known
                else "warning",  # data that come along are standardised when they are read
                node=node.id,
                port="xs",
                said=f"{view.title(edge.source)} brings raw numbers, in whatever unit they were measured, beside "
                "features "
                "of another scale. The larger ones drown the others.",
                expected="inputs of one scale",
                got=f"raw numbers: {view.output(edge.source, edge.output)}",
                next="Put a normalisation on this wire, such as a BatchNorm, which learns the scale of each number.",
                fixes=(
                    _normalised(edge, "Bring each of these numbers to one scale first"),
                    *_behind(view, node.id),
                ),
            )


def stretched(view: View) -> Iterator[Problem]:
    """One number for each sample, stretched over all features of another input."""
    for node in view.nodes:
        wires = view.document.into(node.id)
        specs = [spec for edge in wires if (spec := view.spec(edge))]
        if node.block not in _STRETCH or len(specs) < 2:
            continue
        widest = max(specs, key=lambda spec: (spec.rank, str(spec.shape)))
        narrow = [spec for spec in specs if spec.shape[-1:] == (1,) and widest.shape[-1:] != (1,)]
        narrow = narrow if all(spec.rank < 4 for spec in specs) else []
        for spec in narrow[:1]:
            yield Problem(
                code="stretched",
                severity="warning",
                node=node.id,
                port=wires[-1].input,
                said=f"The one number of {spec.text} is stretched over all of {widest.text}: each feature of a "
                "sample gets "
                "the same. PyTorch does that without a word, and it is rarely meant.",
                expected="inputs of one shape",
                got=" and ".join(spec.text for spec in specs),
                next="Bring both to one width first, or join them with a Concat.",
                fixes=tuple(_widened(view, node.id, widest.shape[-1])),
            )


def _raw(view: View, edge: Edge) -> bool:
    """Whether a wire brings the numbers of a vector input as they are."""
    node = edge.source
    while view.quiet(node) and (wire := view.wire(node)):
        node = wire.source
    return view.block(node) == "vector_input"


def _scaled_behind(view: View, node: str) -> bool:
    """Whether what comes out of a meeting goes straight into a normalisation."""
    following = [edge.target for edge in view.document.out_of(node)]
    return bool(following) and all(view.category(other) == "normalisation" for other in following)


def _normalised(edge: Edge, title: str) -> Fix:
    change: Change = {
        "do": "insert_on", "wire": edge.model_dump(), "block": "batch_norm1d", "input": "x", "output": "y",
    }  # fmt: skip
    return Fix(title=title, changes=(change,))


def _behind(view: View, node: str) -> Iterator[Fix]:
    following = view.document.out_of(node)
    if len(following) == 1:
        yield _normalised(following[0], "Bring everything to one scale behind it")


def _widened(view: View, node: str, width: object) -> Iterator[Fix]:
    for edge in view.document.into(node):
        spec = view.spec(edge)
        if spec and spec.shape[-1] == 1 and isinstance(width, int):
            change: Change = {
                "do": "insert_on", "wire": edge.model_dump(), "block": "linear", "input": "x", "output": "y",
                "out_features": width,
            }  # fmt: skip
            yield Fix(title=f"Project it to {width} features first", changes=(change,))
