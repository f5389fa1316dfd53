"""What mixes values: sums, products, normalisation and attention over an axis, or nothing but each by itself."""

from builder.looking.rules.call import ATTENDED, NORMALISED, SPREAD, TORN, Call, summed
from builder.looking.traces import Trace, broadcast, plain, refold


def same(call: Call) -> Trace | str:
    return call.trace


def elementwise(call: Call) -> Trace | str:
    axes = broadcast(call.traced(), call.shape)
    return Trace(axes) if axes else SPREAD


def reduced(call: Call) -> Trace | str:
    """A mean, a sum or a largest value over some axes: a window over all of their positions."""
    trace, shape = call.trace, call.args[0].shape
    dims = call.get(1, range(len(shape)))
    gone = {dim % len(shape) for dim in ((dims,) if isinstance(dims, int) else dims)}
    axes = list(trace.axes)
    for dim in gone:
        axes[dim] = summed(axes[dim])
    if len(call.shape) == len(axes):
        return Trace(tuple(axes))
    found = refold(axes, call.shape) if call.shape else (tuple(f for axis in axes for f in axis),)
    return Trace(found) if found else TORN


def multiplied(call: Call) -> Trace | str:
    """A product of a traced matrix with weights; two traced ones are taken for attention."""
    left, right = call.args[-2:]
    if id(left) not in call.traces or id(right) in call.traces:
        return ATTENDED
    trace = call.traces[id(left)]
    seen = tuple(factor for factor in summed(trace.axes[-1]) if factor.along)
    return trace.with_axis(-1, (*plain(call.shape[-1]), *seen))


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
