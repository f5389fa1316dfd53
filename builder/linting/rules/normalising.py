"""Normalisations that have a single value to look at."""

from collections.abc import Iterator

from builder.linting.view import View
from builder.problem import Fix, Problem
from builder.spec import Spec


def batch_of_one(view: View) -> Iterator[Problem]:
    """A batch normalisation that is trained on batches of one sample, with one value for each channel."""
    training = view.document.training
    if training is None or training.batch != 1:
        return
    for node in view.nodes:
        spec = view.spec(view.wire(node.id))
        if not node.block.startswith("batch_norm") or node.freeze or spec is None or not _one_place(spec):
            continue
        yield Problem(
            code="norm_one_sample",
            severity="warning",
            node=node.id,
            port="x",
            said=f"{view.title(node.id)} compares the samples of a batch, and training gives it one at a time: a "
            "single "
            "value has no mean and variance of its own.",
            expected="batches of two samples or more",
            got=f"{spec.text} with a batch of 1",
            next="Train with larger batches, or use a LayerNorm, which looks at one sample.",
            fixes=(
                Fix(
                    title="Train with batches of 32",
                    changes=({"do": "set_training", "name": "batch", "value": 32},),
                ),
                Fix(
                    title="Use a LayerNorm instead",
                    changes=({"do": "swap", "node": node.id, "block": "layer_norm"},),
                ),
            ),
        )


def one_value(view: View) -> Iterator[Problem]:
    """A normalisation within the sample that has one value in each group, and so gives zeros."""
    for node in view.nodes:
        spec = view.spec(view.wire(node.id))
        if spec is None or not _constant(view, node.id, spec):
            continue
        yield Problem(
            code="norm_one_value",
            severity="warning",
            node=node.id,
            port="x",
            said=f"{view.title(node.id)} brings groups of a single value to mean 0, and a single value minus "
            "itself is 0: "
            "whatever arrives, only the learnt offset leaves.",
            expected="several values in each group",
            got=spec.text,
            next="Use fewer groups, or normalise where there are more values.",
            fixes=tuple(_fewer(view, node.id, spec)),
        )


def _one_place(spec: Spec) -> bool:
    return all(size == 1 for size in spec.shape[2:])


def _constant(view: View, node: str, spec: Spec) -> bool:
    block = view.block(node)
    if block == "layer_norm":
        return spec.shape[-1] == 1 and view.params(node)["normalized_shape"] in (None, (1,), 1)
    if block == "group_norm" and spec.rank > 1:
        return _one_place(spec) and view.params(node)["num_groups"] == spec.shape[1]
    return False


def _fewer(view: View, node: str, spec: Spec) -> Iterator[Fix]:
    channels = spec.shape[1] if view.block(node) == "group_norm" else None
    if isinstance(channels, int) and channels > 1:
        change = {"do": "set_param", "node": node, "param": "num_groups", "value": 1}
        yield Fix(title="Set num_groups to 1", changes=(change,))
    yield Fix(title=f"Remove {view.title(node)}", changes=({"do": "bypass", "node": node},))
