"""Backbones: what each torchvision network gives, what is counted, and what is refused."""

import pytest

from blocks.backbones.torchvision import Torchvision
from blocks.bases.torchvision_models import FAMILIES, NAMES, Family
from builder.block import Block, Site
from builder.problem import Refused
from builder.recipe import Recipe
from builder.registry import filled
from builder.sizes import symbol
from builder.spec import Spec


def site(block: Block, arrived: dict[str, Spec], wanted: tuple[str, ...] = (), **params: object) -> Site:
    taps = tuple(port for port in wanted if port not in block.outputs)
    return Site("backbone", filled(block, params), arrived, wanted, taps)


def image(side: int = 224, channels: int = 3) -> dict[str, Spec]:
    return {"image": Spec((symbol("B"), channels, side, side), kind="image")}


def run(block: Block, place: Site) -> tuple[Recipe, dict[str, str], int]:
    """The recipe, the shape on each wanted port, and the number of parameters, without weights."""
    from builder.weightless.running import shapes, twin

    recipe = block.declare(place)
    module = twin(recipe)
    specs = shapes(recipe, block, place, module)
    size = sum(parameter.numel() for parameter in module.parameters()) if module else 0
    return recipe, {port: spec.text for port, spec in specs.items()}, size


def vision(
    model: str, *wanted: str, side: int = 224, weights: str = "random"
) -> tuple[Recipe, dict[str, str], int]:
    block = Torchvision()
    return run(block, site(block, image(side), wanted, model=model, weights=weights))


def test_the_table_is_torchvisions_list() -> None:
    from torchvision import models

    assert sorted(models.list_models(module=models)) == list(NAMES)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.names[0])
def test_every_network_gives_features_map_and_logits(family: Family) -> None:
    from torchvision.models import get_model_weights

    ports = ("features", "map", "logits") if family.map else ("features", "logits")
    for name in family.names:
        _, texts, size = vision(name, *ports)
        assert texts["logits"] == "B × 1000"
        assert texts["features"].count("×") == 1
        if family.map:
            assert texts["map"].count("×") == 3
        if name != "inception_v3":  # the stated count holds the second classifier
            assert size == get_model_weights(name).DEFAULT.meta["num_params"] - _larger_table(name)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.names[0])
def test_one_output_alone_is_the_same_as_together_with_others(family: Family) -> None:
    ports = ("features", "map") if family.map else ("features",)
    _, together, _ = vision(family.names[0], *ports, "logits")
    for port in ports:
        _, alone, _ = vision(family.names[0], port)
        assert alone == {port: together[port]}


def _larger_table(name: str) -> int:
    """vit_h_14's weights are for 518 pixels, whose table of positions is larger than that for 224."""
    return ((518 // 14) ** 2 - (224 // 14) ** 2) * 1280 if name == "vit_h_14" else 0


@pytest.mark.parametrize(
    ("model", "side", "parameters"),
    [
        ("resnet18", 224, 11_689_512),
        ("vit_h_14", 518, 633_470_440),
        ("googlenet", 224, 6_624_904),
        ("inception_v3", 299, 23_834_568),
    ],
)
def test_trained_weights_have_the_same_shapes_without_being_read(
    model: str, side: int, parameters: int
) -> None:
    recipe, texts, size = vision(model, "features", "logits", side=side, weights="default")
    assert texts["logits"] == "B × 1000"
    assert size == parameters
    assert recipe.module is not None
    assert recipe.module.kwargs == {"weights": "DEFAULT"}
    assert recipe.note == ""


@pytest.mark.parametrize(
    ("model", "wanted", "texts", "parameters"),
    [
        ("resnet18", ("features",), {"features": "B × 512"}, 11_176_512),
        ("resnet50", ("features",), {"features": "B × 2048"}, 23_508_032),
        ("resnet50", ("map",), {"map": "B × 2048 × 7 × 7"}, 23_508_032),
        ("resnet50", ("logits",), {"logits": "B × 1000"}, 25_557_032),
        ("resnet50", ("layer2",), {"layer2": "B × 512 × 28 × 28"}, 1_444_928),
        (
            "resnet50",
            ("layer3", "map"),
            {"layer3": "B × 1024 × 14 × 14", "map": "B × 2048 × 7 × 7"},
            23_508_032,
        ),
        ("resnet50", ("features", "fc"), {"features": "B × 2048", "fc": "B × 1000"}, 25_557_032),
        ("vgg11", ("map",), {"map": "B × 512 × 7 × 7"}, 9_220_480),
        ("vit_b_16", ("encoder",), {"encoder": "B × 197 × 768"}, 85_798_656),
    ],
)
def test_shapes_and_parameters(
    model: str, wanted: tuple[str, ...], texts: dict[str, str], parameters: int
) -> None:
    _, found, size = vision(model, *wanted)
    assert found == texts
    assert size == parameters


def test_an_early_tap_cuts_the_stages_behind_it() -> None:
    recipe, _, _ = vision("resnet18", "layer2.0")
    assert recipe.module is not None
    assert [path for path, _ in recipe.module.then] == ["layer2.1", "layer3", "layer4", "fc"]


@pytest.mark.parametrize(
    ("code", "model", "wanted", "arrived"),
    [
        ("no_map", "vit_b_16", ("map",), image()),
        ("channels", "resnet18", ("features",), image(channels=1)),
        ("image_size", "inception_v3", ("features",), image(64)),
        ("image_size", "vit_b_16", ("features",), image(100)),
        ("image_size", "maxvit_t", ("features",), image(256)),
        ("unknown_path", "resnet18", ("layer5",), image()),
        ("tap_not_run", "maxvit_t", ("blocks",), image()),
        ("rank", "resnet18", ("features",), {"image": Spec((symbol("B"), 512))}),
    ],
)
def test_refusals(code: str, model: str, wanted: tuple[str, ...], arrived: dict[str, Spec]) -> None:
    block = Torchvision()
    with pytest.raises(Refused) as caught:
        block.declare(site(block, arrived, wanted, model=model))
    problem = caught.value.problem
    assert problem.code == code
    assert all((problem.said, problem.expected, problem.got, problem.next))


def test_a_compiled_backbone_gives_the_same_as_torchvisions_own() -> None:
    """Features, map, logits and a tap at once, against the network run by hand with the same weights."""
    import torch

    from builder import Document, add, connect, to_module
    from builder.documents.document import Edge

    document = add(Document(), "image_input", "image", size=64)
    document = connect(add(document, "torchvision", "net", model="resnet18"), "image.image", "net.image")
    document = document.replace_node(document.node("net").model_copy(update={"taps": ("layer1.0.bn1",)}))
    for name, output in (("a", "features"), ("b", "map"), ("c", "logits"), ("d", "layer1.0.bn1")):
        document = add(document, "value_output", name)
        edge = Edge(source="net", output=output, target=name, input="x")
        document = document.model_copy(update={"edges": (*document.edges, edge)})
    module = to_module(document).eval()
    x = torch.randn(2, 3, 64, 64)
    with torch.no_grad():
        found = module(x)
        net = module.net
        stem = net.maxpool(net.relu(net.bn1(net.conv1(x))))
        last = net.layer4(net.layer3(net.layer2(net.layer1(stem))))
        assert torch.equal(found["d"], net.layer1[0].bn1(net.layer1[0].conv1(stem)))
        assert torch.equal(found["b"], last)
        assert torch.allclose(found["a"], last.mean((2, 3)), atol=1e-6)
        assert torch.equal(found["c"], net(x))


def test_inception_gives_one_tensor_in_training_although_it_has_a_second_classifier() -> None:
    import torch

    from blocks.modules.taps import taps
    from builder.weightless.running import twin

    recipe, _, _ = vision("inception_v3", "features", side=299, weights="default")
    assert recipe.call.startswith("taps(")
    module = twin(recipe)
    assert module is not None
    (features,) = taps(module.train(), ("",), torch.empty(2, 3, 299, 299, device="meta"))
    assert features.shape == (2, 2048)
