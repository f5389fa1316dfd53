"""Samples stay apart: what one gets does not depend on the others of its batch, nor on how far it is padded."""

import pytest
import torch

from builder import load, to_module
from builder.documents.examples import example_path
from builder.fitting.feed import prepare
from builder.planning.planned import Plan
from builder.planning.planning import plan


def planned(name: str) -> Plan:
    path = example_path(name)
    assert path is not None
    return plan(load(path))


def test_attention_over_a_map_gives_a_picture_the_same_answer_alone_and_beside_others() -> None:
    network = to_module(planned("s02").document).eval()
    pictures = torch.rand(3, 3, 224, 224, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        together, alone = network(pictures), network(pictures[1:2])
    assert torch.allclose(together[1:2], alone, atol=1e-5)


@pytest.fixture(scope="module")
def answers() -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """The three answers to a short sentence: alone, and beside a neighbour that pads it."""
    ready = planned("s10")
    network = to_module(ready.document).eval()
    long = "We found this restaurant, which several people had recommended, rather common."
    found = []
    for texts in (["Good film."], ["Good film.", long]):
        given = prepare(ready, "text", texts)
        with torch.no_grad():
            found.append(network(given["ids"], given["mask"]))
    return found[0], found[1]


@pytest.mark.parametrize("output", ["linear", "hidden", "sequence"])
def test_a_sentence_gets_the_same_answer_however_far_it_is_padded(
    answers: tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]], output: str
) -> None:
    alone, beside = answers
    assert torch.allclose(alone[output][0], beside[output][0], atol=1e-5)


def test_a_1x1_convolution_before_the_mean_is_a_linear_layer_after_it() -> None:
    network = to_module(planned("s04b").document).eval()
    maps: list[torch.Tensor] = []
    network.scale.register_forward_hook(lambda module, given, result: maps.append(result))
    pictures = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        found, one = network(pictures), network.one
        linear = torch.nn.functional.linear(maps[0].mean(dim=(2, 3)), one.weight.flatten(1), one.bias)
    assert torch.allclose(found, linear, atol=1e-4)
