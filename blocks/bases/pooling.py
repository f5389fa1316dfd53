"""The shared part of poolings with a window: each window gives one value, and no weights are learnt."""

from typing import ClassVar

from blocks.bases.contract import floating, rank
from blocks.bases.torch_layer import TorchLayer
from blocks.bases.window import fits, not_empty, per_axis
from builder.block import Input, Output, Site
from builder.formula import Formula, kept, window
from builder.param import Integers, Param
from builder.problem import refuse
from builder.recipe import Recipe


def window_params(axes: int) -> dict[str, Param]:
    """Size, step and padding of the window."""
    return {
        "kernel_size": Integers(
            sentence="Size of the window along each axis.", default=(2,), length=axes, minimum=1, maximum=1024
        ),
        "stride": Integers(
            sentence="Steps between two windows; empty for the window's own size.",
            length=axes,
            minimum=1,
            maximum=1024,
            optional=True,
        ),
        "padding": Integers(
            sentence="How much is put around the input first.", default=(0,), length=axes, maximum=512
        ),
    }


def dilation_param(axes: int) -> Param:
    """Distance between the positions of a window."""
    return Integers(
        sentence="Distance between the positions of a window.",
        default=(1,),
        length=axes,
        minimum=1,
        maximum=1024,
    )


class Pooling(TorchLayer):
    """One value for each window that slides over the input."""

    axes: ClassVar[tuple[str, ...]]
    written: ClassVar[tuple[str, ...]] = ("kernel_size",)
    inputs = {"x": Input("map", "channels on axis 1, then the axes that shrink")}
    outputs = {"y": Output("map", "the same channels, fewer positions")}

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", " × ".join(("B", "C", *self.axes)))
        floating(site)
        not_empty(spec, self.axes)
        kernel = self._row(site, "kernel_size", 1)
        stride = self._row(site, "stride", 1) if site.params["stride"] is not None else kernel
        padding = self._row(site, "padding", 0)
        dilation = self._row(site, "dilation", 1)
        self._half(kernel, padding)
        slack = tuple(step - 1 for step in stride) if site.params["ceil_mode"] else (0,) * len(self.axes)
        fits(spec, self.axes, kernel, padding, dilation, slack=slack)
        return Recipe(module=self.module(site))

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        kernel, padding = self._row(site, "kernel_size", 1), self._row(site, "padding", 0)
        stride = kernel if site.params["stride"] is None else self._row(site, "stride", 1)
        dilation = self._row(site, "dilation", 1)
        rows = zip(spec.shape[2:], kernel, stride, padding, dilation, strict=True)
        places = (window(*row, ceil=bool(site.params["ceil_mode"])) for row in rows)
        return (kept(spec.shape[0]), kept(spec.shape[1]), *places)

    def _row(self, site: Site, name: str, default: int) -> tuple[int, ...]:
        return per_axis(site.params.get(name, default), len(self.axes))

    def _half(self, kernel: tuple[int, ...], padding: tuple[int, ...]) -> None:
        for size, pad in zip(kernel, padding, strict=True):
            if pad > size // 2:
                raise refuse(
                    "padding",
                    f"A padding of {pad} is more than half of the window of {size}: some windows would see "
                    "nothing but padding.",
                    param="padding",
                    expected=f"at most {size // 2}",
                    got=str(pad),
                    next="Make padding smaller or kernel_size larger.",
                )
