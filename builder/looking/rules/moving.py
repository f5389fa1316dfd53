"""What moves positions: other shapes, orders, pieces and borders."""

from builder.looking.rules.call import AMONG, SPREAD, TORN, Call, changed
from builder.looking.traces import Axis, Trace, broadcast, plain, refold, singles


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


def strided(call: Call) -> Trace | str:
    return call.trace if tuple(call.args[0].shape) == call.shape else TORN


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


def selected(call: Call) -> Trace | str:
    dim, index = call.args[1], call.args[2]
    cut = _cut(call, dim, index, 1, size=1)
    if isinstance(cut, str):
        return cut
    axes = refold(cut.axes, call.shape)
    return Trace(axes) if axes else TORN


def split(call: Call) -> Trace | str:
    dim = call.get(2, 0)
    return TORN if call.trace.has_positions([dim]) else call.trace.with_axis(dim, plain(call.shape[dim]))


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


def embedded(call: Call) -> Trace | str:
    if id(call.args[1]) not in call.traces:
        return TORN
    return Trace((*call.traces[id(call.args[1])].axes, plain(call.shape[-1])))


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


def _moved(axis: Axis, by: int, step: int, size: int) -> Axis | None:
    return changed(axis, size, lambda extent: extent.moved(by, step))
