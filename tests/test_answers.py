"""The table of answers is exact: what it says of a call is what PyTorch says, and what depends on more is not kept."""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
import torch
import torchvision
from torch import nn
from torch.nn import functional

from builder.planning.plan_cache import Cache
from builder.planning.planning import plan
from builder.weightless import answers
from builder.weightless.answer_rules import _RULES, ruled
from builder.weightless.answers import Answers
from builder.weightless.recalling import recalling
from builder.weightless.running import twin
from tests.networks import two_heads
from tests.sites import declared, place, spec


def meta(*sizes: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.zeros(sizes, dtype=dtype, device="meta")


def form(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return tuple(value.shape), value.stride(), value.dtype
    return [form(item) for item in value] if isinstance(value, (tuple, list)) else value


def turned(*sizes: int) -> torch.Tensor:
    return meta(*sizes).transpose(-1, -2)


RULED: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "linear": (functional.linear, (meta(5, 7), meta(3, 7), meta(3))),
    "linear over tokens": (functional.linear, (meta(5, 4, 7), meta(3, 7))),
    "linear on turned axes": (functional.linear, (turned(5, 7, 4), meta(3, 7))),
    "linear of one": (functional.linear, (meta(5, 1), meta(3, 1), meta(3))),
    "conv1d": (functional.conv1d, (meta(5, 4, 9), meta(6, 4, 3), None, (2,), (1,), (1,), 1)),
    "conv2d": (
        functional.conv2d,
        (meta(5, 4, 9, 8), meta(6, 4, 3, 3), meta(6), (2, 1), (1, 0), (1, 2), 1),
    ),
    "conv2d in groups": (functional.conv2d, (meta(5, 4, 9, 8), meta(6, 2, 3, 3), None, 1, 0, 1, 2)),
    "conv2d to one place": (functional.conv2d, (meta(5, 4, 3, 3), meta(6, 4, 3, 3))),
    "conv2d of one channel": (functional.conv2d, (meta(5, 1, 9, 9), meta(6, 1, 3, 3))),
    "conv2d same": (functional.conv2d, (meta(5, 4, 9, 9), meta(6, 4, 3, 3), None, 1, "same")),
    "conv2d channels last": (
        functional.conv2d,
        (meta(5, 4, 9, 9).to(memory_format=torch.channels_last), meta(6, 4, 3, 3)),
    ),
    "conv3d": (functional.conv3d, (meta(2, 4, 5, 6, 7), meta(6, 4, 3, 3, 3), None, 2, 1)),
    "batch norm": (functional.batch_norm, (meta(5, 4, 3, 3), meta(4), meta(4), meta(4), meta(4))),
    "batch norm of vectors": (functional.batch_norm, (meta(5, 4), meta(4), meta(4), meta(4), meta(4))),
    "relu": (functional.relu, (meta(5, 4),)),
    "relu of turned axes": (functional.relu, (turned(5, 4, 3),)),
    "relu of torch": (torch.relu, (meta(5, 4),)),
    "sigmoid": (torch.sigmoid, (meta(5, 4),)),
    "sigmoid of turned axes": (torch.sigmoid, (turned(5, 4, 3),)),
    "sigmoid of whole numbers": (torch.sigmoid, (meta(5, 4, dtype=torch.int64),)),
    "tanh": (torch.tanh, (meta(5, 4),)),
    "sum": (torch.Tensor.add, (meta(5, 4), meta(5, 4))),
    "sum by operator": (torch.Tensor.__add__, (meta(5, 4), meta(5, 4))),
    "sum in place": (torch.Tensor.__iadd__, (meta(5, 4), meta(5, 4))),
    "sum with stretching": (torch.Tensor.add, (meta(5, 4), meta(4))),
    "sum of two types": (torch.Tensor.add, (meta(5, 4), meta(5, 4, dtype=torch.float64))),
    "sum with a number": (torch.Tensor.add, (meta(5, 4), 1)),
}


@pytest.mark.parametrize(("func", "args"), RULED.values(), ids=RULED)
def test_a_rule_says_what_pytorch_says_or_nothing(func: Callable[..., Any], args: tuple[Any, ...]) -> None:
    said = ruled(func, args, {})
    with torch.no_grad():
        real = func(*args)
    if said == 0:
        assert real is args[0]
    elif said is not None:
        assert (tuple(said[0]), said[1], said[2]) == form(real)


def test_every_rule_speaks_of_a_plain_case_and_is_silent_about_others() -> None:
    spoke = {func for func, args in RULED.values() if ruled(func, args, {}) is not None}
    silent = {func for func, args in RULED.values() if ruled(func, args, {}) is None}
    assert spoke == set(_RULES)
    assert {functional.linear, functional.conv2d, torch.Tensor.add} <= silent


CALLS: dict[str, Callable[[], Any]] = {
    "split": lambda: meta(6, 8).split(2),
    "max along an axis": lambda: meta(6, 8).max(dim=1).values,
    "index with a slice": lambda: meta(6, 8, 4)[:, 2:6, None],
    "view of turned axes": lambda: meta(6, 8, 4).transpose(1, 2).reshape(6, -1),
    "cat": lambda: torch.cat([meta(2, 3), meta(4, 3)]),
    "product of integers and reals": lambda: meta(3, dtype=torch.int64) * 1.5,
    "product of integers": lambda: meta(3, dtype=torch.int64) * 1,
    "attention": lambda: functional.scaled_dot_product_attention(*[meta(2, 4, 7, 8)] * 3),
    "softmax": lambda: meta(3, 4).softmax(-1),
    "where": lambda: torch.where(meta(3, 4) > 0, meta(3, 4), 0.0),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_the_second_answer_is_the_first(call: Callable[[], Any]) -> None:
    with torch.no_grad():
        plain = form(call())
        with Answers():
            first, second = form(call()), form(call())
    assert plain == first == second


def test_a_change_in_place_gives_the_very_tensor_and_one_of_shape_is_not_kept() -> None:
    with torch.no_grad(), Answers():
        for _ in range(2):
            tensor = meta(3, 4)
            assert tensor.add_(1) is tensor
            assert tensor.t_() is tensor
            assert tuple(tensor.shape) == (4, 3)


def test_an_error_is_raised_each_time() -> None:
    with torch.no_grad(), Answers():
        for _ in range(2):
            with pytest.raises(RuntimeError):
                meta(3, 4) @ meta(3, 4)


def test_tensors_with_values_are_computed() -> None:
    with torch.no_grad(), Answers():
        assert [int(torch.ones(2).mul(number).sum()) for number in (1, 2)] == [2, 4]


def test_within_a_vmap_nothing_is_remembered() -> None:
    with torch.no_grad(), Answers():
        for width in (3, 4):
            made = torch.vmap(lambda row: row + 1)(meta(2, width))
            assert tuple(made.shape) == (2, width)


def test_a_fork_leaves_the_borrowed_network_as_it_was() -> None:
    from builder.surgery.live import insert_after
    from builder.weightless.twins import borrowing, forked

    site = place("torchvision", params={"model": "resnet18"}, image=spec("B", 3, 64, 64, kind="image"))
    recipe = declared("torchvision", site)
    with borrowing():
        module = twin(recipe)
        assert module is not None
        names = list(module.state_dict())
        fork = forked(module, "layer2.0")
        assert fork is not None
        insert_after(fork, "layer2.0", nn.BatchNorm2d(128, device="meta"))
        assert list(module.state_dict()) == names
        assert len(list(fork.state_dict())) == len(names) + 5
        assert twin(recipe) is not None
    with borrowing():
        again = twin(recipe)
        assert again is not None
        assert list(again.state_dict()) == names


def test_many_threads_get_right_answers() -> None:
    expected = plan(two_heads()).specs
    found: list[bool] = []

    def check() -> None:
        found.extend(plan(two_heads(), cache=Cache()).specs == expected for _ in range(3))

    threads = [threading.Thread(target=check) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 18


def test_the_table_is_shared_and_bounded() -> None:
    assert 0 < len(answers._TABLE) <= answers.ROOM


def test_a_part_answers_from_memory_until_somebody_listens_inside() -> None:
    from builder.weightless.recalling import recalling

    net = recalling(
        nn.Sequential(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU()), nn.Conv2d(4, 2, 1)).to("meta")
    )
    runs: list[int] = []
    plain = net[0][0]._conv_forward
    net[0][0]._conv_forward = lambda *given: runs.append(1) or plain(*given)  # type: ignore[assignment]
    with torch.no_grad(), Answers():
        shapes = [tuple(net(meta(2, 3, 8, 8)).shape) for _ in range(3)]
        assert len(runs) == 1
        assert tuple(net(meta(5, 3, 9, 9)).shape) == (5, 2, 7, 7)
        assert len(runs) == 2
        heard: list[int] = []
        hook = net[0][1].register_forward_hook(lambda *_: heard.append(1))
        net(meta(2, 3, 8, 8))
        hook.remove()
    assert shapes == [(2, 2, 6, 6)] * 3
    assert heard == [1]
    with torch.no_grad():
        net(meta(2, 3, 8, 8))
    assert len(runs) == 4


def test_a_fork_forgets_where_it_may_change() -> None:
    from builder.weightless.twins import borrowing, forked

    site = place("torchvision", params={"model": "resnet18"}, image=spec("B", 3, 64, 64, kind="image"))
    with borrowing():
        module = twin(declared("torchvision", site))
        assert module is not None
        with torch.no_grad(), Answers():
            before = tuple(module(meta(2, 3, 64, 64)).shape)
            fork = forked(module, "layer2.0.conv1")
            assert fork is not None
            fork.set_submodule("layer2.0.conv1", nn.Conv2d(64, 64, 1, device="meta"))
            with pytest.raises(RuntimeError):
                fork(meta(2, 3, 64, 64))
            assert tuple(module(meta(2, 3, 64, 64)).shape) == before


def seen(network: nn.Module, size: int, *, table: bool) -> list[Any]:
    """What each part at the top of a network gives, its own parts unwatched, for two batches."""
    found: list[Any] = []
    hooks = [
        part.register_forward_hook(lambda _, __, result: found.append(form(result)))
        for part in network.children()
    ]
    with torch.no_grad(), Answers() if table else nullcontext():
        for batch in (5, 7):
            network(meta(batch, 3, size, size))
    for hook in hooks:
        hook.remove()
    return found


@pytest.mark.parametrize(
    ("name", "size"),
    [("resnet50", 64), ("efficientnet_b0", 64), ("swin_t", 64), ("regnet_y_400mf", 64)],
)
def test_parts_that_are_made_alike_share_a_memory_and_give_what_they_would_compute(
    name: str, size: int
) -> None:
    network = getattr(torchvision.models, name)().to("meta").eval()
    computed = seen(network, size, table=False)
    assert seen(recalling(network), size, table=True) == computed
    assert seen(network, size, table=True) == computed


def test_parts_that_differ_in_a_single_number_share_no_memory() -> None:
    strides = (1, 2, 1)
    row = nn.Sequential(
        *(nn.Sequential(nn.Conv2d(3, 3, 3, stride, 1, device="meta"), nn.ReLU()) for stride in strides)
    )
    recalling(row)
    with torch.no_grad(), Answers():
        given = [form(part(meta(2, 3, 8, 8)))[0] for part in row]
    assert given == [(2, 3, 8, 8), (2, 3, 4, 4), (2, 3, 8, 8)]
