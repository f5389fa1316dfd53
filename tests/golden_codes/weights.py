"""Weights and runs that are not what they say, pictures that were scaled otherwise, and samples that lack something."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from builder import Document, add, add_peft, connect, plan, set_param, to_module, use_weights
from builder.fitting import fit
from builder.inferring.inference import infer
from builder.linting import lint
from builder.problem import Problem
from builder.weights.trained import load_run
from tests.golden_codes.form import Case, refused
from tests.networks import line
from tests.test_own_weights import images
from tests.test_peft_folder import texts
from tests.test_preparing import COMMIT


def a_tensor_of_another_network(folder: Path) -> Problem:
    save_file({"first.weight": torch.zeros(2)}, folder / "mine.safetensors")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETGRAFT_WEIGHTS", str(folder / "kept"))
        return plan(use_weights(images(), "net", folder / "mine.safetensors")).problems[0]


def weights_that_are_none(folder: Path) -> Problem:
    list(fit(line(), settings={"data": "wine", "epochs": 1}, checkpoint=folder, device="cpu"))
    (folder / "model.safetensors").write_text("no weights")
    return refused(lambda: load_run(folder))


def another_scaling(folder: Path) -> Problem:
    """As if the hub's note on this network had been fetched: pictures from -1 to 1."""
    from blocks.bases import processing

    note = folder / "preprocessor_config.json"
    note.write_text(json.dumps({"image_mean": [0.5] * 3}))
    document = add(add(Document(), "image_input", "image"), "transformers_vision", "net", name="some/vit")
    document = set_param(connect(document, "image.image", "net.image"), "net", "revision", COMMIT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("huggingface_hub.try_to_load_from_cache", lambda *_, **__: str(note))
        processing._fetched.cache_clear()
        found = lint(plan(set_param(document, "image", "scaling", "imagenet")))
        processing._fetched.cache_clear()
    return next(problem for problem in found if problem.code == "other_scaling")


def a_sample_of_nothing(folder: Path) -> Problem:
    network = line(2, 2)
    return refused(lambda: infer((to_module(network), network, {}), sample={}))


CASES: dict[str, Case] = {
    "other_scaling": another_scaling,
    "own_weights": a_tensor_of_another_network,
    "peft_folder": lambda folder: refused(lambda: add_peft(texts(), "net", folder)),
    "run_folder": lambda folder: refused(lambda: load_run(folder)),
    "sample": a_sample_of_nothing,
    "weights_file": weights_that_are_none,
}
