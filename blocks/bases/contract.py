"""What a block demands of its input before PyTorch would trip over it, said in plain words."""

from dataclasses import replace

from builder.block import Site
from builder.problem import Refused, refuse
from builder.sizes import Size
from builder.spec import Spec

FLOATING = ("float32", "bfloat16", "float16", "float64")
WHOLE = ("int64", "int32")


def rank(site: Site, port: str, *patterns: str) -> Spec:
    """What arrives at the port, refused unless it has as many axes as one of the patterns."""
    return site.spec(port).need(port, *patterns)


def tokens(site: Site, port: str, *patterns: str) -> Spec:
    """What arrives at a port of an attention, refused where it is one vector for each sample.

    PyTorch would take the samples of the batch for the tokens of one text, without a word.
    """
    spec = site.spec(port)
    if spec.rank != 2:
        return spec.need(port, *patterns)
    raise refuse(
        "needs_tokens",
        "There is one vector for each sample, so that the samples of a batch would attend to each other.",
        port=port,
        expected=f"{patterns[0]}, several vectors for each sample",
        got=spec.text,
        next="Take a feature map or the tokens instead of the pooled vector, and turn a map into tokens.",
    )


def floating(site: Site, port: str = "x") -> Spec:
    """What arrives at the port, refused unless it holds real numbers."""
    spec = site.spec(port)
    if spec.dtype in FLOATING:
        return spec
    raise refuse(
        "dtype",
        f"This computes with real numbers, and what arrives holds {spec.dtype} values.",
        port=port,
        expected="real numbers (float32)",
        got=f"{spec.text}, {spec.dtype}",
        next="Token ids or categories go through an Embedding first; other whole numbers are turned into "
        "real ones.",
    )


def whole(site: Site, port: str = "x") -> Spec:
    """What arrives at the port, refused unless it holds whole numbers that can serve as row numbers."""
    spec = site.spec(port)
    if spec.dtype in WHOLE:
        return spec
    raise refuse(
        "dtype",
        f"This looks rows up by their number, and what arrives holds {spec.dtype} values.",
        port=port,
        expected="whole numbers (int64)",
        got=f"{spec.text}, {spec.dtype}",
        next="Connect token ids or category numbers. For features that are real numbers, use a Linear layer "
        "instead.",
    )


def number(site: Site, port: str, axis: int) -> int:
    """The size of an axis as a number; the refusal names the port."""
    try:
        return site.spec(port).size(axis)
    except Refused as refused:
        raise Refused(replace(refused.problem, port=refused.problem.port or port)) from None


def channels(site: Site, param: str, port: str = "x") -> int:
    """How many channels arrive (axis 1), in agreement with the parameter where that was set by hand."""
    size = number(site, port, 1)
    said = site.infer(param, size)
    if said == size:
        return size
    spec = site.spec(port)
    raise refuse(
        "channels",
        f"{param} was set to {said}, and the input has {size} channels.",
        port=port,
        param=param,
        expected=_with(spec, 1, said),
        got=spec.text,
        next=f"Set {param} to {size}, or clear it so that it follows from the input.",
    )


def features(site: Site, param: str, port: str = "x") -> int:
    """How many features arrive (the last axis), in agreement with the parameter where that was set by
    hand.
    """
    size = number(site, port, -1)
    said = site.infer(param, size)
    if said == size:
        return size
    spec = site.spec(port)
    raise refuse(
        "features",
        f"{param} was set to {said}, and the last axis of the input holds {size} features.",
        port=port,
        param=param,
        expected=_with(spec, -1, said),
        got=spec.text,
        next=f"Set {param} to {size}, or clear it so that it follows from the input.",
    )


def divides(groups: int, count: int, *, param: str, what: str, port: str | None = None) -> None:
    """Refuse a number of groups that does not divide a count of channels."""
    if count % groups == 0:
        return
    raise refuse(
        "groups",
        f"{count} {what} cannot be split into {groups} groups of equal size.",
        port=port,
        param=param,
        expected=f"a number that divides {count}: {_some(count)}",
        got=str(groups),
        next=f"Set {param} to one of these, or change the number of {what}.",
    )


def axis_of(
    spec: Spec, axis: int, *, param: str, port: str = "x", lowest: int = 0, rank: int | None = None
) -> int:
    """The axis counted from the front, refused where there is no such axis or it lies before `lowest`."""
    count = spec.rank if rank is None else rank
    found = axis + count if axis < 0 else axis
    if lowest <= found < count:
        return found
    if found == 0 and count:
        raise refuse(
            "batch_axis",
            "Axis 0 is the batch: samples stay apart from one another, so this axis is left alone.",
            port=port,
            param=param,
            expected=f"an axis from {lowest} to {count - 1}",
            got=f"axis {axis} of {spec.text}",
            next=f"Choose axis {lowest} or a later one.",
        )
    raise refuse(
        "axis",
        f"There is no axis {axis} here: {spec.text} has {spec.rank} axes, counted from 0.",
        port=port,
        param=param,
        expected=f"an axis from {lowest} to {count - 1}, or from -{max(count - lowest, 1)} to -1",
        got=f"axis {axis}",
        next=f"Set {param} to an axis that exists; -1 is the last one.",
    )


def _with(spec: Spec, axis: int, size: int) -> str:
    sizes: list[Size] = list(spec.shape)
    sizes[axis] = size
    return replace(spec, shape=tuple(sizes)).text


def _some(count: int) -> str:
    divisors = [number for number in range(1, count + 1) if count % number == 0]
    shown = divisors if len(divisors) <= 8 else [*divisors[:4], *divisors[-3:]]
    return ", ".join(str(number) for number in shown)


def ordered(site: Site, low: str, high: str, *, equal: bool = False) -> None:
    """Refuse a lower bound that does not lie below the upper one."""
    first, second = site.params[low], site.params[high]
    if first < second or (equal and first == second):
        return
    raise refuse(
        "bounds",
        f"{low} is {first:g} and {high} is {second:g}: the lower bound does not lie below the upper one.",
        param=low,
        expected=f"{low} below {high}",
        got=f"{first:g} and {second:g}",
        next=f"Make {low} smaller or {high} larger.",
    )
