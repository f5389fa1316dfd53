"""The shared part of Conv1d, Conv2d and Conv3d: only the number of axes that filters slide along differs."""

from typing import ClassVar

from blocks.bases.contract import channels, divides, floating, rank
from blocks.bases.torch_layer import TorchLayer
from blocks.bases.window import fits, not_empty, per_axis
from builder.block import Input, Output, Site
from builder.formula import Formula, given, kept, window
from builder.param import Boolean, Choice, Integer, Integers, Param
from builder.problem import refuse
from builder.recipe import Recipe


def convolution_params(axes: int) -> dict[str, Param]:
    """The parameters of a convolution along so many axes, in torch's order."""
    return {
        "in_channels": Integer(sentence="How many channels arrive.", inferred=True),
        "out_channels": Integer(sentence="How many channels leave: one for each filter.", default=64),
        "kernel_size": Integers(
            sentence="Size of the filters along each axis.",
            default=(3,),
            length=axes,
            minimum=1,
            maximum=1024,
        ),
        "stride": Integers(
            sentence="Steps between two positions of a filter.",
            default=(1,),
            length=axes,
            minimum=1,
            maximum=1024,
        ),
        "padding": Integers(
            sentence="Zeros put around the input, on both sides of each axis.",
            default=(0,),
            length=axes,
            maximum=1024,
        ),
        "dilation": Integers(
            sentence="Distance between the taps of a filter.",
            default=(1,),
            length=axes,
            minimum=1,
            maximum=1024,
        ),
        "groups": Integer(sentence="Groups of channels that do not see each other.", default=1),
        "bias": Boolean(sentence="Add a learnt offset to each channel.", default=True),
        "padding_mode": Choice(
            sentence="What the padding is filled with.",
            default="zeros",
            choices=("zeros", "reflect", "replicate", "circular"),
        ),
    }


class Convolution(TorchLayer):
    """Learnt filters that slide over the input; `axes` are the letters of the axes they slide along."""

    axes: ClassVar[tuple[str, ...]]
    written: ClassVar[tuple[str, ...]] = ("out_channels", "kernel_size")
    inputs = {"x": Input("map", "channels on axis 1, then the axes that the filters slide along")}
    outputs = {"y": Output("map", "one channel for each filter")}

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", " × ".join(("B", "C", *self.axes)))
        floating(site)
        not_empty(spec, self.axes)
        width = channels(site, "in_channels")
        groups = site.params["groups"]
        divides(groups, width, param="groups", what="input channels", port="x")
        divides(groups, site.params["out_channels"], param="groups", what="output channels")
        kernel, padding, dilation = (
            per_axis(site.params[name], len(self.axes)) for name in ("kernel_size", "padding", "dilation")
        )
        fits(spec, self.axes, kernel, padding, dilation)
        self._padding_mode(site, padding)
        return Recipe(module=self.module(site, in_channels=width))

    def formula(self, site: Site, port: str) -> Formula:
        spec = site.spec("x")
        kernel, stride, padding, dilation = (
            per_axis(site.params[name], len(self.axes))
            for name in ("kernel_size", "stride", "padding", "dilation")
        )
        rows = zip(spec.shape[2:], kernel, stride, padding, dilation, strict=True)
        filters = given(site.params["out_channels"], "one for each filter: out_channels")
        return (kept(spec.shape[0]), filters, *(window(*row) for row in rows))

    def _padding_mode(self, site: Site, padding: tuple[int, ...]) -> None:
        mode, spec = site.params["padding_mode"], site.spec("x")
        room = {"reflect": -1, "circular": 0}.get(mode)
        for place, name in enumerate(self.axes):
            size = spec.shape[place - len(self.axes)]
            if room is not None and isinstance(size, int) and padding[place] > size + room:
                raise refuse(
                    "padding",
                    f"Padding in {mode} mode copies from the input, and {padding[place]} is more than there "
                    f"is along {name}.",
                    port="x",
                    param="padding",
                    expected=f"padding of at most {size + room} along {name}",
                    got=f"{padding[place]} on {spec.text}",
                    next="Make padding smaller, or set padding_mode to zeros.",
                )
