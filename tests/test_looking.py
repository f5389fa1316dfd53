"""Looking inside: facts of a wire, its values for a sample, attention, and where a node's cost goes."""

import base64
import io

import numpy as np
import pytest
import torch
from PIL import Image
from torch.nn import functional

from builder import Document, Refused, add, connect, freeze, load, look, plan, set_param, to_module
from builder.documents.examples import example_path
from builder.looking.attending import Attending, scaled_weights
from builder.looking.costs import costs
from builder.looking.facts import facts
from builder.looking.network import Networks
from builder.looking.pictures import colours, sheet
from builder.looking.samples import inputs_of, sample_of
from builder.looking.seeing import see
from builder.looking.values import described


def small() -> Document:
    """A picture through a convolution, a ReLU and a head; the head is broken where `broken` sets it."""
    network = add(Document(seed=3), "image_input", "image", size=16)
    network = add(network, "conv2d", "conv", out_channels=6, padding=(1,))
    network = add(network, "relu", "relu")
    network = add(network, "flatten", "flat")
    network = add(network, "linear", "scores", out_features=10)
    network = add(network, "class_output", "digit")
    for source, target in (
        ("image.image", "conv.x"),
        ("conv.y", "relu.x"),
        ("relu.y", "flat.x"),
        ("flat.y", "scores.x"),
        ("scores.y", "digit.x"),
    ):
        network = connect(network, source, target)
    return network


def opened(address: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))))


def test_the_facts_of_a_wire() -> None:
    document = load(example_path("s04"))
    assert document.training
    known = facts(plan(document), "backbone.map")
    assert known.spec.text == "B × 2048 × 7 × 7"
    assert known.meanings == (
        "samples of the batch",
        "channels",
        "height: rows of positions",
        "width: positions in a row",
    )
    assert known.sample == 2048 * 49 * 4
    assert known.batch == document.training.batch * known.sample
    assert known.to_json()["fields"][0]["axes"][0]["size"] == 427


def test_memory_of_open_sizes_says_what_was_assumed() -> None:
    known = facts(plan(add(Document(), "sequence_input", "steps", width=8)), "steps")
    assert known.assumed == {"T": 128}
    assert known.sample == 128 * 8 * 4


@pytest.mark.parametrize("place", ["nowhere.y", "conv.z", "", "conv.y.x", "image.image.image"])
def test_an_unknown_place_names_those_that_exist(place: str) -> None:
    with pytest.raises(Refused) as caught:
        look(small(), place)
    assert caught.value.problem.code == "unknown_place"


def test_the_values_are_those_of_the_live_network() -> None:
    network = small()
    found = look(network, "scores.y", {"row": 5})
    planned = plan(network)
    sample = sample_of(inputs_of(planned, "scores"), {"row": 5})
    with torch.no_grad():
        live = to_module(network).eval()(*sample.values.values())
    assert torch.equal(found.tensor, live)
    assert found.values["sample"]["row"] == 5
    assert found.values["weights"]["random"] == ["conv", "scores"]
    assert "held-out sample 6" in str(found)


def test_a_network_is_built_once_and_goes_on_where_it_stopped() -> None:
    planned, networks = plan(small()), Networks()
    first, values = see(planned, "conv.y", {}, networks)
    assert not values["remembered"]
    step, values = see(planned, "scores.y", {}, networks)
    assert values["remembered"]
    whole, _ = see(planned, "scores.y", {}, Networks())
    assert torch.equal(step, whole)
    again, _ = see(planned, "conv.y", {}, networks)
    assert again is first
    moved, _ = see(planned, "conv.y", {"row": 1}, networks)
    assert not torch.equal(moved, first)
    changed = plan(set_param(small(), "conv", "padding", [0]))
    assert not see(changed, "conv.y", {}, networks)[1]["remembered"]


def test_a_break_behind_the_wire_does_not_matter() -> None:
    broken = set_param(small(), "scores", "in_features", 7)
    assert not plan(broken).sound
    assert look(broken, "relu.y", {}).values["shape"] == [1, 6, 16, 16]
    with pytest.raises(Refused):
        look(broken, "scores.y", {})


def test_own_inputs_and_random_ones() -> None:
    picture = Image.new("RGB", (20, 20), "red")
    found = look(small(), "image.image", {"image": picture})
    assert found.values["sample"]["said"] == "your own image"
    assert found.values["sample"]["takes"] == ["image"]
    typed = look(load(example_path("s16")), "text.ids", {"text": "a fine day"}).values
    assert typed["sample"]["said"] == "your own text"
    row = look(add(Document(), "vector_input", "row", width=13), "row", {"features": list(range(13))})
    assert row.tensor[0, 0] < -10  # standardised as the wine data is: its first column has a mean of 13
    steps = add(Document(), "sequence_input", "steps", width=8)
    said = look(steps, "steps", {}).values["sample"]["said"]
    assert "random numbers" in said
    assert look(load(example_path("s03")), "scores.y", {}).values["shape"] == [34, 4]


def test_figures_and_histogram() -> None:
    tensor = torch.tensor([[0.0, 1.0, 2.0, float("nan"), float("inf"), 5.0]])
    values = described(tensor, "vector")
    assert values["figures"] | {"std": 0} == {
        "mean": 2.0, "std": 0, "min": 0.0, "max": 5.0, "zeros": pytest.approx(1 / 6), "nan": 1, "inf": 1, "count": 6,
    }  # fmt: skip
    assert sum(values["histogram"]["counts"]) == 4
    assert values["numbers"] == [0.0, 1.0, 2.0, None, None, 5.0]


def test_silent_and_broken_channels_are_named() -> None:
    maps = torch.rand(1, 5, 4, 4)
    maps[0, 1] = 0
    maps[0, 3, 2, 2] = float("nan")
    found = described(maps, "map")["silent"]
    assert (found["silent"], found["broken"]) == ([1], [3])


def test_pictures_hold_what_they_show() -> None:
    ramp = torch.linspace(0, 1, 16).reshape(4, 4)
    page = colours(torch.where(ramp == 1, torch.nan, ramp))
    grey = page.sum(axis=-1).reshape(-1)[:-1]
    assert (np.diff(grey.astype(int)) > 0).all()
    assert page[-1, -1].tolist() == [0, 200, 255]
    many = sheet(torch.rand(100, 7, 9))
    assert (many.shown, many.of, many.tile) == (64, 100, (9, 7))
    assert opened(many.data).shape == (8 * 7, 8 * 9, 3)
    assert sheet(torch.rand(1, 200, 300)).tile == (56, 56)
    assert look(small(), "image.image", {}).values["image"].startswith("data:image/png;base64,")


def attended(document: Document, place: str) -> list:
    planned, networks = plan(document), Networks()
    see(planned, place, {}, networks)
    (network,) = networks._known.values()
    return network.attentions[place.partition(".")[0]]


def tokens(block: str, **params: int) -> Document:
    network = add(add(Document(), "sequence_input", "steps", width=16), block, "attend", **params)
    return connect(network, "steps.sequence", "attend.x")


@pytest.mark.parametrize(
    ("block", "params", "count", "heads"),
    [
        ("multi_head_attention", {"num_heads": 4}, 1, 4),
        ("self_attention", {"width": 8}, 1, 1),
        ("transformer_encoder_layer", {"nhead": 2}, 1, 2),
        ("transformer_encoder", {"nhead": 2, "num_layers": 3}, 3, 2),
    ],
)
def test_attention_is_caught(block: str, params: dict, count: int, heads: int) -> None:
    found = attended(tokens(block, **params), "attend.y")
    assert len(found) == count
    for one in found:
        assert one.weights.shape == (heads, 16, 16)
        assert torch.allclose(one.weights.sum(dim=-1), torch.ones(heads, 16), atol=1e-5)


def test_attention_of_a_language_model_is_caught_layer_by_layer() -> None:
    values = look(load(example_path("s16")), "encoder.tokens", {}).values
    assert [one["path"].split(".")[3] for one in values["attention"]] == list("012345")
    assert values["attention"][-1]["sheet"]["shown"] == 12
    assert values["weights"]["random"] == []


def test_caught_weights_are_those_that_pytorch_uses() -> None:
    torch.manual_seed(0)
    query, key, value = (torch.randn(2, 3, 5, 4) for _ in range(3))
    mask = torch.rand(5, 5) > 0.3
    mask.fill_diagonal_(True)
    for options in (
        {},
        {"is_causal": True},
        {"attn_mask": mask},
        {"attn_mask": mask.float()},
        {"scale": 0.3},
    ):
        result = functional.scaled_dot_product_attention(query, key, value, **options)
        assert torch.allclose(scaled_weights(query, key, value, **options) @ value, result, atol=1e-5)
    layer = torch.nn.MultiheadAttention(8, 2, batch_first=True).eval()
    x = torch.randn(1, 6, 8)
    plain = layer(x, x, x, need_weights=False)
    with torch.no_grad(), Attending(["here"]) as attending:
        watched = layer(x, x, x, need_weights=False)
    assert watched[1] is None
    assert torch.allclose(watched[0], plain[0], atol=1e-6)
    assert torch.allclose(attending.found[0].weights.mean(dim=0), layer(x, x, x)[1][0], atol=1e-5)
    assert attending.found[0].path == "here"


def test_a_softmax_that_nothing_is_multiplied_with_is_no_attention() -> None:
    with Attending([]) as attending:
        torch.randn(1, 4, 4).softmax(dim=-1) + 1
    assert attending.found == []


def test_costs_by_module() -> None:
    planned = plan(load(example_path("s04")))
    found = costs(planned, "backbone")
    assert found.whole.parameters == 23_508_032
    assert found.whole.trainable == 0
    assert found.whole.multiply_adds == 4_087_136_256
    layers = {part.path: part for part in found.parts}
    assert sum(part.multiply_adds for part in found.parts) == found.whole.multiply_adds
    assert not layers["fc"].called
    inner = costs(planned, "backbone", "layer1")
    assert sum(part.parameters for part in inner.parts) == layers["layer1"].parameters
    head = costs(planned, "conv1").whole
    assert head.trainable == head.parameters == 2048 * 512 * 9 + 512
    assert head.multiply_adds == 2048 * 512 * 9 * 49
    assert costs(planned, "relu1").whole.activations == 512 * 49 * 4


def test_costs_of_what_is_partly_frozen() -> None:
    network = freeze(load(example_path("s12")), "backbone", up_to="layer3")
    parts = {part.path: part for part in costs(plan(network), "backbone").parts}
    assert parts["layer3"].trainable == 0
    assert parts["layer4"].trainable == parts["layer4"].parameters > 0


def test_costs_where_there_is_little_to_count() -> None:
    planned = plan(load(example_path("s03")))
    assert costs(planned, "scores").assumed == {"N": 1000}
    with pytest.raises(Refused):
        costs(planned, "nobody")
    with pytest.raises(Refused):
        costs(planned, "scores", "inner.part")


def test_weights_of_a_run_are_used_where_they_belong(tmp_path) -> None:
    from builder import fit

    network = small()
    settings = {"data": "digits", "samples": 40, "epochs": 1}
    events = list(fit(network, settings=settings, checkpoint=tmp_path))
    assert events[-1]["event"] == "finished"
    fresh, trained = look(network, "scores.y", {}), look(network, "scores.y", {}, run=tmp_path)
    assert trained.values["weights"]["trained"]
    assert not torch.equal(fresh.tensor, trained.tensor)
    other = look(set_param(network, "conv", "out_channels", 5), "scores.y", {}, run=tmp_path)
    assert not other.values["weights"]["trained"]
    assert "another network" in other.values["weights"]["said"]
