"""Outputs and the data that the document names: do classes and columns fit?"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from builder.data.catalogue import SOURCES
from builder.documents.document import Node
from builder.linting.view import View
from builder.problem import Fix, Problem


def target_and_output(view: View) -> Iterator[Problem]:
    """A class output with fewer places than its target has classes, or with a target that is not in the data."""
    source = SOURCES.get(view.document.training.data) if view.document.training else None
    if source is None or not source.classes:
        return
    for output in view.outputs:
        params = view.params(output.id)
        if output.block != "class_output" or params["loss"] == "none":
            continue
        column = params["target"] if params["target"] not in ("", "label") else next(iter(source.classes))
        if column not in source.classes:
            yield _no_column(output, column, source.classes, source.title)
        else:
            yield from _too_narrow(view, output, column, source.classes[column])


def _no_column(output: Node, column: str, classes: Mapping[str, int], title: str) -> Problem:
    near = get_close_matches(column, classes, n=1, cutoff=0.4) or list(classes)[:1]
    change = {"do": "set_param", "node": output.id, "param": "target", "value": near[0]}
    return Problem(
        code="data_column",
        severity="warning",
        node=output.id,
        param="target",
        said=f"{title} has no column {column!r} with classes.",
        expected="one of " + ", ".join(classes),
        got=column,
        next="Choose one of these columns, or other data.",
        fixes=(Fix(title=f"Compare with {near[0]}", changes=(change,)),),
    )


def _too_narrow(view: View, output: Node, column: str, needed: int) -> Iterator[Problem]:
    spec, made = view.spec(view.wire(output.id)), view.maker(output.id)
    width = spec.shape[-1] if spec and spec.rank == 2 else None
    binary = view.params(output.id)["loss"] == "bce" and width == 1 and needed == 2
    if not isinstance(width, int) or width >= needed or binary:
        return
    fixes = []
    names = [
        name for name in ("out_features", "classes", "out_channels") if made and name in view.params(made)
    ]
    for name in names[:1]:
        change = {"do": "set_param", "node": made, "param": name, "value": needed}
        fixes.append(Fix(title=f"Set {name} of {view.title(str(made))} to {needed}", changes=(change,)))
    yield Problem(
        code="class_count",
        severity="warning",
        node=output.id,
        port="x",
        said=f"The column {column!r} has {needed} classes, and only {width} scores arrive: some classes could never be "
        "answered.",
        expected=f"B × {needed}",
        got=spec.text if spec else "",
        next=f"Set the width of the last layer to {needed}.",
        fixes=tuple(fixes),
    )
