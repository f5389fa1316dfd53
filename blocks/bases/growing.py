"""The shared part of decoders: a vector becomes a small map, which doubles step by step to a picture."""

from blocks.bases.contract import features, floating, rank
from builder.block import Input, Output, Site
from builder.param import Choice, Integer, Integers, Param
from builder.recipe import New, new

INPUTS = {"x": Input("vector", "the code of each sample")}
OUTPUTS = {"y": Output("map", "a picture, twice the size for each step")}

_ENDS = {"sigmoid": "torch.nn.Sigmoid", "tanh": "torch.nn.Tanh"}


def growing_params() -> dict[str, Param]:
    """Parameters that both kinds of decoder share."""
    return {
        "in_features": Integer(sentence="Width of the code.", inferred=True),
        "start": Integer(sentence="Height and width of the first map.", default=4, maximum=64),
        "widths": Integers(
            sentence="Channels of the first map and after each step but the last.",
            default=(512, 256, 128),
            minimum=1,
        ),
        "channels": Integer(sentence="Channels of the picture: 3 for colour, 1 for grey.", default=3),
        "ends_with": Choice(
            sentence="sigmoid: brightness 0 to 1; tanh: -1 to 1; nothing: any number.",
            default="sigmoid",
            choices=("sigmoid", "tanh", "nothing"),
        ),
    }


def first_map(site: Site) -> tuple[int, list[New]]:
    """The width of the code, and the layers that fold it into the first map."""
    rank(site, "x", "B × C")
    floating(site)
    width, start, channels = features(site, "in_features"), site.params["start"], widths(site)[0]
    linear = new("torch.nn.Linear", in_features=width, out_features=channels * start * start)
    return width, [linear, new("torch.nn.Unflatten", dim=1, unflattened_size=(channels, start, start))]


def widths(site: Site) -> tuple[int, ...]:
    """Channels of each map, the picture's at the end."""
    given = site.params["widths"]
    return (*((given,) if isinstance(given, int) else given), site.params["channels"])


def end(site: Site) -> list[New]:
    """The function that brings a picture into its range."""
    found = _ENDS.get(site.params["ends_with"])
    return [new(found)] if found else []
