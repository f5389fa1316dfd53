"""The shared part of LayerNorm and RMSNorm: the last axes of each sample are brought to a common scale."""

from blocks.bases.contract import floating, number
from blocks.bases.torch_layer import TorchLayer
from builder.block import Input, Output, Site
from builder.formula import Formula, unchanged
from builder.param import Integers, Param
from builder.problem import refuse
from builder.recipe import Recipe


def shape_param() -> Param:
    """The sizes of the last axes that are normalised together."""
    return Integers(
        sentence="Sizes of the last axes; empty for the last axis alone.", minimum=1, inferred=True
    )


class TrailingNorm(TorchLayer):
    """Normalise over the last axis, or over the last few."""

    inputs = {"x": Input("any", "features on the last axis")}
    outputs = {"y": Output("any", "the same shape")}

    def declare(self, site: Site) -> Recipe:
        spec = floating(site)
        said = site.params["normalized_shape"]
        if said is None:
            return Recipe(module=self.module(site, normalized_shape=number(site, "x", -1)))
        sizes = (said,) if isinstance(said, int) else tuple(said)
        if spec.shape[-len(sizes) :] != sizes:
            raise refuse(
                "features",
                f"normalized_shape was set to {' × '.join(str(size) for size in sizes)}, and what arrives "
                "ends "
                "otherwise.",
                port="x",
                param="normalized_shape",
                expected=f"… × {' × '.join(str(size) for size in sizes)}",
                got=spec.text,
                next="Clear normalized_shape so that it follows from the input, or connect what it was "
                "meant for.",
            )
        return Recipe(module=self.module(site, normalized_shape=sizes[0] if len(sizes) == 1 else sizes))

    def formula(self, site: Site, port: str) -> Formula:
        return unchanged(site.spec("x"))
