"""Padding that is treated like words: a mask exists and is not connected."""

from collections.abc import Iterator

from builder.linting.view import View
from builder.problem import Change, Fix, Problem


def mean_over_padding(view: View) -> Iterator[Problem]:
    """A mean over all tokens where a mask says which of them are real."""
    for node in view.nodes:
        if node.block != "token_mean" or (mask := view.mask(node.id)) is None:
            continue
        source, port = mask
        changes: tuple[Change, ...] = (
            {"do": "swap", "node": node.id, "block": "masked_mean"},
            {"do": "connect", "source": f"{source}.{port}", "target": f"{node.id}.mask"},
        )
        yield Problem(
            code="padding_counted",
            severity="warning",
            node=node.id,
            port="x",
            said=f"{view.title(node.id)} averages over the padding too, so that what a text gives depends on the "
            "longest text of its batch.",
            expected=f"the tokens with the {view.output(source, port)}",
            got="the tokens alone",
            next="Use a masked mean and connect the mask.",
            fixes=(Fix(title="Use a masked mean, with the mask connected", changes=changes),),
        )


def mask_not_connected(view: View) -> Iterator[Problem]:
    """A block that takes a mask gets tokens with padding and no mask."""
    for node in view.nodes:
        port = view.plan.block(node.id).inputs.get("mask")
        if port is None or not port.optional or view.wire(node.id, "mask"):
            continue
        if (mask := view.mask(node.id)) is None or not _mixes(view, node.id):
            continue
        source, name = mask
        wire: Change = {"do": "connect", "source": f"{source}.{name}", "target": f"{node.id}.mask"}
        yield Problem(
            code="mask_missing",
            severity="warning",
            node=node.id,
            port="mask",
            said=f"Without the mask, {view.title(node.id)} treats padding like words, so that what a text gives "
            "depends on the other texts of its batch.",
            expected=f"a wire from {view.output(source, name)}",
            got="no wire",
            next=f"Connect {view.output(source, name)} to this port.",
            fixes=(Fix(title=f"Connect {view.output(source, name)}", changes=(wire,)),),
        )


def _mixes(view: View, node: str) -> bool:
    """Whether something uses more of a recurrent block than its states so far, which padding behind cannot touch."""
    reads = view.category(node) != "recurrent" or view.params(node).get("bidirectional")
    return bool(reads) or any(edge.output == "last" for edge in view.document.out_of(node))
