"""Small ResNet: a little residual network whose trained weights come along."""

from dataclasses import replace
from typing import final

from blocks.bases.contract import floating, number
from blocks.bases.inside import Inside, cut
from builder.block import Block, Input, Output, Site
from builder.param import Choice
from builder.problem import refuse
from builder.recipe import New, Recipe

PATHS = {"features": "", "map": "layer3"}
"""Port -> where its values leave, in the words of `taps`."""
SMALLEST = 8


@final
class SmallResnet(Block):
    """Turn images into 64 numbers with a residual network of 77,392 parameters, trained on drawn letters.

    Its weights come along and need no download. It was made for pictures of 32 pixels; larger ones give it a
    larger map. What lies behind the last output in use is neither run nor counted.
    """

    title = "Small ResNet"
    keywords = ("resnet", "letters", "image", "vision", "cnn", "pre-trained", "offline")
    tappable = True
    inputs = {"image": Input("image", "colour images, 32 pixels as in its training or larger")}
    outputs = {
        "features": Output("vector", "the mean of the last map, B × 64"),
        "map": Output("map", "the last feature map, B × 64 × H/4 × W/4"),
    }
    params = {
        "weights": Choice(
            sentence="default: trained on drawn letters; random: untrained, to see what training brings.",
            default="default",
            choices=("default", "random"),
        ),
    }

    def declare(self, site: Site) -> Recipe:
        _colour(site)
        random = site.params["weights"] == "random"
        inside = _inside()
        wanted = site.wanted or ("features",)
        paths = tuple(PATHS.get(port, port) for port in wanted)
        for path in paths:
            inside.need(path, "the small ResNet")
        module = replace(_network(random), then=cut(inside.behind(inside.last(paths))))
        note = "random weights" if random else ""
        if set(paths) == {""}:
            return Recipe("{module}({image})", module, dict.fromkeys(wanted, "{result}"), note=note)
        written = ", ".join(f'"{path}"' for path in paths) + ("," if len(paths) == 1 else "")
        return Recipe(
            f"taps({{module}}, ({written}), {{image}})",
            module,
            {port: f"{{result}}[{place}]" for place, port in enumerate(wanted)},
            uses=("blocks.modules.taps.taps",),
            note=note,
        )


def _network(random: bool) -> New:
    plain = "blocks.modules.small_resnet.SmallResNet"
    return New(plain) if random else New("blocks.modules.small_resnet.trained_small_resnet", shape_path=plain)


def _inside() -> Inside:
    """The order in which the network's modules run."""
    import torch

    from builder.weightless.running import twin

    module = twin(Recipe(module=_network(random=True)))
    assert module is not None
    return Inside.of(module, lambda module: module(torch.empty(2, 3, 32, 32, device="meta")))


def _colour(site: Site) -> None:
    image = site.spec("image").need("image", "B × C × H × W")
    floating(site, "image")
    channels, height, width = (number(site, "image", axis) for axis in (1, 2, 3))
    if channels != 3:
        raise refuse(
            "channels",
            f"The small ResNet takes colour images, and what arrives has {channels} channels.",
            port="image",
            expected=f"B × 3 × {height} × {width}",
            got=image.text,
            next="Set the image input to 3 channels, which repeats grey pictures.",
        )
    if min(height, width) < SMALLEST:
        raise refuse(
            "image_size",
            f"The small ResNet does not take images of {height} × {width} pixels.",
            port="image",
            expected=f"at least {SMALLEST} × {SMALLEST} pixels",
            got=image.text,
            next="Set the size of the image input to 32.",
        )
