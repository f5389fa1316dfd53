"""Adapters inside trained networks: they change nothing at first where they say so, keep every key, and learn."""

from typing import Any

import pytest
import torch

from builder import Document, add, connect, freeze, plan, to_module, to_source
from builder.documents.editing import add_edit
from builder.surgery.measuring import difference
from builder.writing.compile import run_source

IDENTITY: dict[str, tuple[str, dict[str, Any]]] = {
    "lora": ("wrap", {"rank": 2}),
    "lora on what leaves": ("insert_after", {"rank": 2}),
    "bottleneck_adapter": ("insert_after", {"hidden": 4}),
    "drop_path": ("insert_after", {"p": 0.5}),
    "dropout": ("insert_after", {}),
}
"""Block -> operation and parameters: what may stand in any network, and begins as the identity."""
ON_MAPS: dict[str, tuple[str, dict[str, Any]]] = {
    "squeeze_excitation": ("insert_after", {"reduction": 4}),
    "residual_block": ("insert_after", {}),
    "residual_adapter": ("insert_after", {}),
}
"""The same for what needs a feature map."""
OTHERS: dict[str, tuple[str, dict[str, Any]]] = {
    "layer_norm": ("insert_after", {}),
    "rms_norm": ("insert_after", {}),
    "batch_norm2d": ("insert_after", {}),
    "group_norm": ("insert_after", {"num_groups": 4}),
    "instance_norm2d": ("insert_after", {"affine": True}),
}
"""What changes the output from the beginning."""
SMALL = {"hidden_size": 32, "layers": 2, "heads": 4, "intermediate": 64}
NETWORKS = {
    "a convolutional network": ("torchvision", {"model": "resnet18"}, "image", "layer2.0.conv1"),
    "a vision transformer": (
        "transformers_vision",
        SMALL,
        "image",
        "layers.0.attention.q_proj",
    ),
    "a text network": ("transformers_encoder", SMALL, "text", "encoder.layer.0.attention.self.query"),
}


def network(name: str) -> tuple[Document, str]:
    """Frozen backbone and a linear layer on what it gives; and a layer in the backbone's middle."""
    block, params, kind, path = NETWORKS[name]
    document = add(Document(), f"{kind}_input", kind, **({"size": 32} if kind == "image" else {}))
    document = freeze(add(document, block, "net", **params), "net")
    for port in ("image",) if kind == "image" else ("ids", "mask"):
        document = connect(document, f"{kind}.{port}", f"net.{port}")
    document = add(add(document, "linear", "scores", out_features=3), "class_output", "kind")
    port = "features" if block == "torchvision" else "pooled"
    return connect(connect(document, f"net.{port}", "scores.x"), "scores.y", "kind.x"), path


def inputs(document: Document) -> list[torch.Tensor]:
    if document.nodes[0].block == "image_input":
        return [torch.randn(4, 3, 32, 32, generator=torch.Generator().manual_seed(0))]
    return [torch.arange(28).reshape(4, 7), torch.ones(4, 7, dtype=torch.long)]


CASES = [
    (where, name.split()[0], how, params)
    for where in NETWORKS
    for name, (how, params) in {**IDENTITY, **(ON_MAPS | OTHERS if "convolutional" in where else {})}.items()
]
CASES += [
    (where, name, *OTHERS[name])
    for where in ("a vision transformer", "a text network")
    for name in ("layer_norm", "rms_norm")
]


@pytest.mark.parametrize(("where", "name", "how", "params"), CASES, ids=str)
def test_an_adapter_keeps_every_key_learns_and_begins_as_it_says(
    where: str, name: str, how: str, params: dict[str, Any]
) -> None:
    untouched, path = network(where)
    document = add_edit(untouched, "net", how, path, name, **params)
    planned = plan(document)
    assert not planned.problems, planned.problems
    receipt = planned.nodes["net"].receipt
    assert receipt is not None
    assert receipt.dropped == ()
    assert (difference(document, "net") <= 1e-6) == (name not in OTHERS)
    module = to_module(document).train()
    strange = module.load_state_dict(to_module(untouched).state_dict(), strict=False)
    assert strange.unexpected_keys == []
    counters = {name for name in receipt.new if name.endswith("num_batches_tracked")}  # never asked for
    assert {f"net.{tensor}" for tensor in receipt.new if tensor not in counters} == set(strange.missing_keys)
    if receipt.new:
        assert moved(module, document) >= {f"net.{tensor}" for tensor in learning(module, receipt.new)}


def learning(module: torch.nn.Module, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if f"net.{name}" in dict(module.named_parameters())]


def moved(module: torch.nn.Module, document: Document) -> set[str]:
    """The parameters that three steps of training change."""
    before = {name: value.detach().clone() for name, value in module.named_parameters()}
    optimiser = torch.optim.Adam([value for value in module.parameters() if value.requires_grad], lr=0.01)
    for _ in range(3):
        loss = torch.nn.functional.cross_entropy(module(*inputs(document)), torch.tensor([0, 1, 2, 0]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return {name for name, value in module.named_parameters() if not torch.equal(value, before[name])}


@pytest.mark.parametrize("where", NETWORKS)
def test_a_network_with_lora_exports_to_one_line_and_the_same_numbers(where: str) -> None:
    document, path = network(where)
    document = add_edit(document, "net", "wrap", path, "lora")
    source = to_source(document)
    assert f'wrap(self.net, "{path}", LowRank' in source
    assert "peft" not in source
    live, exported = to_module(document).eval(), run_source(source)["build"]().eval()
    with torch.no_grad():
        assert torch.equal(live(*inputs(document)), exported(*inputs(document)))


def test_lora_beside_a_layer_gives_what_peft_gives() -> None:
    from peft import LoraConfig, inject_adapter_in_model

    from blocks.modules.lora import LowRank, LowRankConv
    from builder.surgery.live import wrap

    layers = torch.nn.ModuleDict({"linear": torch.nn.Linear(6, 10), "conv": torch.nn.Conv2d(3, 5, 3, 2, 1)})
    window = {"kernel_size": (3, 3), "stride": (2, 2), "padding": (1, 1), "dilation": (1, 1)}
    ours = {
        "linear": LowRank(6, 10, rank=4, alpha=8.0),
        "conv": LowRankConv(3, 5, **window, rank=4, alpha=8.0),
    }
    for module in ours.values():
        torch.nn.init.normal_(module.up.weight)
    given = {"linear": torch.randn(2, 6), "conv": torch.randn(2, 3, 8, 8)}
    for name, module in ours.items():
        wrap(layers, name, module)
    mine = {name: layers[name](value) for name, value in given.items()}
    plain = torch.nn.ModuleDict({"linear": torch.nn.Linear(6, 10), "conv": torch.nn.Conv2d(3, 5, 3, 2, 1)})
    plain.load_state_dict({key: value for key, value in layers.state_dict().items() if "inserted" not in key})
    config = LoraConfig(r=4, lora_alpha=8, target_modules=["linear", "conv"])
    theirs = inject_adapter_in_model(config, plain).eval()
    for name, module in ours.items():
        theirs[name].lora_A["default"].weight.data.copy_(module.down.weight)
        theirs[name].lora_B["default"].weight.data.copy_(module.up.weight)
        assert torch.allclose(theirs[name](given[name]), mine[name], atol=1e-6)


def test_lora_takes_its_width_from_the_layer_that_it_stands_beside() -> None:
    document = add(Document(), "text_input", "text")
    document = add(document, "transformers_encoder", "net", architecture="gpt2", **SMALL)
    document = connect(connect(document, "text.ids", "net.ids"), "text.mask", "net.mask")
    document = add_edit(document, "net", "wrap", "h.0.attn.c_attn", "lora", rank=2)
    planned = plan(document)
    assert [problem.code for problem in planned.problems] == ["no_output"]
    receipt = planned.nodes["net"].receipt
    assert receipt is not None
    assert planned.nodes["net"].added == ("h.0.attn.c_attn.inserted",)
    assert planned.nodes["net"].size.parameters - receipt_free(document) == 2 * (32 + 96)


def receipt_free(document: Document) -> int:
    node = document.node("net").model_copy(update={"edits": ()})
    return plan(document.replace_node(node)).nodes["net"].size.parameters


@pytest.mark.parametrize(
    ("model", "path", "why"),
    [
        ("mobilenet_v2", "features.3.conv.1.0", "works in groups"),
        ("resnet18", "layer2.0", "also changes the places"),
    ],
)
def test_lora_beside_what_it_cannot_follow_is_refused(model: str, path: str, why: str) -> None:
    document = add(Document(), "image_input", "image", size=32)
    document = connect(add(document, "torchvision", "net", model=model), "image.image", "net.image")
    (problem, _) = plan(add_edit(document, "net", "wrap", path, "lora")).problems[::-1]
    assert (problem.code, problem.node) == ("lora_layer", "net")
    assert why in problem.said


@pytest.mark.parametrize("name", ["lora", "bottleneck_adapter", "residual_adapter", "drop_path"])
def test_an_adapter_on_a_wire_changes_nothing_at_first(name: str) -> None:
    document = add(add(Document(), "image_input", "image", size=8), name, "adapter")
    document = connect(add(document, "value_output", "value"), "adapter.y", "value.x")
    document = connect(document, "image.image", "adapter.x")
    assert not plan(document).problems
    image = torch.randn(2, 3, 8, 8)
    with torch.no_grad():
        assert torch.equal(to_module(document).eval()(image), image)


def test_drop_path_leaves_out_whole_samples_and_keeps_the_mean() -> None:
    from blocks.modules.drop_path import DropPath

    torch.manual_seed(0)
    dropped = DropPath(0.25).train()(torch.ones(4000, 3, 2))
    assert sorted(dropped.unique().tolist()) == pytest.approx([0.0, 4 / 3])
    assert torch.equal(dropped.amin((1, 2)), dropped.amax((1, 2)))
    assert dropped.mean() == pytest.approx(1.0, abs=0.05)
