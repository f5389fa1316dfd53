"""How torchvision builds each network, which images it takes, and in which order its modules run."""

from functools import cache
from typing import Any

from blocks.bases.contract import floating, number
from blocks.bases.inside import Inside
from blocks.bases.torchvision_models import family_of
from builder.block import Site
from builder.problem import refuse
from builder.recipe import New, Recipe


def network(name: str, weights: str, side: int, cut: tuple[tuple[str, New], ...] = ()) -> New:
    """The constructor call. `side` is the image size that the network is built for, where it has just one."""
    path = f"torchvision.models.{name}"
    sized: dict[str, Any] = {"image_size": side} if _is_transformer(name) and side != 224 else {}
    several = name in ("googlenet", "inception_v3")  # they have further classifiers for training
    if weights == "random":
        return New(
            path, kwargs=sized | ({"aux_logits": False, "init_weights": True} if several else {}), then=cut
        )
    if name == "inception_v3":  # its trained weights come with the further classifier, which must not run
        cut = (*cut, ("AuxLogits", New("torch.nn.Identity")))
    shaped = {"init_weights": False} if several else sized
    if name == "googlenet":
        shaped |= {"aux_logits": False}
    return New(path, kwargs={"weights": "DEFAULT"}, then=cut, shape_kwargs=shaped)


def image_side(site: Site, name: str, weights: str) -> int:
    """The height of the images that arrive.

    Raises:
        Refused: the network does not take images of this size or with these channels.
    """
    image = site.spec("image").need("image", "B × C × H × W")
    floating(site, "image")
    channels, height, width = (number(site, "image", axis) for axis in (1, 2, 3))
    if channels != 3:
        raise refuse(
            "channels",
            f"{name} takes colour images, and what arrives has {channels} channels.",
            port="image",
            expected=f"B × 3 × {height} × {width}",
            got=image.text,
            next="Set the image input to 3 channels, which repeats grey pictures; or put a convolution to 3 in front.",
        )
    expected = _expected_side(name, weights, height, width)
    if expected:
        raise refuse(
            "image_size",
            f"{name} does not take images of {height} × {width} pixels.",
            port="image",
            expected=expected,
            got=image.text,
            next="Set the size of the image input accordingly, or choose another network.",
        )
    return height


def inside(name: str, side: int) -> Inside:
    """The order in which a network's modules run; `side` counts where the network is built for one size."""
    return _inside(name, side if _is_transformer(name) else family_of(name).side or 299)


@cache
def _inside(name: str, side: int) -> Inside:
    import torch

    from builder.weightless.answers import Answers
    from builder.weightless.running import twin

    module = twin(Recipe(module=network(name, "random", side)))
    assert module is not None
    with torch.no_grad(), Answers():
        return Inside.of(module, lambda module: module(torch.empty(2, 3, side, side, device="meta")))


def _is_transformer(name: str) -> bool:
    return name.startswith("vit_")


def _expected_side(name: str, weights: str, height: int, width: int) -> str:
    """What a network expects of an image's size where this size is none that it takes, else an empty text."""
    smallest = _stated_side(name)
    if _is_transformer(name):
        patch = int(name.rpartition("_")[2])
        if weights == "default":
            return "" if height == width == smallest else f"B × 3 × {smallest} × {smallest}"
        return (
            ""
            if height == width and height % patch == 0
            else f"square images whose side is a multiple of {patch}"
        )
    if side := family_of(name).side:
        return "" if height == width == side else f"B × 3 × {side} × {side}"
    if name.startswith("swin"):  # it fills up images of any size
        return ""
    return "" if min(height, width) >= smallest else f"at least {smallest} × {smallest} pixels"


@cache
def _stated_side(name: str) -> int:
    """The smallest image size that torchvision states for a network."""
    from torchvision.models import get_model_weights

    weights: Any = get_model_weights(name)
    return int(max(weights.DEFAULT.meta["min_size"]))
