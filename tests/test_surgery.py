"""Operations inside a pre-trained network: they run, keep what was there, and say what they did."""

import copy

import pytest
import torch

from builder import Document, add, connect, dumps, freeze, loads, plan, to_module, to_source
from builder.documents.document import Edit
from builder.planning.analysis import analysis
from builder.writing.compile import run_source

SE = ("layer1.2.bn3", "layer2.3.bn3", "layer3.5.bn3", "layer4.2.bn3")


def resnet(*edits: Edit, model: str = "resnet50") -> Document:
    """Images -> ResNet -> ten classes, with edits inside."""
    network = add(Document(), "image_input", "image", size=64)
    network = connect(add(network, "torchvision", "backbone", model=model), "image.image", "backbone.image")
    network = connect(add(network, "linear", "scores", out_features=10), "backbone.features", "scores.x")
    network = connect(add(network, "class_output", "digit"), "scores.y", "digit.x")
    return network.replace_node(network.node("backbone").model_copy(update={"edits": edits}))


def insert(path: str, block: str = "squeeze_excitation", do: str = "insert_after", **params: object) -> Edit:
    return Edit.model_validate({"do": do, "path": path, "block": block, "params": params})


def _outputs(document: Document) -> torch.Tensor:
    """What the backbone gives for a fixed input; its random weights come from the seed alone."""
    images = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        return to_module(document).eval().backbone(images)


CASES = {
    "S07: gates before the addition": ([insert(path) for path in SE], 24_228_922, (318, 16, 0), True),
    "S07: gates with a default start": (
        [insert(p, identity=False) for p in SE],
        24_228_922,
        (318, 16, 0),
        False,
    ),
    "S06: a block added to layer3": ([insert("layer3", "residual_block")], 42_404_938, (318, 4, 0), True),
    "S06: layer4.0 replaced": (
        [insert("layer4.0", "residual_block", "replace", out_channels=2048, stride=2)],
        76_215_370,
        (294, 6, 24),
        False,
    ),
    "removed": ([Edit(do="remove", path="layer2.1")], 23_248_458, (300, 0, 18), False),
    "inserted before": ([insert("layer2", do="insert_before")], 23_536_986, (318, 4, 0), True),
    "beside": (
        [insert("layer2.1", "residual_block", "wrap", identity=True)],
        28_248_138,
        (318, 4, 0),
        False,
    ),
}


@pytest.mark.parametrize(("edits", "parameters", "receipt", "same"), CASES.values(), ids=CASES.keys())
def test_an_operation_counts_keeps_and_runs(
    edits: list[Edit], parameters: int, receipt: tuple[int, int, int], same: bool
) -> None:
    document = resnet(*edits)
    planned = plan(document)
    known = planned.nodes["backbone"].receipt
    assert planned.problems == ()
    assert known is not None
    assert (len(known.kept), len(known.new), len(known.dropped)) == receipt
    assert planned.size.parameters == parameters == sum(p.numel() for p in to_module(document).parameters())
    assert torch.equal(_outputs(document), _outputs(resnet())) == same


def test_pre_trained_tensors_keep_their_names() -> None:
    plain, edited = to_module(resnet()).backbone, to_module(resnet(*[insert(path) for path in SE])).backbone
    missing, unexpected = edited.load_state_dict(plain.state_dict(), strict=False)
    assert unexpected == []
    assert all(".inserted." in name for name in missing)


def test_what_is_inserted_learns_even_inside_a_frozen_backbone() -> None:
    document = freeze(resnet(*[insert(path, identity=False) for path in SE]), "backbone")
    assert plan(document).size.trainable == 720_890
    module = copy.deepcopy(to_module(document)).train()
    gates = [module.backbone.get_submodule(f"{path}.inserted") for path in SE]
    assert all(gate.training for gate in gates)
    assert not module.backbone.layer1[2].bn3.training
    module(torch.rand(2, 3, 64, 64)).square().mean().backward()
    assert all(
        p.grad is not None and bool(p.grad.abs().sum()) for gate in gates for p in gate.excite.parameters()
    )
    assert all(p.grad is None for name, p in module.backbone.named_parameters() if "inserted" not in name)


def test_a_replaced_block_that_breaks_what_follows_is_named_itself() -> None:
    (problem,) = plan(resnet(insert("layer4.0", "residual_block", "replace"))).problems
    assert (problem.code, problem.node, problem.param) == ("edit_shape", "backbone", "edits")
    assert "layer4.0" in problem.said
    assert (problem.expected, problem.got) == ("B × 2048 × 2 × 2", "B × 1024 × 4 × 4")


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (insert("layer9"), "unknown_path"),
        (insert("layer1", "nonsense"), "unknown_block"),
        (insert("layer1", reduction=0), "parameter"),
        (insert("layer1", ratio=4), "parameter"),
        (Edit(do="insert_after", path="layer1"), "edit_block"),
        (insert("layer1", "conv1d"), "rank"),
        (insert("layer1", do="wrap"), "edit_row"),
        (insert("layer1", "concat"), "edit_block"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.path,
)
def test_an_edit_that_cannot_be_is_explained(edit: Edit, code: str) -> None:
    problems = plan(resnet(edit, model="resnet18")).problems
    assert [(problem.code, problem.node, problem.param) for problem in problems] == [
        (code, "backbone", "edits")
    ]


def test_an_edit_that_is_switched_off_does_nothing_and_is_kept_in_the_file() -> None:
    edit = insert("layer1").model_copy(update={"on": False})
    document = resnet(edit)
    assert plan(document).nodes["backbone"].receipt is None
    assert loads(dumps(document)).node("backbone").edits == (edit,)
    assert plan(document).size == plan(resnet()).size


def test_the_export_performs_the_same_operations() -> None:
    document = resnet(insert("layer2.0", identity=False), insert("layer3", "residual_block", identity=False))
    exported = run_source(to_source(document))["build"]().eval()
    images = torch.rand(2, 3, 64, 64)
    assert torch.equal(exported(images), to_module(document).eval()(images))


def test_an_adapter_inside_a_transformer_starts_as_the_identity() -> None:
    network = add(Document(), "text_input", "text")
    network = add(network, "minilm", "encoder")
    network = connect(connect(network, "text.ids", "encoder.ids"), "text.mask", "encoder.mask")
    network = connect(add(network, "cls_token", "cls"), "encoder.tokens", "cls.x")
    network = connect(add(network, "linear", "scores", out_features=3), "cls.y", "scores.x")
    network = connect(add(network, "class_output", "mood"), "scores.y", "mood.x")
    adapter = insert("encoder.layer.3.output", "bottleneck_adapter")
    edited = network.replace_node(network.node("encoder").model_copy(update={"edits": (adapter,)}))
    planned = plan(edited)
    assert planned.problems == ()
    ids, mask = torch.randint(0, 1000, (2, 7)), torch.ones(2, 7, dtype=torch.long)
    with torch.no_grad():
        plain = to_module(network).eval().encoder(ids, attention_mask=mask).last_hidden_state
        changed = to_module(edited).eval().encoder(ids, attention_mask=mask).last_hidden_state
    assert torch.equal(plain, changed)
    assert planned.nodes["encoder"].receipt is not None
    assert planned.nodes["encoder"].receipt.dropped == ()


def test_an_insertion_behind_a_module_with_named_results_keeps_their_names() -> None:
    from transformers.modeling_outputs import BaseModelOutput

    from builder.surgery.live import insert_after, wrap

    class Named(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> BaseModelOutput:
            return BaseModelOutput(last_hidden_state=x, attentions=(x,))

    model = torch.nn.Sequential(Named())
    insert_after(model, "0", torch.nn.ReLU())
    wrap(model, "0", torch.nn.Identity())
    given = model(torch.tensor([-1.0, 2.0]))
    assert type(given) is BaseModelOutput
    assert given.last_hidden_state.tolist() == [-1.0, 4.0]
    assert given.attentions[0].tolist() == [-1.0, 2.0]


def test_an_edit_tells_what_it_took_from_what_arrives() -> None:
    off = insert("layer2.3.bn3").model_copy(update={"on": False})
    document = resnet(insert(SE[0]), off, insert("layer3.5.bn3", channels=1024))
    assert analysis(plan(document))["nodes"]["backbone"]["edits"] == [{"channels": 256}, {}, {}]
