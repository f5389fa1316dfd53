"""What windows do to positions: convolution, pooling and changes of size."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from builder.looking.extent import Extent
from builder.looking.rules.call import ATTENDED, POOLED, SPREAD, TORN, Call, Rule, changed, summed
from builder.looking.traces import Trace, plain


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
            axis = changed(trace.axes[dim], call.shape[dim], _scaled(factor, reach))
            if axis is None:
                return SPREAD
            trace = trace.with_axis(dim, axis)
        return trace

    return rule


def shuffled(call: Call) -> Trace | str:
    """Channels become positions: each position is repeated."""
    trace = call.trace.with_axis(-3, plain(call.shape[-3]))
    for dim in (-2, -1):
        axis = changed(trace.axes[dim], call.shape[dim], lambda e: e.scaled(Fraction(call.args[1])))
        if axis is None:
            return TORN
        trace = trace.with_axis(dim, axis)
    return trace


def unshuffled(call: Call) -> Trace | str:
    """Positions become channels: a window without overlap."""
    trace = call.trace.with_axis(-3, plain(call.shape[-3]))
    for dim in (-2, -1):
        axis = changed(trace.axes[dim], call.shape[dim], lambda e: e.window(call.args[1], call.args[1]))
        if axis is None:
            return TORN
        trace = trace.with_axis(dim, axis)
    return trace


def _slid(
    call: Call, rows: Sequence[tuple[int, ...]], *, backwards: bool = False, channels: int | None = None
) -> Trace | str:
    """A window over the last axes; each row is its kernel, stride, padding and dilation along one of them."""
    trace = call.trace
    if channels is not None:
        seen = (factor for factor in summed(trace.axes[channels]) if factor.along)
        trace = trace.with_axis(channels, (*plain(call.shape[channels]), *seen))
    for number, row in enumerate(rows):
        dim = number - len(rows)
        slide = _window(row, backwards)
        axis = changed(trace.axes[dim], call.shape[dim], slide)
        if axis is None:
            return TORN
        trace = trace.with_axis(dim, axis)
    return trace


def _window(row: tuple[int, ...], backwards: bool) -> Callable[[Extent], Extent | None]:
    return lambda extent: extent.spread(*row) if backwards else extent.window(*row)


def _scaled(factor: Fraction, reach: int) -> Callable[[Extent], Extent | None]:
    return lambda extent: extent.scaled(factor, reach)


def _each(row: Any, count: int) -> tuple[int, ...]:
    values = (row,) if isinstance(row, int) else tuple(row)
    return values * count if len(values) == 1 else values
