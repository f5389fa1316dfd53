"""The shared part of ConvTranspose1d, 2d and 3d: convolutions run backwards, so that maps grow."""

from typing import ClassVar

from blocks.bases.contract import channels, divides, floating, rank
from blocks.bases.convolution import convolution_params
from blocks.bases.torch_layer import TorchLayer
from blocks.bases.window import not_empty, per_axis
from builder.block import Input, Output, Site
from builder.formula import Formula, given, kept, spread
from builder.param import Choice, Integers, Param
from builder.problem import refuse
from builder.recipe import Recipe


def transposed_params(axes: int) -> dict[str, Param]:
    """The parameters of a transposed convolution along so many axes, in torch's order."""
    common = convolution_params(axes)
    own: dict[str, Param] = {
        "padding": Integers(
            sentence="How much is cut off on both sides of each axis.",
            default=(0,),
            length=axes,
            maximum=1024,
        ),
        "output_padding": Integers(
            sentence="Added to one side of what leaves, to settle between two possible sizes.",
            default=(0,),
            length=axes,
            maximum=1024,
        ),
        "padding_mode": Choice(
            sentence="PyTorch knows only zeros here.", default="zeros", choices=("zeros",)
        ),
    }
    names = (
        *("in_channels", "out_channels", "kernel_size", "stride", "padding"),
        *("output_padding", "groups", "bias", "dilation", "padding_mode"),
    )
    return {name: own.get(name) or common[name] for name in names}


class TransposedConvolution(TorchLayer):
    """Learnt filters that spread each position over a larger map."""

    axes: ClassVar[tuple[str, ...]]
    written: ClassVar[tuple[str, ...]] = ("out_channels", "kernel_size")
    inputs = {"x": Input("map", "channels on axis 1, then the axes that grow")}
    outputs = {"y": Output("map", "one channel for each filter, on a larger map")}

    def declare(self, site: Site) -> Recipe:
        spec = rank(site, "x", " × ".join(("B", "C", *self.axes)))
        floating(site)
        not_empty(spec, self.axes)
        width = channels(site, "in_channels")
        divides(site.params["groups"], width, param="groups", what="input channels", port="x")
        divides(site.params["groups"], site.params["out_channels"], param="groups", what="output channels")
        for place, name in enumerate(self.axes):
            self._leaves(site, place, name)
        return Recipe(module=self.module(site, in_channels=width))

    def formula(self, site: Site, port: str) -> Formula:
        spec, names = site.spec("x"), ("kernel_size", "stride", "padding", "output_padding", "dilation")
        rows = {name: per_axis(site.params[name], len(self.axes)) for name in names}
        places = (
            spread(size, **{name: row[place] for name, row in rows.items()})
            for place, size in enumerate(spec.shape[2:])
        )
        filters = given(site.params["out_channels"], "one for each filter: out_channels")
        return (kept(spec.shape[0]), filters, *places)

    def _leaves(self, site: Site, place: int, name: str) -> None:
        kernel, stride, padding, extra, dilation = (
            per_axis(site.params[key], len(self.axes))[place]
            for key in ("kernel_size", "stride", "padding", "output_padding", "dilation")
        )
        if extra and extra >= max(stride, dilation):
            raise refuse(
                "output_padding",
                f"output_padding settles between the sizes that one stride may give, and {extra} is too "
                "much.",
                param="output_padding",
                expected=f"at most {max(stride, dilation) - 1}",
                got=str(extra),
                next="Make output_padding smaller than stride.",
            )
        spec = site.spec("x")
        size = spec.shape[2 + place]
        left = (
            (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + extra + 1
            if isinstance(size, int)
            else 1
        )
        if left < 1:
            raise refuse(
                "spatial_size",
                f"Cutting {padding} off both sides leaves nothing along {name}: the size would be {left}.",
                port="x",
                param="padding",
                expected=f"{name} of at least 1 on the way out",
                got=f"{left} from {spec.text}",
                next="Make padding smaller, or kernel_size or stride larger.",
            )
