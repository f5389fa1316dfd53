"""Nodes that no result needs, and heads that no loss reaches."""

from collections.abc import Iterator

from builder.linting.view import View
from builder.problem import Change, Fix, Problem


def unused(view: View) -> Iterator[Problem]:
    """A node from which no output can be reached: it is never called."""
    if not view.plan.sound:
        return
    live = set(view.plan.live)
    for node in view.nodes:
        if node.id in live or any(edge.target not in live for edge in view.document.out_of(node.id)):
            continue  # of a whole branch, its last node is named
        size = view.plan.nodes[node.id].size.parameters
        counted = f" Its {size:,} parameters are not part of the network." if size else ""
        yield Problem(
            code="unused_node",
            severity="warning",
            node=node.id,
            said=f"No wire leads from {view.title(node.id)} to an output, so it is never called.{counted}",
            expected="a way to an output",
            got="none",
            next="Connect it to what should use it, or remove it.",
            fixes=(
                *_put_inside(view, node.id),
                *_put_between(view, node.id),
                *_without(view, node.id, live),
            ),
        )


def without_loss(view: View) -> Iterator[Problem]:
    """Parameters that only lead to outputs which are not trained on."""
    if not view.plan.sound or not view.outputs:
        return
    learning = [node.id for node in view.outputs if view.params(node.id).get("loss", "") != "none"]
    reached = view.graph.above(learning)
    for output in view.outputs:
        idle = [
            node for node in view.graph.above([output.id]) - reached if view.plan.nodes[node].size.trainable
        ]
        if output.id in learning or not idle:
            continue
        count = sum(view.plan.nodes[node].size.trainable for node in idle)
        named = ", ".join(view.title(node) for node in sorted(idle)[:4])
        yield Problem(
            code="head_without_loss",
            severity="warning",
            node=output.id,
            param="loss",
            said=f"{view.title(output.id)} has no loss, so nothing teaches the {count:,} parameters that only "
            "lead there "
            f"({named}): they stay random.",
            expected="a loss that reaches every part that should learn",
            got="loss none",
            next="Choose a loss for this output, or freeze what leads there.",
            fixes=tuple(_with_loss(view, output.id)),
        )


def _with_loss(view: View, output: str) -> Iterator[Fix]:
    param = view.plan.block(output).params["loss"]
    change: Change = {"do": "set_param", "node": output, "param": "loss", "value": param.default}
    yield Fix(title=f"Learn it with {param.default}", changes=(change,))


def _put_between(view: View, node: str) -> Iterator[Fix]:
    """Let what the node's neighbours take from its source go through the node."""
    into, outputs = view.document.into(node), view.plan.block(node).outputs
    if len(into) != 1 or not outputs:
        return
    own, first = into[0], next(iter(outputs))
    others = [
        edge for edge in view.document.out_of(own.source) if edge.output == own.output and edge.target != node
    ]
    changes: tuple[Change, ...] = tuple(
        {"do": "move_source", "wire": edge.model_dump(), "source": node, "output": first} for edge in others
    )
    if changes:
        named = " and ".join(view.title(edge.target) for edge in others[:2])
        yield Fix(title=f"Put it between {view.title(own.source)} and {named}", changes=changes)


def _put_inside(view: View, node: str) -> Iterator[Fix]:
    """Let a node that looks at a tap stand behind the tapped module, inside the network, where it runs."""
    into, old = view.document.into(node), view.document.node(node)
    if len(into) != 1 or into[0].output not in view.document.node(into[0].source).taps:
        return
    source, path = into[0].source, into[0].output
    edit = {"how": "insert_after", "path": path, "block": old.block, **old.params}
    yield Fix(
        title=f"Insert it after {path} inside {view.title(source)}",
        changes=({"do": "add_edit", "node": source, **edit}, {"do": "remove", "node": node}),
    )


def _without(view: View, node: str, live: set[str]) -> Iterator[Fix]:
    """Remove the node and everything that only led to it."""
    gone = [other for other in view.plan.order if other in view.graph.above([node]) and other not in live]
    title = f"Remove {view.title(node)}" + (f" and {len(gone) - 1} in front of it" if len(gone) > 1 else "")
    yield Fix(title=title, changes=tuple({"do": "remove", "node": other} for other in gone))
