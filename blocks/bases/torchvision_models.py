"""torchvision's classification models as a table: names, where each one's classifier ends, and its last map."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """Models with one layout.

    `last` is the path of the layer that gives the 1000 scores, `map` of the module that gives the last feature
    map (B × C × H × W) before it is pooled, or None where there is no such map; `instead` then says what to tap.
    `side` is the only image size that the design takes, 0 where it takes many. `pooled` is what the network does
    to the input of `last` to make a vector of it, where `last` is a convolution on the whole map.
    """

    names: tuple[str, ...]
    last: str
    map: str | None
    instead: str = ""
    side: int = 0
    pooled: str = ""


FAMILIES = (
    Family(("alexnet",), "classifier.6", "features"),
    Family(
        ("convnext_base", "convnext_large", "convnext_small", "convnext_tiny"), "classifier.2", "features"
    ),
    Family(("densenet121", "densenet161", "densenet169", "densenet201"), "classifier", "features"),
    Family(
        (*(f"efficientnet_b{size}" for size in range(8)), *(f"efficientnet_v2_{size}" for size in "lms")),
        "classifier.1",
        "features",
    ),
    Family(("googlenet",), "fc", "inception5b"),
    Family(("inception_v3",), "fc", "Mixed_7c"),
    Family(("maxvit_t",), "classifier.5", "blocks.3", side=224),
    Family(("mnasnet0_5", "mnasnet0_75", "mnasnet1_0", "mnasnet1_3"), "classifier.1", "layers"),
    Family(("mobilenet_v2",), "classifier.1", "features"),
    Family(("mobilenet_v3_large", "mobilenet_v3_small"), "classifier.3", "features"),
    Family(
        (
            *(f"regnet_x_{size}" for size in ("16gf", "1_6gf", "32gf", "3_2gf", "400mf", "800mf", "8gf")),
            *(
                f"regnet_y_{size}"
                for size in ("128gf", "16gf", "1_6gf", "32gf", "3_2gf", "400mf", "800mf", "8gf")
            ),
        ),
        "fc",
        "trunk_output",
    ),
    Family(
        (
            *(f"resnet{depth}" for depth in (101, 152, 18, 34, 50)),
            *(
                "resnext101_32x8d",
                "resnext101_64x4d",
                "resnext50_32x4d",
                "wide_resnet101_2",
                "wide_resnet50_2",
            ),
        ),
        "fc",
        "layer4",
    ),
    Family(tuple(f"shufflenet_v2_x{width}" for width in ("0_5", "1_0", "1_5", "2_0")), "fc", "conv5"),
    Family(("squeezenet1_0", "squeezenet1_1"), "classifier.1", "features", pooled=".mean((2, 3))"),
    Family(("swin_b", "swin_s", "swin_t", "swin_v2_b", "swin_v2_s", "swin_v2_t"), "head", "permute"),
    Family(
        tuple(f"vgg{depth}{norm}" for depth in (11, 13, 16, 19) for norm in ("", "_bn")),
        "classifier.6",
        "features",
    ),
    Family(
        ("vit_b_16", "vit_b_32", "vit_h_14", "vit_l_16", "vit_l_32"),
        "heads.head",
        None,
        instead="encoder (all tokens, the class token first) or conv_proj (the patches as a map)",
    ),
)

NAMES = tuple(sorted(name for family in FAMILIES for name in family.names))


def family_of(name: str) -> Family:
    """The family that a model belongs to."""
    return next(family for family in FAMILIES if name in family.names)
