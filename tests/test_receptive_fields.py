"""Receptive fields by arithmetic against those that gradients measure on the real modules."""

import pytest
import torch
from torch import nn

from builder import Document, add, connect, load, plan, tap
from builder.documents.examples import example_path
from builder.looking.extent import Extent
from builder.looking.field import receptive_fields
from builder.looking.traces import Factor, Trace, plain
from builder.looking.tracing import Tracing


class Residual(nn.Module):
    """Two paths of unlike reach that are added."""

    def __init__(self) -> None:
        super().__init__()
        self.long = nn.Sequential(nn.Conv2d(3, 3, 3, 2, 1), nn.ReLU(), nn.Conv2d(3, 3, 5, 1, 2))
        self.short = nn.Conv2d(3, 3, 1, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.long(x) + self.short(x))


class Skip(nn.Module):
    """Down and up again, joined with what came in, as in a U-Net."""

    def __init__(self, up: nn.Module) -> None:
        super().__init__()
        self.down, self.up = nn.Conv2d(3, 3, 4, 4), up

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([x, self.up(self.down(x))], dim=1)


class ChannelsLast(nn.Module):
    """Linear layers over the channels between convolutions, as in ConvNeXt."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.norm, self.mix = nn.Conv2d(3, 4, 7, 1, 3), nn.LayerNorm(4), nn.Linear(4, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.mix(self.norm(self.first(x).permute(0, 2, 3, 1)) * 1e-3 + 1).permute(0, 3, 1, 2)


def resnet(until: str) -> nn.Module:
    import torchvision

    model = torchvision.models.resnet18()
    names = [name for name, _ in model.named_children()]
    return nn.Sequential(*[getattr(model, name) for name in names[: names.index(until) + 1]])


def inside(name: str, count: int) -> nn.Module:
    import torchvision

    return torchvision.models.get_model(name).features[:count]


NETWORKS = {
    "one convolution": (lambda: nn.Conv2d(3, 3, 3, 1, 1), 20),
    "stride and dilation": (
        lambda: nn.Sequential(nn.Conv2d(3, 3, 5, 2, 1), nn.Conv2d(3, 3, 3, 1, 4, dilation=4)),
        40,
    ),
    "unequal axes": (lambda: nn.Conv2d(3, 3, (1, 7), (1, 2), (0, 3)), 30),
    "pooling": (lambda: nn.Sequential(nn.Conv2d(3, 3, 3), nn.MaxPool2d(3, 2, 1), nn.MaxPool2d(2)), 40),
    "ceil": (lambda: nn.Sequential(nn.MaxPool2d(3, 2, ceil_mode=True), nn.Conv2d(3, 3, 3, 1, 1)), 32),
    "residual": (Residual, 33),
    "transposed": (
        lambda: nn.Sequential(nn.Conv2d(3, 3, 3, 2, 1), nn.ConvTranspose2d(3, 3, 4, 2, 1)),
        32,
    ),
    "transposed with gaps filled": (lambda: nn.ConvTranspose2d(3, 3, 3, 2, 1, output_padding=1), 12),
    "nearest": (lambda: Skip(nn.Upsample(scale_factor=4)), 24),
    "bilinear": (lambda: Skip(nn.Upsample(scale_factor=4, mode="bilinear")), 32),
    "shuffled pixels": (
        lambda: nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.PixelShuffle(2), nn.Conv2d(2, 3, 3, 1, 1)),
        24,
    ),
    "unshuffled pixels": (lambda: nn.Sequential(nn.PixelUnshuffle(2), nn.Conv2d(12, 3, 3, 1, 1)), 24),
    "padded": (lambda: nn.Sequential(nn.ZeroPad2d((2, 1, 1, 0)), nn.Conv2d(3, 3, 3, 2)), 25),
    "adaptive": (lambda: nn.Sequential(nn.Conv2d(3, 3, 3, 1, 1), nn.AdaptiveAvgPool2d(4)), 24),
    "global": (lambda: nn.Sequential(nn.Conv2d(3, 3, 3, 2, 1), nn.AdaptiveAvgPool2d(1)), 24),
    "channels last": (ChannelsLast, 24),
    "resnet18 to layer2": (lambda: resnet("layer2"), 136),
    "densenet121 to its first transition": (lambda: inside("densenet121", 6), 104),
    "vgg11": (lambda: inside("vgg11", 11), 64),
    "mobilenet_v2": (lambda: inside("mobilenet_v2", 6), 96),
}


def positive(network: nn.Module) -> nn.Module:
    """Every connection carries something through: weights above zero, no unit dead, means in the place of maxima."""
    for name, inner in list(network.named_modules()):
        if isinstance(inner, nn.MaxPool2d):
            mean = nn.AvgPool2d(inner.kernel_size, inner.stride, inner.padding, inner.ceil_mode)
            network.set_submodule(name, mean)
        elif isinstance(inner, nn.ReLU6):
            network.set_submodule(name, nn.ReLU())
    torch.manual_seed(0)
    for parameter in network.parameters():
        nn.init.uniform_(parameter, 0.5 / parameter[0].numel(), 1 / parameter[0].numel())
    return network.double().eval()


def measured(network: nn.Module, size: int) -> list[dict[int, tuple[int, int]]]:
    """For each axis, the first and last input position with a gradient, of output positions at its ends and middle."""
    image = torch.ones(1, 3, size, size, dtype=torch.float64, requires_grad=True)
    output = network(image).sum(dim=(0, 1))
    found: list[dict[int, tuple[int, int]]] = [{}, {}]
    for axis in (0, 1):
        count = output.shape[axis]
        for place in sorted({0, *range(max(count // 2 - 2, 0), min(count // 2 + 2, count)), count - 1}):
            index = [output.shape[0] // 2, output.shape[1] // 2]
            index[axis] = place
            (gradient,) = torch.autograd.grad(output[tuple(index)], image, retain_graph=True)
            seen = gradient.abs().sum(dim=(0, 1, 3 - axis)).nonzero().flatten()
            found[axis][place] = (int(seen.min()), int(seen.max()))
    return found


def reckoned(network: nn.Module, size: int) -> list[list[tuple[int, int]]]:
    """The same by arithmetic, not cut off at the borders of the input."""
    tracing = Tracing()
    image = torch.zeros(1, 3, size, size, device="meta", dtype=torch.float64)
    tracing.put(image, Trace((plain(1), plain(3), (Factor(size, "H"),), (Factor(size, "W"),))))
    network = network.to("meta")
    with torch.no_grad(), tracing:
        result = network(image)
    trace = tracing.of(result)
    assert trace is not None
    assert not trace.mixed
    return [[factor.extent.at(place) for place in range(factor.size)] for factor in trace.positions()]


@pytest.mark.parametrize(("make", "size"), NETWORKS.values(), ids=NETWORKS)
def test_arithmetic_agrees_with_gradients(make, size: int) -> None:
    """Exactly where a window lies inside the image; at a border the gaps of a window may fall on the edge."""
    network = positive(make())
    for seen, windows in zip(measured(network, size), reckoned(network, size), strict=True):
        inner = [place for place in seen if windows[place][0] >= 0 and windows[place][1] < size]
        assert [seen[place] for place in inner] == [windows[place] for place in inner]
        assert inner or len(windows) == 1
        for place, (first, last) in seen.items():
            assert max(windows[place][0], 0) <= first <= last <= min(windows[place][1], size - 1)
        if len(windows) == 1:
            assert seen[0] == (max(windows[0][0], 0), min(windows[0][1], size - 1))


def fields(document: Document, place: str):
    node, _, port = place.partition(".")
    return receptive_fields(plan(document), node, port)


def test_a_map_of_resnet50() -> None:
    (field,) = fields(load(example_path("s04")), "backbone.map")
    assert [(r.axis, r.size, int(r.jump), r.start, r.length) for r in field.reaches] == [
        ("H", 427, 32, -213, 224),
        ("W", 427, 32, -213, 224),
    ]
    assert "427 × 427 pixels of image" in field.said


def test_a_vector_behind_a_global_pooling_sees_everything() -> None:
    (field,) = fields(load(example_path("s12")), "digit_scores.y")
    assert field.single
    assert field.said.startswith("It sees all of image")
    assert all(reach.whole for reach in field.reaches)


def test_a_tap_inside_a_backbone_sees_less() -> None:
    network = add(add(Document(), "image_input", "image"), "torchvision", "net", model="resnet18")
    network = tap(connect(network, "image.image", "net.image"), "net", "layer1")
    network = connect(add(network, "relu", "relu"), "net.layer1", "relu.x")
    (field,) = fields(network, "relu.y")
    assert [reach.size for reach in field.reaches] == [43, 43]


def test_attention_and_gates_have_none_and_are_named() -> None:
    (text,) = fields(load(example_path("s16")), "encoder.tokens")
    assert "attention" in text.mixed
    assert text.reaches == ()
    network = add(add(Document(), "image_input", "image"), "torchvision", "net", model="efficientnet_b0")
    (gated,) = fields(connect(network, "image.image", "net.image"), "net.features")
    assert "SqueezeExcitation" in gated.mixed


def test_graphs_and_vectors_have_none() -> None:
    assert fields(load(example_path("s03")), "scores.y") == ()
    assert fields(add(Document(), "vector_input", "row"), "row.vector") == ()


def test_windows_without_a_middle() -> None:
    gaps = Extent().spread(1, 3, 0)
    assert gaps is not None
    assert gaps.spans == ((0, 0), None, None)
    assert gaps.sizes == (0, 1)
    assert Extent().window(3, 2, 1).joined(Extent()) is None
