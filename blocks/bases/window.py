"""Windows that slide over a map, as convolutions and poolings do, and the arithmetic of fitting."""

from collections.abc import Sequence
from typing import Any

from builder.problem import refuse
from builder.spec import Spec


def per_axis(value: Any, axes: int) -> tuple[int, ...]:
    """One number for each spatial axis; a single number stands for all."""
    row = (value,) if isinstance(value, int) else tuple(value)
    return row * axes if len(row) == 1 else row


def fits(
    spec: Spec,
    axes: Sequence[str],
    kernel: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    *,
    slack: Sequence[int] = (),
) -> None:
    """Refuse a window that is larger than the padded input along any spatial axis.

    `slack` is how far a window may hang over the edge, as it does with ceil_mode.
    """
    for place, name in enumerate(axes):
        size = spec.shape[place - len(axes)]
        reach = dilation[place] * (kernel[place] - 1) + 1
        if not isinstance(size, int) or size + 2 * padding[place] + (slack[place] if slack else 0) >= reach:
            continue
        padded = f", {size + 2 * padding[place]} with its padding" if padding[place] else ""
        raise refuse(
            "kernel",
            f"The window covers {reach} positions along {name}, and the input has only {size} there{padded}.",
            port="x",
            param="kernel_size",
            expected=f"{name} of at least {max(reach - 2 * padding[place], 1)}",
            got=spec.text,
            next="Make kernel_size smaller, add padding, or take the map from an earlier layer, where it is "
            "larger.",
        )


def not_empty(spec: Spec, axes: Sequence[str]) -> None:
    """Refuse a map that has no positions left along a spatial axis."""
    for place, name in enumerate(axes):
        if spec.shape[place - len(axes)] == 0:
            raise refuse(
                "spatial_size",
                f"The input has no positions left along {name}.",
                port="x",
                expected=f"{name} of at least 1",
                got=spec.text,
                next="Feed larger images, or remove a pooling or a stride further up.",
            )
