"""What is frozen stays as it was through whatever people do to a network: copies, files, wrappers and tables."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from torch import nn

from builder import Document, add, connect, freeze, inspect, to_module


def network() -> Document:
    document = add(add(Document(), "image_input", "image", size=32), "torchvision", "net", model="resnet18")
    document = connect(document, "image.image", "net.image")
    document = connect(add(document, "class_output", "kind"), "net.features", "kind.x")
    return freeze(document, "net", up_to="layer3")


def again(module: nn.Module, folder: Path) -> nn.Module:
    torch.save(module.state_dict(), folder / "network.pt")
    fresh = to_module(network())
    fresh.load_state_dict(torch.load(folder / "network.pt", weights_only=True))
    return fresh


def tabled(module: nn.Module, _: Path) -> nn.Module:
    from torchinfo import summary

    assert summary(module, input_data=torch.zeros(2, 3, 32, 32), verbose=0).total_params > 11_000_000
    return module


def switched(module: nn.Module, _: Path) -> nn.Module:
    return module.eval().train()


def copied(module: nn.Module, _: Path) -> nn.Module:
    return copy.deepcopy(module)


@contextmanager
def wrapped(module: nn.Module, folder: Path) -> Iterator[nn.Module]:
    """The network as one of one process that train together."""
    from torch import distributed

    distributed.init_process_group("gloo", init_method=f"file://{folder}/meeting", rank=0, world_size=1)
    try:
        yield nn.parallel.DistributedDataParallel(module)
    finally:
        distributed.destroy_process_group()


def held(module: nn.Module) -> dict[str, torch.Tensor]:
    """Every tensor in front of layer4, by name."""
    return {
        name.removeprefix("module."): tensor.clone()
        for name, tensor in module.state_dict().items()
        if "layer4" not in name and ".fc." not in name
    }


def train_twice(module: nn.Module) -> None:
    module.train()
    optimiser = torch.optim.SGD([one for one in module.parameters() if one.requires_grad], lr=0.1)
    for _ in range(2):
        loss = module(torch.randn(4, 3, 32, 32) * 3 + 1).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def unmoved(before: dict[str, torch.Tensor], after: dict[str, torch.Tensor]) -> bool:
    return before.keys() == after.keys() and all(torch.equal(before[name], after[name]) for name in before)


@pytest.mark.parametrize("change", [switched, copied, again, tabled])
def test_what_is_frozen_is_held_through(
    change: Callable[[nn.Module, Path], nn.Module], tmp_path: Path
) -> None:
    module = to_module(network())
    before = held(module)
    assert sum("running_mean" in name for name in before) == 15
    module = change(module, tmp_path)
    moving = module.net.layer4[0].bn1.running_mean.clone()
    train_twice(module)
    assert unmoved(before, held(module))
    assert not torch.equal(moving, module.net.layer4[0].bn1.running_mean)


def test_what_is_frozen_is_held_where_processes_train_together(tmp_path: Path) -> None:
    module = to_module(network())
    before = held(module)
    with wrapped(module, tmp_path) as together:
        train_twice(together)
        assert unmoved(before, held(together))


class Wayward(nn.Module):
    """A network whose way depends on the numbers, so that it cannot be traced."""

    def __init__(self) -> None:
        super().__init__()
        self.few, self.many, self.last = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        chosen = self.many if float(x.sum()) > 0 else self.few
        for _ in range(int(x.abs().max()) + 1):
            x = chosen(x)
        result: torch.Tensor = self.last(x)
        return result


def test_a_network_that_cannot_be_traced_is_operated_on_and_a_module_taken_out() -> None:
    inside = inspect(Wayward().eval(), torch.ones(3, 4))
    out = inside.edit("remove", "many")
    assert out.receipt is not None
    assert out.receipt.said == "4 of 6 tensors kept, 0 new, 2 dropped"
    assert torch.equal(out.module(torch.ones(3, 4)), inside.module.last(torch.ones(3, 4)))
    more = inside.edit("wrap", "many", "lora", rank=2).edit("insert_after", "last", "layer_norm")
    assert more.receipt is not None
    assert (len(more.receipt.new), more.receipt.dropped) == (4, ())
    assert more.module(-torch.ones(3, 4)).shape == (3, 2)
