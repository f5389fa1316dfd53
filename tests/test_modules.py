"""The modules and functions of our own that are inlined into the exported source: what they compute."""

import ast
import sys
from pathlib import Path

import pytest
import torch
from torch import nn

from blocks.modules.attention_pool import AttentionPool
from blocks.modules.masked_mean import masked_mean
from blocks.modules.self_attention import SelfAttention
from blocks.modules.taps import taps

FOLDER = Path(__file__).parent.parent / "blocks" / "modules"


class Counted(nn.Linear):
    """A layer that counts how often it ran."""

    runs = 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.runs += 1
        return super().forward(x)


def chain() -> nn.Sequential:
    return nn.Sequential(*(Counted(4, 4) for _ in range(4)))


def runs(model: nn.Sequential) -> list[int]:
    return [layer.runs for layer in model if isinstance(layer, Counted)]


def hooks(model: nn.Module) -> int:
    return sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in model.modules())


@pytest.mark.parametrize(
    ("paths", "ran"),
    [
        (("0",), [1, 0, 0, 0]),
        (("1", "0"), [1, 1, 0, 0]),
        (("before 2",), [1, 1, 0, 0]),
        (("2", "2"), [1, 1, 1, 0]),
        (("1", ""), [1, 1, 1, 1]),
        (("",), [1, 1, 1, 1]),
    ],
    ids=str,
)
def test_taps_stop_behind_the_last_answer(paths: tuple[str, ...], ran: list[int]) -> None:
    model, x = chain(), torch.randn(3, 4)
    values = taps(model, paths, x)
    assert runs(model) == ran
    assert hooks(model) == 0
    ends = {"": 4, "before 2": 2} | {str(place): place + 1 for place in range(4)}
    for path, value in zip(paths, values, strict=True):
        assert torch.equal(value, model[: ends[path]](x))


def test_taps_take_their_hooks_back_when_the_network_fails() -> None:
    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(5, 4))
    with pytest.raises(RuntimeError):
        taps(model, ("0", "1"), torch.randn(3, 4))
    assert hooks(model) == 0


def test_taps_take_their_hooks_back_when_a_path_does_not_exist() -> None:
    model = chain()
    with pytest.raises(AttributeError):
        taps(model, ("1", "nowhere"), torch.randn(3, 4))
    assert hooks(model) == 0


def test_a_tap_is_not_overwritten_by_a_layer_that_works_in_place() -> None:
    model = nn.Sequential(nn.Identity(), nn.ReLU(inplace=True), nn.Identity())
    tapped, last = taps(model, ("0", ""), torch.tensor([-1.0, 2.0]))
    assert tapped.tolist() == [-1.0, 2.0]
    assert last.tolist() == [0.0, 2.0]


def test_gradients_flow_through_a_tap() -> None:
    model = chain()
    (tapped,) = taps(model, ("1",), torch.randn(3, 4))
    tapped.sum().backward()
    assert [layer.weight.grad is not None for layer in model] == [True, True, False, False]


def test_the_first_of_several_tensors_and_the_first_of_several_runs_count() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.lstm = nn.LSTM(4, 4, batch_first=True)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            first, _ = self.lstm(x)
            second, _ = self.lstm(first)
            return second

    model, x = Twice(), torch.randn(2, 3, 4)
    tapped, whole = taps(model, ("lstm", ""), x)
    assert torch.equal(tapped, model.lstm(x)[0])
    assert torch.equal(whole, model(x))


def padded(tokens: torch.Tensor, length: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Tokens and their mask, with rows of nonsense behind them."""
    batch, count, width = tokens.shape
    junk = torch.full((batch, length - count, width), 1e3)
    mask = torch.cat([torch.ones(batch, count), torch.zeros(batch, length - count)], dim=1).long()
    return torch.cat([tokens, junk], dim=1), mask


def test_a_masked_mean_does_not_see_padding() -> None:
    tokens = torch.randn(2, 5, 8)
    assert torch.allclose(masked_mean(*padded(tokens, 40)), tokens.mean(dim=1), atol=1e-6)


def test_a_masked_mean_of_nothing_is_zero() -> None:
    assert torch.equal(masked_mean(torch.randn(1, 3, 4), torch.zeros(1, 3)), torch.zeros(1, 4))


def test_attention_pooling_does_not_see_padding() -> None:
    pool, tokens = AttentionPool(8), torch.randn(2, 5, 8)
    assert torch.allclose(pool(*padded(tokens, 9)), pool(tokens), atol=1e-6)


def test_attention_pooling_with_equal_scores_is_the_mean() -> None:
    pool, tokens = AttentionPool(8), torch.randn(2, 5, 8)
    nn.init.zeros_(pool.score.weight)
    assert torch.allclose(pool(tokens), tokens.mean(dim=1), atol=1e-6)


def test_self_attention_keeps_the_samples_of_a_batch_apart() -> None:
    attention, tokens = SelfAttention(8, 6), torch.randn(4, 5, 8)
    together = attention(tokens)
    assert together.shape == (4, 5, 6)
    for row in range(4):
        assert torch.allclose(together[row], attention(tokens[row : row + 1])[0], atol=1e-6)


def test_self_attention_does_not_see_padding() -> None:
    attention, tokens = SelfAttention(8, 6), torch.randn(2, 5, 8)
    assert torch.allclose(attention(*padded(tokens, 9))[:, :5], attention(tokens), atol=1e-5)


def test_self_attention_is_torchs_scaled_dot_product() -> None:
    attention, tokens = SelfAttention(8, 6), torch.randn(2, 5, 8)
    query, key, value = (layer(tokens) for layer in (attention.query, attention.key, attention.value))
    expected = nn.functional.scaled_dot_product_attention(query, key, value)
    assert torch.allclose(attention(tokens), expected, atol=1e-5)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.stem)
def test_what_is_inlined_imports_only_torch_safetensors_and_the_standard_library(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in modules} <= {"torch", "safetensors", *sys.stdlib_module_names}
