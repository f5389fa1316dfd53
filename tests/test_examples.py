"""The examples: each is sound, has the parameters of its system, trains above its baseline, and answers."""

from typing import Any

import pytest
import torch

from builder import Document, default_registry, load, set_param, to_module, to_source
from builder.documents.examples import example_path, examples
from builder.fitting import fit
from builder.inferring.inference import infer
from builder.planning.planning import plan
from builder.surgery.measuring import difference
from builder.writing.compile import run_source
from builder.writing.split import Prefix, split
from tests.networks import samples

REGISTRY = default_registry()

SYSTEMS = {
    "s01": ("S01", 11_312_970, 136_458, {"fuse.y": "B × 522", "scores.y": "B × 10"}),
    "s02": (
        "S02",
        11_571_781,
        395_269,
        {"places.y": "B × 49 × 512", "attention.y": "B × 49 × 256", "mean.y": "B × 256", "scores.y": "B × 5"},
    ),
    "s02b": (
        "S02",
        23_009_410,
        296_194,
        {
            "encoder.tokens": "B × T × 384",
            "attention.y": "B × T × 256",
            "mean.y": "B × 256",
            "scores.y": "B × 2",
        },
    ),
    "s03": ("S03", 628, 628, {"mix.nodes": "N × 16", "scores.y": "N × 4"}),
    "s04": ("S04", 34_128_202, 10_620_170, {"backbone.map": "B × 2048 × 7 × 7", "flat.y": "B × 10"}),
    "s05": ("S05", 23_532_618, 24_586, {"norm.y": "B × 2048", "drop.y": "B × 2048", "scores.y": "B × 10"}),
    "s06_added": ("S06", 42_404_938, 18_896_906, {"backbone.features": "B × 2048", "scores.y": "B × 10"}),
    "s06_replaced": ("S06", 76_215_370, 58_746_890, {"backbone.features": "B × 2048", "scores.y": "B × 10"}),
    "s07": ("S07", 24_228_922, 720_890, {"backbone.features": "B × 2048", "scores.y": "B × 10"}),
    "s04b": ("S04", 23_528_522, 20_490, {"one.y": "B × 10 × 7 × 7", "pool.y": "B × 10"}),
    "s08": (
        "S08",
        18_006_979,
        6_830_467,
        {
            "encoder.features": "B × 512",
            "fold.y": "B × 512 × 4 × 4",
            "grow_8.y": "B × 256 × 8 × 8",
            "grow_16.y": "B × 128 × 16 × 16",
            "bright.y": "B × 3 × 32 × 32",
        },
    ),
    "s09": (
        "S09",
        22_713_601,
        385,
        {"encoder.tokens": "B × T × 384", "mean.y": "B × 384", "regression.y": "B × 2"},
    ),
    "s10": (
        "S10",
        23_077_257,
        364_041,
        {
            "encoder.tokens": "B × T × 384",
            "mean.y": "B × 384",
            "linear_scores.y": "B × 3",
            "mlp.y": "B × 3",
            "lstm.last": "B × 128",
            "lstm_scores.y": "B × 3",
        },
    ),
    "s11": ("S11", 210, 210, {"pixels.y": "B × 64", "shares.y": "B × 10", "bayes.y": "B × 10"}),
    "s12": (
        "S12",
        24_560_975,
        1_052_943,
        {"backbone.features": "B × 2048", "pair_scores.y": "B × 5", "digit_scores.y": "B × 10"},
    ),
    "s13": (
        "S13",
        47_107_658,
        23_599_626,
        {
            "backbone.map": "B × 2048 × 7 × 7",
            "pool1.y": "B × 1024 × 3 × 3",
            "pool2.y": "B × 512 × 1 × 1",
            "flat.y": "B × 512",
            "scores.y": "B × 10",
        },
    ),
    "s13b": (
        "S13",
        47_109_386,
        23_601_354,
        {"flat.y": "B × 512", "relu3.y": "B × 64", "fuse.y": "B × 576", "scores.y": "B × 10"},
    ),
    "s14": (
        "S14",
        11_311_690,
        135_178,
        {"backbone.features": "B × 512", "upright.y": "B × 5", "turned.y": "B × 5", "route.y": "B × 5"},
    ),
    "s15": (
        "S15",
        28_228_422,
        4_720_390,
        {"adapt.y": "B × 256 × 7 × 7", "boxes.boxes": "B × 4 × 7 × 7", "class_head.y": "B × 2 × 7 × 7"},
    ),
    "s15b": (
        "S15",
        10_904_390,
        2_361_094,
        {"backbone.layer3": "B × 1024 × 14 × 14", "boxes.boxes": "B × 4 × 14 × 14"},
    ),
    "s17": (
        "S17",
        2_125_572,
        2_116_672,
        {
            "grid.y": "B × 128",
            "policy.y": "B × 4",
            "flat.y": "B × 16384",
            "adapter.y": "B × 128",
            "seen_policy.y": "B × 4",
        },
    ),
    "s16": ("S16", 22_812_547, 99_331, {"cls.y": "B × 384", "scores.y": "B × 3"}),
}


def example(name: str) -> Document:
    path = example_path(name)
    assert path is not None
    return load(path)


def test_every_example_is_known_here() -> None:
    assert set(SYSTEMS) <= {entry.id for entry in examples()}


@pytest.mark.parametrize("name", SYSTEMS)
def test_an_example_is_sound_and_counts_as_its_system(name: str) -> None:
    system, total, trainable, shapes = SYSTEMS[name]
    document = example(name)
    planned = plan(document, REGISTRY)
    assert not planned.problems
    assert document.system == system
    assert (planned.size.parameters, planned.size.trainable) == (total, trainable)
    for port, text in shapes.items():
        node, output = port.split(".")
        assert planned.specs[node, output].text == text


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_an_example_promises_on_its_wires_is_what_really_flows(name: str) -> None:
    planned = plan(example(name), REGISTRY)
    module, inputs = to_module(planned.document, REGISTRY).eval(), samples(planned)
    carried = {(edge.source, edge.output) for edge in planned.document.edges}
    everything = Prefix(frozenset(planned.live), tuple(planned.names[place] for place in carried))
    with torch.no_grad():
        real = split(planned, module, everything)[0](**inputs)
    sizes = {"B": 2, "T": 7, "N": 34, "E": 156}
    for place in carried:
        spec, tensor = planned.specs[place], real[planned.names[place]]
        shape = tuple(size if isinstance(size, int) else size.at(sizes) for size in spec.shape)
        assert (shape, spec.dtype) == (tuple(tensor.shape), str(tensor.dtype).removeprefix("torch.")), place


@pytest.mark.parametrize("name", SYSTEMS)
def test_an_exported_example_gives_the_numbers_of_the_live_one(name: str) -> None:
    planned = plan(example(name), REGISTRY)
    inputs = list(samples(planned).values())
    exported = run_source(to_source(planned.document, REGISTRY))["build"]().eval()
    live = to_module(planned.document, REGISTRY).eval()
    with torch.no_grad():
        ours, theirs = live(*inputs), exported(*inputs)
    if isinstance(ours, torch.Tensor):
        ours, theirs = {"": ours}, {"": theirs}
    assert set(ours) == set(theirs)
    assert all(torch.equal(ours[key], theirs[key]) for key in ours)


@pytest.mark.parametrize("name", SYSTEMS)
def test_an_example_is_laid_out_from_left_to_right(name: str) -> None:
    document = example(name)
    places = {node.id: node.position for node in document.nodes}
    assert len(set(places.values())) == len(places)
    for edge in document.edges:
        assert places[edge.source][0] < places[edge.target][0]
    assert document.title
    assert document.notes


def smaller(document: Document, size: int = 64) -> Document:
    """The same network on smaller pictures, since a test should take seconds and not a minute."""
    return set_param(document, "image", "size", size)


RUNS: dict[str, tuple[Document, dict[str, Any], dict[str, tuple[float, float]], dict[str, Any]]] = {
    "s01": (smaller(example("s01")), {}, {"digit": (0.8, 0.5)}, {"row": 1}),
    "s02": (smaller(example("s02"), 96), {"samples": 200}, {"pair": (0.4, 0.15)}, {"row": 1}),
    "s02b": (
        example("s02b"),
        {"epochs": 4},
        {"opinion": (0.65, 0.15)},
        {"text": "The lecture was not dreadful at all."},
    ),
    "s03": (example("s03"), {}, {"community": (0.7, 0.25)}, {"node": 33}),
    "s04": (smaller(example("s04")), {"samples": 100, "epochs": 4}, {"digit": (0.2, 0.1)}, {"row": 1}),
    "s05": (example("s05"), {}, {"digit": (0.85, 0.5)}, {"row": 1}),
    "s06_added": (example("s06_added"), {"epochs": 3}, {"digit": (0.3, 0.15)}, {"row": 1}),
    "s06_replaced": (
        example("s06_replaced"),
        {"epochs": 3, "samples": 120},
        {"digit": (0.3, 0.15)},
        {"row": 1},
    ),
    "s07": (example("s07"), {"epochs": 4}, {"digit": (0.5, 0.3)}, {"row": 1}),
    "s04b": (smaller(example("s04b")), {}, {"digit": (0.6, 0.5)}, {"row": 1}),
    "s09": (example("s09"), {}, {"opinion": (0.9, 0.4)}, {"text": "What a lovely evening that was."}),
    "s10": (
        example("s10"),
        {"epochs": 3},
        {"linear": (0.75, 0.4), "hidden": (0.75, 0.4), "sequence": (0.75, 0.4)},
        {"text": "What a lovely evening that was."},
    ),
    "s11": (example("s11"), {}, {"alone": (0.85, 0.7), "both": (0.8, 0.65)}, {"row": 1}),
    "s12": (
        smaller(example("s12")),
        {"samples": 300},
        {"digit": (0.75, 0.5), "pair": (0.75, 0.5)},
        {"row": 1},
    ),
    "s13": (
        smaller(example("s13"), 128),
        {"samples": 200, "epochs": 2, "batch": 20, "optimiser": "sgd", "learning_rate": 0.01},
        {"digit": (0.2, 0.1)},
        {"row": 1},
    ),
    "s13b": (example("s13b"), {"epochs": 2}, {"digit": (0.2, 0.1)}, {"row": 1}),
    "s14": (smaller(example("s14")), {}, {"pair": (0.75, 0.5)}, {"row": 1}),
    "s16": (example("s16"), {}, {"sentiment": (0.75, 0.4)}, {"text": "What a lovely evening that was."}),
}
"""Example -> document, settings, for each output the least accuracy and lead over the majority; a sample."""


@pytest.mark.parametrize("name", RUNS)
def test_an_example_trains_above_the_majority_and_answers(name: str, tmp_path: Any) -> None:
    document, settings, expected, sample = RUNS[name]
    run = list(fit(document, REGISTRY, settings=settings, device="cpu", checkpoint=tmp_path))
    last = run[-1]
    assert last["event"] == "finished", last
    for output, (least, lead) in expected.items():
        accuracy = last["test"][output]["accuracy"]
        assert accuracy >= least
        assert accuracy >= last["baseline"][output]["majority"] + lead
    frozen = sum(node.freeze is not None for node in document.nodes)
    assert bool(last["proof"]["tensors"]) == bool(frozen)
    assert last["proof"]["changed"] == []
    answer = infer(tmp_path, REGISTRY, sample)
    assert set(answer["outputs"]) == set(expected)


RECEIPTS = {
    "s06_added": ("318 of 318 tensors kept, 4 new, 0 dropped", 0.0),
    "s06_replaced": ("294 of 318 tensors kept, 6 new, 24 dropped", None),
    "s07": ("318 of 318 tensors kept, 16 new, 0 dropped", 0.0),
}
"""Example -> what its receipt says, and how far its output lies from the untouched backbone's, where it claims that."""


@pytest.mark.parametrize("name", RECEIPTS)
def test_surgery_in_an_example_keeps_the_tensors_that_it_says(name: str) -> None:
    said, apart = RECEIPTS[name]
    document = example(name)
    receipt = plan(document, REGISTRY).nodes["backbone"].receipt
    assert receipt is not None
    assert receipt.said == said
    assert apart is None or difference(document, "backbone", REGISTRY) == apart


def test_a_backbone_with_random_weights_is_labelled() -> None:
    started = next(
        event for event in fit(smaller(example("s12")), device="cpu") if event["event"] == "started"
    )
    assert any("random weights" in note for note in started["notes"])
