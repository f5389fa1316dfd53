"""How many numbers a shape holds, and whether they fit into another shape."""

from collections.abc import Sequence
from math import prod

from builder.problem import refuse
from builder.sizes import Size, shape_text


def row(value: int | Sequence[int]) -> tuple[int, ...]:
    """The sizes as a tuple; one number stands for one axis."""
    return (value,) if isinstance(value, int) else tuple(value)


def refill(arriving: Sequence[Size], wanted: Sequence[int], *, param: str, text: str) -> tuple[int, ...]:
    """The wanted sizes with -1 filled in where that can be known, refused when the numbers do not fit."""
    if sum(size < 0 for size in wanted) > 1 or 0 in wanted:
        raise refuse(
            "reshape",
            "One size may be left open with -1, and none may be 0.",
            param=param,
            expected="sizes of which at most one is -1",
            got=" × ".join(str(size) for size in wanted),
            next=f"Write out all sizes of {param} but one.",
        )
    fixed = prod(size for size in wanted if size > 0)
    if not all(isinstance(size, int) for size in arriving):
        return _changing(arriving, wanted, fixed, param=param, text=text)
    count = prod(size for size in arriving if isinstance(size, int))
    if count == fixed or (-1 in wanted and count % fixed == 0):
        return tuple(size if size > 0 else count // fixed for size in wanted)
    held = f"{shape_text(arriving)} = {count}" if len(arriving) > 1 else str(count)
    asked = (
        f"{shape_text([s for s in wanted if s > 0])} = {fixed}"
        if sum(s > 0 for s in wanted) > 1
        else str(fixed)
    )
    raise refuse(
        "reshape",
        f"A reshape keeps every number: {held} arrive, and {'a multiple of ' if -1 in wanted else ''}{asked} "
        "would be needed.",
        port="x",
        param=param,
        expected=f"{'a multiple of ' if -1 in wanted else ''}{fixed} numbers in each sample",
        got=text,
        next=f"Choose sizes whose product is {count}, or make the layer in front {fixed} wide.",
    )


def _changing(
    arriving: Sequence[Size], wanted: Sequence[int], fixed: int, *, param: str, text: str
) -> tuple[int, ...]:
    """The wanted sizes where a size that arrives changes from batch to batch, so that one has to be left open."""
    known = prod(size for size in arriving if isinstance(size, int))
    if -1 in wanted and known % fixed == 0:
        return tuple(wanted)
    raise refuse(
        "symbolic_size",
        "How many numbers arrive changes from one batch to the next, so they cannot fill sizes that are fixed.",
        port="x",
        param=param,
        expected=f"sizes with one -1, the others a divisor of {known}",
        got=text,
        next="Pool the axis that changes first, or leave one size open with -1.",
    )
