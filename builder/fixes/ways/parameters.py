"""Parameters: back to the default, to the number that fits, or to the nearest value that is allowed."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from builder.fixes.way import Case, Way
from builder.param import Boolean, Choice, Integer, Integers, Number, Param, Text
from builder.spec import Spec

_PARTS = ("groups", "num_heads", "num_groups", "heads", "nhead", "upscale_factor", "downscale_factor")
_AXES = ("dim", "axis", "start_dim", "end_dim", "dim0", "dim1")
_WINDOWS = ("kernel_size", "dilation", "padding")
_FAR = 1_000_000
"""A default has nothing to do with the number that was set: one near to that is offered before it."""


def default(case: Case) -> Iterator[Way]:
    """Set a parameter back to its default, or leave it to what arrives."""
    if case.block is None:
        return
    known = case.block.params
    names = [case.problem.param] if case.problem.param else list(case.node.params)
    for name in names:
        identity = isinstance(known.get(name), (Choice, Text)) and name != case.problem.param
        if name in case.node.params and name in known and not identity:
            inferred = known[name].inferred
            title = f"Leave {name} to what arrives" if inferred else f"Set {name} back to its default"
            cost = 1 if inferred or case.problem.param else 2
            yield Way(title, (case.set(name, None),), cost, 0 if inferred else _FAR)


def allowed(case: Case) -> Iterator[Way]:
    """Set a value that is not allowed to the nearest one that is."""
    name = case.problem.param
    if case.problem.code != "parameter" or case.block is None or name not in case.block.params:
        return
    assert name is not None
    for value in _nearest(case.block.params[name], case.node.params.get(name)):
        yield Way(f"Set {name} to {_shown(value)}", (case.set(name, value),))


def _nearest(param: Param, value: Any) -> Iterator[Any]:
    number = _number(value)
    if isinstance(param, Integer) and number is not None:
        yield max(param.minimum, min(param.maximum, round(number)))
    elif isinstance(param, Number) and number is not None:
        yield max(param.minimum, min(param.maximum, number))
    elif isinstance(param, Boolean):
        yield from [bool(number)] if number is not None else []
    elif isinstance(param, Choice):
        yield from get_close_matches(str(value), param.choices, n=2, cutoff=0.3)
    elif isinstance(param, Text) and isinstance(value, (int, float)):
        yield str(value)
    elif isinstance(param, Integers):
        row = [item for item in (_number(one) for one in _row(value)) if item is not None]
        clamped = [max(param.minimum, min(param.maximum, round(item))) for item in row]
        if clamped:
            yield clamped[: param.length] if param.length and len(clamped) >= param.length else clamped[:1]


def _row(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def parts(case: Case) -> Iterator[Way]:
    """Set a number of groups or heads to the nearest that divides, or the width to one that is divided."""
    name = case.problem.param
    if case.problem.code not in ("groups", "heads", "channels", "reshape") or name not in _PARTS:
        return
    now, spec = case.value(name), _first_spec(case)
    widths = [spec.shape[1], spec.shape[-1]] if spec and spec.rank > 1 else []
    counts = [size for size in [*widths, case.value("out_channels")] if isinstance(size, int)]
    fitting = {part for count in counts for part in range(1, min(count, 512) + 1) if count % part == 0}
    fitting = {part for part in fitting if part > 1 or case.problem.code == "groups"}
    for value in sorted(fitting, key=lambda part: (abs(part - now), part))[:4]:
        yield Way(f"Set {name} to {value}", (case.set(name, value),), 1, abs(value - now))
    if isinstance(case.value("out_channels"), int):
        near = max(1, round(case.value("out_channels") / now)) * now
        yield Way(f"Set out_channels to {near}", (case.set("out_channels", near),), 1)


def shared_width(case: Case) -> Iterator[Way]:
    """A width that heads divide, or heads that divide the width, where both are numbers of the node."""
    width, heads = case.value(case.problem.param or ""), case.value("heads")
    if case.problem.code != "heads" or not isinstance(width, int) or not isinstance(heads, int):
        return
    yield Way(f"Set {case.problem.param} to {-(-width // heads) * heads}",
              (case.set(str(case.problem.param), -(-width // heads) * heads),))  # fmt: skip
    for value in (number for number in range(heads, 0, -1) if width % number == 0):
        yield Way(f"Set heads to {value}", (case.set("heads", value),), 1, heads - value)
        break


def unfolded(case: Case) -> Iterator[Way]:
    """Give a fold the windows of the unfold in front of it, and the size of its map."""
    if case.problem.code != "fold":
        return
    for node in case.view.line(case.node.id):
        spec = case.view.spec(case.view.wire(node)) if case.view.block(node) == "unfold" else None
        if spec is None or spec.rank != 4:
            continue
        same = {
            name: case.view.params(node)[name] for name in ("kernel_size", "stride", "padding", "dilation")
        }
        wanted = {"output_size": list(spec.shape[2:])} | {name: list(row) for name, row in same.items()}
        changes = tuple(case.set(name, value) for name, value in wanted.items()
                        if value != list(case.value(name)))  # fmt: skip
        yield Way(
            f"Take the windows of {case.title(node)}, for a map of {spec.shape[2]} × {spec.shape[3]}", changes
        )


def axes(case: Case) -> Iterator[Way]:
    """Name an axis that is there, or the one along which the inputs fit."""
    spec = _first_spec(case)
    if (
        case.problem.code not in ("axis", "batch_axis", "concat", "squeeze", "index")
        or case.block is None
        or not spec
    ):
        return
    for name in _AXES:
        if name in case.block.params and name in (case.problem.param or name,):
            for axis in [*range(spec.rank - 1, 0, -1), -1]:
                if axis != case.value(name):
                    yield Way(f"Set {name} to {axis}", (case.set(name, axis),), 1)


def index(case: Case) -> Iterator[Way]:
    """Take an entry that is there."""
    if (
        case.problem.code == "index"
        and case.problem.param
        and isinstance(case.value(case.problem.param), int)
    ):
        for value in (0, -1):
            yield Way(f"Set {case.problem.param} to {value}", (case.set(case.problem.param, value),), 1)


def bounds(case: Case) -> Iterator[Way]:
    """Swap two bounds that are in the wrong order."""
    if case.problem.code != "bounds" or case.block is None:
        return
    for low, high in (("min_val", "max_val"), ("lower", "upper")):
        if low in case.block.params and high in case.block.params:
            changes = (case.set(low, case.value(high)), case.set(high, case.value(low)))
            yield Way(f"Swap {low} and {high}", changes, 1)


def window(case: Case) -> Iterator[Way]:
    """A smaller window, or padding that gives it room."""
    spec = _first_spec(case)
    if case.problem.code not in ("kernel", "spatial_size", "padding") or case.block is None or not spec:
        return
    params = case.block.params
    room = min((size for size in spec.shape[2:] if isinstance(size, int)), default=1)
    kernel = max((item for item in _row(case.value("kernel_size")) if isinstance(item, int)), default=3)
    if "kernel_size" in params:
        for size in sorted(
            {one for one in (room, room - 1, 3, 2, 1) if 1 <= one <= min(room, kernel - 1)}, reverse=True
        ):
            yield Way(f"Set kernel_size to {size}", (case.set("kernel_size", [size]),), 1, kernel - size)
    if "padding" in params and case.problem.code != "padding":
        yield Way(f"Set padding to {kernel // 2}", (case.set("padding", [kernel // 2]),), 1)
    if "padding" in params and case.problem.code == "padding":
        for size in sorted({room - 1, kernel // 2, 0} - {-1}, reverse=True):
            yield Way(f"Set padding to {size}", (case.set("padding", [size]),), 1, kernel - size)
        yield from (
            [Way("Set padding_mode to zeros", (case.set("padding_mode", "zeros"),))]
            if "padding_mode" in params
            else []
        )
    for name in ("stride", "dilation"):
        if name in params and _row(case.value(name)) != [1]:
            yield Way(f"Set {name} to 1", (case.set(name, [1]),), 1)


def output_padding(case: Case) -> Iterator[Way]:
    """An output padding below the stride."""
    if case.problem.code == "output_padding":
        for value in (1, 0):
            yield Way(f"Set output_padding to {value}", (case.set("output_padding", [value]),), 1)


def order(case: Case) -> Iterator[Way]:
    """An order that names each axis once."""
    spec = _first_spec(case)
    if case.problem.code == "permutation" and spec:
        last = [0, *range(2, spec.rank), 1]
        for dims in (last, [0, spec.rank - 1, *range(1, spec.rank - 1)]):
            yield Way(f"Set dims to {_shown(dims)}", (case.set("dims", dims),), 1)


def refill(case: Case) -> Iterator[Way]:
    """Let one size of a reshape follow from the others."""
    if case.problem.code != "reshape" or case.problem.param is None:
        return
    row = _row(case.value(case.problem.param))
    for place in range(len(row)):
        sizes = [-1 if index == place else abs(size) for index, size in enumerate(row)]
        if sizes != row:
            yield Way(
                f"Set {case.problem.param} to {_shown(sizes)}",
                (case.set(case.problem.param, sizes),),
                1 + place,
            )


def images(case: Case) -> Iterator[Way]:
    """Larger images where a map becomes too small on the way, or of the size that a network takes."""
    if case.problem.code not in ("kernel", "spatial_size", "image_size", "padding", "reshape", "mismatch"):
        return
    wanted = [int(word) for word in case.problem.expected.replace("×", " ").split() if word.isdigit()]
    for node in sorted(case.graph.above([case.node.id])):
        params = case.view.params(node)
        if case.plan.role(node) == "input" and isinstance(params.get("size"), int):
            for size in dict.fromkeys([*(one for one in wanted if one >= 16), 64, 96, 128, 224]):
                if size > params["size"] or size in wanted:
                    yield Way(
                        f"Set the size of {case.title(node)} to {size}", (case.set("size", size, node),), 2
                    )


def losses(case: Case) -> Iterator[Way]:
    """A loss that reads what arrives."""
    if case.problem.code == "one_class":
        yield Way("Set the loss to bce", (case.set("loss", "bce"),), 1)


def _first_spec(case: Case) -> Spec | None:
    return next((spec for edge in case.wires if (spec := case.spec(edge))), None)


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
