"""Staged unfreezing and learning rates: what joins when, at which rate, and that what is held stays held."""

import copy
import io
from typing import Any

import pytest
import torch

from builder import Document, default_registry, freeze, plan, to_module, to_source
from builder.documents.document import Training
from builder.documents.reading import dumps
from builder.documents.training_lines import rates_of, rates_text, schedule_of, schedule_text
from builder.fitting import fit, settings_of
from builder.fitting.setup import dataset_of, run_of
from builder.planning.plan_cache import Cache
from builder.planning.staging import layers_of, stages_of, training_problems
from builder.problem import Refused
from tests.test_fit import mlp
from tests.test_proof import on_digits

REGISTRY = default_registry()
SMALL = {"data": "digits", "samples": 16, "batch": 8, "learning_rate": 0.01}


def staged(frozen: str = "all", *lines: str, rates: str = "", epochs: int = 3) -> Document:
    training = {
        "data": "digits", "epochs": epochs, "schedule": schedule_of("\n".join(lines)), "rates": rates_of(rates)
    }  # fmt: skip
    return on_digits(frozen).model_copy(update={"training": settings_of(on_digits(None), training).training})


def run(document: Document, **settings: Any) -> list[dict[str, Any]]:
    return list(fit(document, settings=SMALL | settings, device="cpu"))


def codes(document: Document) -> list[str]:
    return [problem.code for problem in training_problems(plan(document))]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2: backbone.layer5", "training_pattern"),
        ("2: spine.layer4", "training_node"),
        ("2: digit", "training_node"),
        ("9: backbone.layer4", "schedule_epoch"),
        ("2: scores", "schedule_free"),
    ],
)
def test_a_faulty_stage_is_a_warning_of_the_plan_and_stops_a_run(line: str, code: str) -> None:
    document = staged("all", line)
    planned = plan(document)
    assert [(problem.code, problem.severity) for problem in planned.problems] == [(code, "warning")]
    assert planned.sound
    last = run(document)[-1]
    assert (last["event"], last["problem"]["code"]) == ("failed", code)


def test_a_rate_for_what_is_always_frozen_is_said() -> None:
    assert codes(staged("all", rates="backbone.layer1: 0.1")) == ["rate_frozen"]
    assert codes(staged("all", "2: backbone.layer1", rates="backbone.layer1: 0.1")) == []


def test_problems_wait_while_the_graph_is_broken() -> None:
    document = staged("all", "2: backbone.layer4")
    broken = document.model_copy(update={"edges": document.edges[1:]})
    assert {problem.code for problem in plan(broken).problems} == {"unconnected"}


def test_a_stage_counts_what_joins_and_only_once() -> None:
    stages = stages_of(plan(staged("all", "2: backbone.layer4", "3: backbone.layer*")))
    assert [(stage.epoch, stage.parameters) for stage in stages] == [(2, 8_393_728), (3, 2_773_248)]
    assert stages[1].paths == ("layer1", "layer2", "layer3", "layer4")


def test_a_part_joins_at_its_epoch_and_the_proof_counts_the_rest() -> None:
    events = run(staged("all", "2: backbone.layer4"))
    finished = events[-1]
    assert finished["event"] == "finished"
    assert finished["proof"]["tensors"] == 90
    assert finished["proof"]["changed"] == []
    assert finished["proof"]["said"] == (
        "0 of 90 frozen tensors changed; learned later: backbone.layer4 from epoch 2"
    )
    assert finished["trainable"] == 5_130 + 8_393_728
    said = [event["said"] for event in events if event["event"] == "preparing"]
    assert "backbone.layer4 learns from epoch 2." in said


def test_what_joined_has_moved_and_nothing_before_its_epoch() -> None:
    document = staged("all", "3: backbone.layer4", epochs=3)
    network = torch.nn.Module.state_dict(to_module(document))
    settings = settings_of(document, SMALL)
    live, _ = run_of(document, REGISTRY, dataset_of(settings, None), settings, "cpu")
    live.network.module.train()
    for epoch in (1, 2, 3):
        list(live.begin(epoch, lambda: False, first=epoch == 1))
        live.step(live.dataset.train, epoch=epoch, number=1, meters=live.meters())
        state = live.network.module.state_dict()
        moved = {
            name.split(".")[1] for name, tensor in state.items() if not torch.equal(tensor, network[name])
        }
        assert moved - {"weight", "bias"} == ({"layer4"} if epoch == 3 else set())


def test_kept_features_are_given_up_where_they_stop_being_constant() -> None:
    plain = [event["loss"] for event in run(staged("all"), epochs=2) if event["event"] == "epoch"]
    later = [event["loss"] for event in run(staged("all", "3: backbone")) if event["event"] == "epoch"]
    assert later[:2] == plain
    assert later[2] != pytest.approx(plain[1], abs=1e-6)


def test_the_optimiser_gets_real_groups_and_later_ones_join() -> None:
    document = staged("layer3", "2: backbone.layer3", rates="backbone: 0.1\nbackbone.layer3: 0.01")
    settings = settings_of(document, SMALL)
    live, _ = run_of(document, REGISTRY, dataset_of(settings, None), settings, "cpu")
    sizes = [(group["lr"], sum(p.numel() for p in group["params"])) for group in live.optimiser.param_groups]
    assert sizes == [(0.01, 5_130), (pytest.approx(0.001), 8_393_728)]
    list(live.begin(2, lambda: False, first=False))
    group = live.optimiser.param_groups[-1]
    assert (group["lr"], sum(p.numel() for p in group["params"])) == (pytest.approx(0.0001), 2_099_712)
    assert len(live.optimiser.param_groups) == 3


def test_decay_goes_down_layer_by_layer_towards_the_input() -> None:
    document = staged("layer1", rates="backbone: 0.5 decay 0.5")
    layers = layers_of(plan(document), document.training or Training())
    found = {sorted(layer.names)[0].split(".")[0]: layer.factor for layer in layers}
    assert found["layer4"] == 0.5
    assert found["layer3"] == 0.25
    assert found["conv1"] == min(found.values())


def test_a_rate_is_at_work() -> None:
    def losses(rates: str) -> list[float]:
        training = {"data": "wine", "epochs": 2, "rates": rates_of(rates)}
        return [
            event["loss"]
            for event in fit(mlp(), settings=training, device="cpu")
            if event["event"] == "epoch"
        ]

    assert losses("") == losses("front: 1")
    assert losses("") != losses("front: 0.01")


def test_dropout_inside_a_frozen_part_stays_off_until_it_joins() -> None:
    module = to_module(staged_vit())
    drop = [inner for inner in module.modules() if isinstance(inner, torch.nn.Dropout)]
    module.train()
    assert not any(inner.training for inner in drop)
    module.unfreeze(2)  # type: ignore[operator]
    assert sum(inner.training for inner in drop) == 3  # those of the last layer alone
    module.train()
    assert sum(inner.training for inner in drop) == 3
    module.eval()
    assert not any(inner.training for inner in drop)


def staged_vit() -> Document:
    training = {"epochs": 3, "schedule": schedule_of("2: backbone.encoder.layers.encoder_layer_11")}
    document = on_digits("all", model="vit_b_16", size=32)
    return document.model_copy(update={"training": settings_of(document, training).training})


def held(module: torch.nn.Module) -> bool:
    """Whether a pass in training mode leaves the statistics of the frozen stage alone, and moves those behind it."""
    inner = module.get_submodule("backbone.layer1.0.bn1")
    free = module.get_submodule("backbone.layer4.1.bn2")
    before = inner.running_mean.clone(), free.running_mean.clone()  # type: ignore[operator, union-attr]
    with torch.no_grad():
        module(torch.rand(4, 3, 32, 32))
    return torch.equal(inner.running_mean, before[0]) and not torch.equal(free.running_mean, before[1])  # type: ignore[arg-type]


def wrapped(module: torch.nn.Module) -> torch.nn.Module:
    """The module after it stood in a DistributedDataParallel that was put into training."""
    from torch import distributed

    distributed.init_process_group("gloo", store=torch._C._distributed_c10d.HashStore(), rank=0, world_size=1)
    try:
        parallel = torch.nn.parallel.DistributedDataParallel(module)
        parallel.eval()
        parallel.train()
        assert isinstance(parallel.module, torch.nn.Module)
        return parallel.module
    finally:
        distributed.destroy_process_group()


def reloaded(module: torch.nn.Module) -> torch.nn.Module:
    file = io.BytesIO()
    torch.save(module.state_dict(), file)
    file.seek(0)
    fresh = to_module(on_digits("layer1"))
    fresh.load_state_dict(torch.load(file, weights_only=True))
    return fresh.train()


def printed(module: torch.nn.Module) -> torch.nn.Module:
    from torchinfo import summary

    summary(module, input_size=(2, 3, 32, 32), verbose=0, mode="train")
    return module


@pytest.mark.parametrize(
    "through",
    [
        lambda module: module.train(),
        lambda module: module.eval().train(),
        copy.deepcopy,
        reloaded,
        wrapped,
        printed,
    ],
    ids=["train", "eval and train", "deepcopy", "save and load", "DDP", "torchinfo"],
)
def test_held_statistics_survive(through: Any) -> None:
    assert held(through(to_module(on_digits("layer1"))))


def test_the_exported_source_says_what_joins_and_does_it() -> None:
    source = to_source(staged("all", "2: backbone.layer4"))
    assert '2: ("backbone.layer4",),' in source
    space: dict[str, Any] = {"__name__": "exported"}
    exec(compile(source, "exported", "exec"), space)
    network = space["build"]()
    assert not network.backbone.layer4[0].conv1.weight.requires_grad
    network.unfreeze(2)
    assert network.backbone.layer4[0].conv1.weight.requires_grad
    assert network.backbone.layer4[0].bn1.training
    assert not network.backbone.layer3[0].bn1.training
    assert copy.deepcopy(network).train().backbone.layer4[0].bn1.training


def test_lines_and_parts_say_the_same() -> None:
    text = "5: backbone.layer3, backbone.layer4\n8: backbone"
    document = freeze(on_digits(None), "backbone")
    training = settings_of(
        document, {"schedule": schedule_of(text), "rates": rates_of("backbone: 0.1x\na: decay 0.5")}
    )
    assert schedule_text(training.training.schedule) == text
    assert rates_text(training.training.rates) == "backbone: 0.1\na: 1 decay 0.5"


@pytest.mark.parametrize("line", ["backbone", "five: backbone", "5:", ": backbone"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(Refused) as caught:
        schedule_of(line)
    assert caught.value.problem.code == "training_line"
    assert line.strip() in caught.value.problem.said


@pytest.mark.parametrize("line", ["backbone", "backbone: fast", "backbone:", "backbone: 1.2.3"])
def test_a_rate_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(Refused):
        rates_of(line)


@pytest.mark.parametrize(
    "changes",
    [
        {"schedule": [{"epoch": 1, "node": "backbone"}]},
        {"schedule": [{"epoch": 2, "node": "No"}]},
        {"rates": [{"node": "backbone", "factor": 0}]},
        {"rates": [{"node": "backbone", "decay": 1.5}]},
        {"rates": [{"node": "backbone", "patterns": ["a b"]}]},
    ],
)
def test_values_out_of_bounds_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        settings_of(on_digits("all"), changes)
    assert caught.value.problem.code == "training_setting"


def test_the_form_says_what_each_line_catches() -> None:
    from builder.ui.bench import Bench
    from builder.ui.training.form import FIELDS, shown
    from builder.ui.training.later import Later

    document = staged("all")
    bench = Bench(REGISTRY, Cache(), None, None, lambda request: "me")
    fields = shown(document.training or Training())
    assert set(fields) == set(FIELDS)

    def said(schedule: str, rates: str = "") -> str:
        sent = fields | {"canvas": dumps(document), "schedule": schedule, "rates": rates}
        return str(Later(bench).preview(sent, "me")["caught"])

    assert said("") == ""
    assert "From epoch 2: backbone.layer4, 8,393,728 parameters." in said("from epoch 2: backbone.layer4")
    assert "backbone.layer4: 8,393,728 parameters at 0.0001." in said(
        "2: backbone.layer4", "backbone.layer4: 0.1"
    )
    assert "layer4" in said("2: backbone.layer7")
    assert "is-warning" in said("2: backbone.layer7")
    assert "is-warning" in said("soon: backbone")
