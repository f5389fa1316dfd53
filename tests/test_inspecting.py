"""Inspecting a network of one's own: tree, taps, edits and receipt, without a document."""

from collections import namedtuple

import pytest
import torch
from torch import nn

from builder import Refused, inspect


class Own(nn.Module):
    """A network that no library knows: it branches, takes keywords and returns a tuple."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU())
        self.body = nn.ModuleList([nn.Conv2d(16, 16, 3, padding=1) for _ in range(2)])
        self.head = nn.Linear(16, 5)
        self.spare = nn.Linear(4, 4)

    def forward(self, image: torch.Tensor, *, twice: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
        x = self.stem(image)
        for layer in self.body:
            x = x + layer(x).relu() * (2 if twice else 1)
        return self.head(x.mean((2, 3))), x


@pytest.fixture
def own() -> Own:
    torch.manual_seed(0)
    return Own()


def images() -> torch.Tensor:
    return torch.rand(2, 3, 8, 8, generator=torch.Generator().manual_seed(1))


def test_the_tree_has_every_module_with_its_shapes(own: Own) -> None:
    found = inspect(own, images())
    assert [part.path for part in found.parts] == [path for path, _ in own.named_modules()]
    assert (found.part("stem.0").arrives, found.part("stem.0").leaves) == ((2, 3, 8, 8), (2, 16, 8, 8))
    assert found.part("head").parameters == 85
    assert " ".join(str(found).splitlines()[2].split()) == "0 Conv2d 448 2 × 3 × 8 × 8 -> 2 × 16 × 8 × 8"
    assert "not called" in str(found).splitlines()[-1]


def test_inspecting_leaves_the_network_as_it_was(own: Own) -> None:
    own.stem[1].eval()
    mean = own.stem[1].running_mean.clone()
    inspect(own, {"image": images(), "twice": True})
    assert own.training
    assert not own.stem[1].training
    assert torch.equal(own.stem[1].running_mean, mean)
    assert not own.head._forward_hooks


def test_taps_give_what_the_paths_give_and_share_the_weights(own: Own) -> None:
    tapped = inspect(own, images()).taps("stem", "body.0")
    own.head.forward = None  # type: ignore[assignment]  # behind the last tap: never called
    given = tapped.eval()(images())
    assert torch.equal(given["stem"], own.stem(images()))
    assert torch.equal(given["body.0"], own.body[0](own.stem(images())))
    assert tapped.get_parameter("model.stem.0.weight") is own.stem[0].weight


def test_an_edit_works_on_a_copy_and_says_what_it_kept(own: Own) -> None:
    opened = inspect(own, images())
    assert opened.receipt is None
    first = opened.edit("insert_after", "body.0", "squeeze_excitation", reduction=4)
    second = first.edit("replace", "body.1", "conv2d", out_channels=16, kernel_size=1)
    assert first.difference == 0.0
    assert second.difference > 0
    assert first.receipt is not None
    assert (len(first.receipt.kept), len(first.receipt.new), len(first.receipt.dropped)) == (15, 4, 0)
    assert second.receipt is not None
    assert second.receipt.dropped == ("body.1.weight", "body.1.bias")
    assert len(list(own.state_dict())) == 15
    assert torch.equal(first.module.eval()(images())[0], own.eval()(images())[0])
    assert "13 of 15 tensors kept, 6 new, 2 dropped" in str(second)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (("insert_after", "body.7", "squeeze_excitation"), "unknown_path"),
        (("insert_after", "spare", "linear"), "never_called"),
        (("insert_after", "body.0", "conv1d"), "rank"),
        (("replace", "stem.0", "conv2d"), "channels"),
        (("insert_after", "body.0"), "edit_block"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[1],
)
def test_an_edit_that_cannot_be_is_explained(own: Own, edit: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as caught:
        inspect(own, images()).edit(*edit)
    assert caught.value.problem.code == code


Both = namedtuple("Both", ["first", "second"])


class Gives(nn.Module):
    """Gives what its layer gives in one of the forms that networks use."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.layer = form, nn.Linear(4, 4)

    def forward(self, x: torch.Tensor) -> object:
        y = self.layer(x)
        forms = {
            "tensor": y,
            "tuple": (None, y),
            "list": [y, x],
            "dict": {"aux": None, "out": y},
            "numbered": {0: y, 1: x},
            "named": Both(y, x),
            "nested": ({"deep": [y]}, x),
        }
        return forms[self.form]


class Around(nn.Module):
    """A network with such a module inside."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.inside = Gives(form)

    def forward(self, x: torch.Tensor) -> object:
        return self.inside(x)


@pytest.mark.parametrize("form", ["tensor", "tuple", "list", "dict", "numbered", "named", "nested"])
def test_whatever_a_module_gives_keeps_its_form(form: str) -> None:
    x = torch.randn(3, 4)
    opened = inspect(Around(form), x)
    given = opened.taps("inside")(x)["inside"]
    assert torch.equal(given, opened.module.inside.layer(x))
    edited = opened.edit("insert_after", "inside", "layer_norm").edit("wrap", "inside", "lora", rank=2)
    assert [receipt.said for receipt in edited.receipts] == [
        "2 of 2 tensors kept, 2 new, 0 dropped",
        "4 of 4 tensors kept, 2 new, 0 dropped",
    ]
    before, after = opened.result, edited.result
    assert type(after) is type(before)
    assert not isinstance(before, dict) or list(before) == list(after)
    assert torch.allclose(
        edited.taps("inside")(x)["inside"], nn.functional.layer_norm(given, (4,)), atol=1e-6
    )


def test_what_gives_several_things_is_not_replaced_by_what_gives_one() -> None:
    class Uses(Around):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            given: torch.Tensor = self.inside(x)["out"]
            return given

    with pytest.raises(Refused) as caught:
        inspect(Uses("dict"), torch.randn(3, 4)).edit("replace", "inside", "linear", out_features=4)
    assert caught.value.problem.code == "edit_shape"
    assert "inside gave 2 things by name (aux, out)" in caught.value.problem.said


@pytest.mark.parametrize(
    ("do", "path", "code"), [("insert", "head", "edit_block"), ("remove", "", "unknown_path")]
)
def test_an_edit_that_there_is_not_is_refused_in_words(own: Own, do: str, path: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        inspect(own, images()).edit(do, path)
    assert caught.value.problem.code == code
