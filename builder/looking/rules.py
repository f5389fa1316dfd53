"""What each operation of PyTorch does to the positions of its tensors: one rule an operation.

A rule gives the trace of the result, or the words for why positions no longer see apart from one another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from builder.looking.extent import Extent
from builder.looking.traces import Axis, Factor, Trace, broadcast, plain, refold, singles

POOLED = "pools unequal windows"
ATTENDED = "lets every position look at every other"
NORMALISED = "normalises over all positions"
SPREAD = "hands what it found everywhere to every position"
AMONG = "puts other things among the positions"
TORN = "puts the positions in another order"


@dataclass(frozen=True)
class Call:
    """One operation: its arguments by position, the trace of each tensor among them, and the result's shape."""

    args: Sequence[Any]
    traces: Mapping[int, Trace]
    shape: tuple[int, ...]

    @property
    def trace(self) -> Trace:
        return self.traces[id(self.args[0])]

    def get(self, place: int, default: Any) -> Any:
        return self.args[place] if place < len(self.args) and self.args[place] is not None else default

    def traced(self) -> list[tuple[Trace, int]]:
        """The traces of the tensors among the arguments, rows of tensors included, each with its rank."""
        flat = [item for arg in self.args for item in (arg if isinstance(arg, (tuple, list)) else (arg,))]
        return [(self.traces[id(item)], item.ndim) for item in flat if id(item) in self.traces]


Rule = Callable[[Call], Trace | str]


def elementwise(call: Call) -> Trace | str:
    axes = broadcast(call.traced(), call.shape)
    return Trace(axes) if axes else SPREAD


def same(call: Call) -> Trace | str:
    return call.trace


def reshaped(call: Call) -> Trace | str:
    axes = refold(call.trace.axes, call.shape)
    return Trace(axes) if axes else TORN


def permuted(call: Call) -> Trace | str:
    axes = call.trace.axes
    return Trace(tuple(axes[dim] for dim in call.args[1]))


def transposed(call: Call) -> Trace | str:
    axes = list(call.trace.axes)
    first, second = (call.args[1], call.args[2]) if len(call.args) > 2 else (0, -1)
    axes[first], axes[second] = axes[second], axes[first]
    return Trace(tuple(axes))


def expanded(call: Call) -> Trace | str:
    axes = broadcast([(call.trace, len(call.trace.axes))], call.shape)
    return Trace(axes) if axes else SPREAD


def convolved(call: Call) -> Trace | str:
    image, weight, _, stride, padding, dilation, backwards, _, _ = call.args[:9]
    if id(weight) in call.traces or id(image) not in call.traces:
        return ATTENDED
    kernel = weight.shape[2:]
    rows = zip(kernel, *(_each(row, len(kernel)) for row in (stride, padding, dilation)), strict=True)
    return _slid(call, list(rows), backwards=backwards, channels=1)


def pooled(call: Call) -> Trace | str:
    """A window of fixed size, with its last axes the ones that it slides along."""
    axes = len(call.args[1])
    stride = _each(call.get(2, None) or call.args[1], axes)
    padding = _each(call.get(3, (0,)), axes)
    dilated = call.get(4, (1,)) if isinstance(call.get(4, None), (list, tuple)) else (1,)
    rows = zip(_each(call.args[1], axes), stride, padding, _each(dilated, axes), strict=True)
    return _slid(call, list(rows))


def adapted(call: Call) -> Trace | str:
    """Pooling to a given number of positions: a window where these divide evenly."""
    target = call.args[1]
    old = call.args[0].shape[-len(target) :]
    if any(size % wanted for size, wanted in zip(old, target, strict=True)):
        return POOLED
    rows = [(size // wanted, size // wanted, 0, 1) for size, wanted in zip(old, target, strict=True)]
    return _slid(call, rows)


def reduced(call: Call) -> Trace | str:
    """A mean, a sum or a largest value over some axes: a window over all of their positions."""
    trace, shape = call.trace, call.args[0].shape
    dims = call.get(1, range(len(shape)))
    gone = {dim % len(shape) for dim in ((dims,) if isinstance(dims, int) else dims)}
    axes = list(trace.axes)
    for dim in gone:
        axes[dim] = _summed(axes[dim])
    if len(call.shape) == len(axes):
        return Trace(tuple(axes))
    found = refold(axes, call.shape) if call.shape else (tuple(f for axis in axes for f in axis),)
    return Trace(found) if found else TORN


def normalised(call: Call) -> Trace | str:
    """Normalisation over the last axes."""
    last = range(len(call.trace.axes) - len(call.args[1]), len(call.trace.axes))
    return NORMALISED if call.trace.has_positions(last) else call.trace


def batch_normalised(call: Call) -> Trace | str:
    return NORMALISED if call.get(5, False) is True else call.trace


def group_normalised(call: Call) -> Trace | str:
    return NORMALISED


def softmaxed(call: Call) -> Trace | str:
    dim = call.args[1] % len(call.trace.axes)
    return ATTENDED if call.trace.has_positions([dim]) else call.trace


def multiplied(call: Call) -> Trace | str:
    """A product of a traced matrix with weights; two traced ones are taken for attention."""
    left, right = call.args[-2:]
    if id(left) not in call.traces or id(right) in call.traces:
        return ATTENDED
    trace = call.traces[id(left)]
    seen = tuple(factor for factor in _summed(trace.axes[-1]) if factor.along)
    return trace.with_axis(-1, (*plain(call.shape[-1]), *seen))


def joined(call: Call) -> Trace | str:
    """Tensors side by side: along an axis without positions, what depends on both."""
    dim = call.get(1, 0) % len(call.shape)
    traced = call.traced()
    seen = singles(trace.axes[dim] for trace, _ in traced)
    if seen is None:
        return AMONG
    cut = [(trace.with_axis(dim, plain(call.shape[dim])), rank) for trace, rank in traced]
    axes = broadcast(cut, call.shape)
    return Trace(axes).with_axis(dim, (*plain(call.shape[dim]), *seen)) if axes else SPREAD


def sliced(call: Call) -> Trace | str:
    dim, start, step = call.get(1, 0), call.get(2, 0), call.get(4, 1)
    return _cut(call, dim, start, step)


def split(call: Call) -> Trace | str:
    dim = call.get(2, 0)
    return TORN if call.trace.has_positions([dim]) else call.trace.with_axis(dim, plain(call.shape[dim]))


def selected(call: Call) -> Trace | str:
    dim, index = call.args[1], call.args[2]
    cut = _cut(call, dim, index, 1, size=1)
    if isinstance(cut, str):
        return cut
    axes = refold(cut.axes, call.shape)
    return Trace(axes) if axes else TORN


def padded(call: Call) -> Trace | str:
    """Padding at the end of the last axes: pairs of before and after, the last axis first."""
    trace, pairs = call.trace, call.args[1]
    for number in range(len(pairs) // 2):
        dim = len(call.shape) - 1 - number
        moved = _moved(trace.axes[dim], -pairs[2 * number], 1, call.shape[dim])
        if moved is None:
            return TORN
        trace = trace.with_axis(dim, moved)
    return trace


def resized(reach: int) -> Rule:
    """Interpolation of the last axes by the ratio of the sizes; `reach` as for `Extent.scaled`."""

    def rule(call: Call) -> Trace | str:
        trace = call.trace
        if reach and call.get(2, False) is True:
            return SPREAD  # aligned corners: the ratio is another at each position
        for dim in range(2, len(call.shape)):
            if call.args[0].shape[dim] == 1 < call.shape[dim]:
                return SPREAD
            factor = Fraction(call.shape[dim], call.args[0].shape[dim])
            axis = _changed(trace.axes[dim], call.shape[dim], _scaled(factor, reach))
            if axis is None:
                return SPREAD
            trace = trace.with_axis(dim, axis)
        return trace

    return rule


def shuffled(call: Call) -> Trace | str:
    """Channels become positions: each position is repeated."""
    trace = call.trace.with_axis(-3, plain(call.shape[-3]))
    for dim in (-2, -1):
        axis = _changed(trace.axes[dim], call.shape[dim], lambda e: e.scaled(Fraction(call.args[1])))
        if axis is None:
            return TORN
        trace = trace.with_axis(dim, axis)
    return trace


def unshuffled(call: Call) -> Trace | str:
    """Positions become channels: a window without overlap."""
    trace = call.trace.with_axis(-3, plain(call.shape[-3]))
    for dim in (-2, -1):
        axis = _changed(trace.axes[dim], call.shape[dim], lambda e: e.window(call.args[1], call.args[1]))
        if axis is None:
            return TORN
        trace = trace.with_axis(dim, axis)
    return trace


def strided(call: Call) -> Trace | str:
    return call.trace if tuple(call.args[0].shape) == call.shape else TORN


def embedded(call: Call) -> Trace | str:
    if id(call.args[1]) not in call.traces:
        return TORN
    return Trace((*call.traces[id(call.args[1])].axes, plain(call.shape[-1])))


RULES: dict[str, Rule] = {
    **dict.fromkeys(("clone", "alias", "detach", "_to_copy", "native_dropout", "contiguous"), same),
    **dict.fromkeys(("view", "_unsafe_view", "reshape", "unsqueeze", "squeeze"), reshaped),
    "permute": permuted,
    **dict.fromkeys(("transpose", "t"), transposed),
    "expand": expanded,
    "convolution": convolved,
    **dict.fromkeys(
        (
            *("max_pool2d_with_indices", "max_pool3d_with_indices", "max_pool2d", "max_pool3d"),
            *("avg_pool1d", "avg_pool2d", "avg_pool3d"),
        ),
        pooled,
    ),
    **dict.fromkeys(
        (
            *("_adaptive_avg_pool2d", "_adaptive_avg_pool3d", "adaptive_max_pool2d", "adaptive_max_pool3d"),
            *("adaptive_avg_pool1d", "adaptive_max_pool1d"),
        ),
        adapted,
    ),
    **dict.fromkeys(("mean", "sum", "amax", "amin", "max", "linalg_vector_norm"), reduced),
    "native_layer_norm": normalised,
    "native_batch_norm": batch_normalised,
    "native_group_norm": group_normalised,
    **dict.fromkeys(("_softmax", "_safe_softmax", "_log_softmax"), softmaxed),
    **dict.fromkeys(("mm", "bmm", "addmm"), multiplied),
    "cat": joined,
    "slice": sliced,
    **dict.fromkeys(("split", "split_with_sizes"), split),
    "select": selected,
    **dict.fromkeys(
        (
            "constant_pad_nd",
            *(f"{kind}_pad{axes}d" for kind in ("reflection", "replication") for axes in (1, 2, 3)),
        ),
        padded,
    ),
    **{f"upsample_nearest{axes}d": resized(0) for axes in (1, 2, 3)},
    **dict.fromkeys(("upsample_linear1d", "upsample_bilinear2d", "upsample_trilinear3d"), resized(1)),
    "upsample_bicubic2d": resized(2),
    "pixel_shuffle": shuffled,
    "pixel_unshuffle": unshuffled,
    "embedding": embedded,
    "as_strided": strided,
    **dict.fromkeys(("native_channel_shuffle", "channel_shuffle"), same),
}


def _each(row: Any, count: int) -> tuple[int, ...]:
    values = (row,) if isinstance(row, int) else tuple(row)
    return values * count if len(values) == 1 else values


def _summed(axis: Axis) -> Axis:
    """An axis that is summed over: one entry, which depends on whatever its positions depend on."""
    return tuple(factor.summed() for factor in axis if factor.along) or plain(1)


def _slid(
    call: Call, rows: Sequence[tuple[int, ...]], *, backwards: bool = False, channels: int | None = None
) -> Trace | str:
    """A window over the last axes; each row is its kernel, stride, padding and dilation along one of them."""
    trace = call.trace
    if channels is not None:
        seen = (factor for factor in _summed(trace.axes[channels]) if factor.along)
        trace = trace.with_axis(channels, (*plain(call.shape[channels]), *seen))
    for number, row in enumerate(rows):
        dim = number - len(rows)
        slide = _window(row, backwards)
        axis = _changed(trace.axes[dim], call.shape[dim], slide)
        if axis is None:
            return TORN
        trace = trace.with_axis(dim, axis)
    return trace


def _scaled(factor: Fraction, reach: int) -> Callable[[Extent], Extent | None]:
    return lambda extent: extent.scaled(factor, reach)


def _window(row: tuple[int, ...], backwards: bool) -> Callable[[Extent], Extent | None]:
    return lambda extent: extent.spread(*row) if backwards else extent.window(*row)


def _changed(axis: Axis, size: int, change: Callable[[Extent], Extent | None]) -> Axis | None:
    """An axis whose positions go through a change of their extent; None where they were folded with something."""
    places = [factor for factor in axis if factor.along]
    if not places:
        return plain(size)
    if len(axis) > 1:
        return None
    extent = change(places[0].extent)
    return (Factor(size, places[0].along, extent),) if extent else None


def _moved(axis: Axis, by: int, step: int, size: int) -> Axis | None:
    return _changed(axis, size, lambda extent: extent.moved(by, step))


def _cut(call: Call, dim: int, start: int, step: int, size: int | None = None) -> Trace | str:
    """Some entries of an axis, from a start on."""
    rank = len(call.trace.axes)
    dim %= rank
    length = call.args[0].shape[dim]
    if size == length or (size is None and step == 1 and call.shape[dim] == length):
        return call.trace
    begin = start + length if start < 0 else min(start, length)
    axis = _moved(call.trace.axes[dim], begin, step, size or call.shape[dim])
    return call.trace.with_axis(dim, axis) if axis else TORN
