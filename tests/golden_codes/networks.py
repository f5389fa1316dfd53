"""What a network cannot be: layers and backbones, groups, guesses and looks, and edits inside."""

from collections.abc import Callable
from pathlib import Path

import pytest

from builder import Document, add, connect, look, plan, repair
from builder.documents.reading import load
from builder.groups.making import group
from builder.planning.predicting import read_guess
from builder.problem import DocumentError, Problem
from builder.sizes import symbol
from builder.spec import Spec
from builder.surgery.inspecting import inspect
from builder.surgery.measuring import difference
from tests.broken.form import graph
from tests.golden_codes.form import Case, refused
from tests.grouped import flat
from tests.grouped import network as of_groups
from tests.networks import line
from tests.sites import declared, place, spec
from tests.test_encoders import text_to
from tests.test_graph_blocks import SOUND
from tests.test_group_faults import bomb
from tests.test_hub import named
from tests.test_inspecting import Own, images
from tests.test_looking import small
from tests.test_preparing import pairs
from tests.test_timm import images as timm


def planned(document: Document) -> Case:
    """The first problem of its plan."""
    return lambda folder: plan(document).problems[0]


def grouped(*nodes: str) -> Case:
    return lambda folder: documented(lambda: group(flat(), list(nodes), "part"))


def documented(act: Callable[[], object]) -> Problem:
    with pytest.raises(DocumentError) as caught:
        act()
    return caught.value.problems[0]


def contexts_of_another_batch(folder: Path) -> Problem:
    site = place("multi_head_attention", params={"num_heads": 4}, x=spec("B", 6, 16), context=spec(3, 6, 16))
    return refused(lambda: declared("multi_head_attention", site))


def an_index_of_graphs(folder: Path) -> Problem:
    site = place("global_mean_pool", nodes=SOUND["nodes"], index=Spec((symbol("B"),), "int64", "index"))
    return refused(lambda: declared("global_mean_pool", site))


def a_short_sound(folder: Path) -> Problem:
    document = add(
        add(Document(), "vector_input", "sound", width=100),
        "transformers_audio",
        "net",
        architecture="wav2vec2",
    )
    document = connect(document, "sound.vector", "net.sound")
    return plan(connect(add(document, "value_output", "value"), "net.tokens", "value.x")).problems[0]


def a_hub_that_is_not_reached(folder: Path) -> Problem:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
        return plan(named()).problems[0]


def an_edit_that_nothing_calls(folder: Path) -> Problem:
    return refused(lambda: inspect(Own(), images()).edit("insert_after", "spare", "linear"))


def scores_and_features_beside_a_tap(folder: Path) -> Problem:
    document = timm("test_resnet", "layer2", taps=("layer2",))
    for output in ("features", "logits"):
        document = connect(add(document, "value_output", output), f"net.{output}", f"{output}.x")
    return plan(document).problems[0]


def a_port_without_a_wire(folder: Path) -> Problem:
    document = graph(
        {
            "image": ("image_input", {"size": 32}),
            "net": ("torchvision", {"model": "resnet18"}),
            "value": "value_output",
        },
        "image.image > net.image; net.features > value.x",
    )
    return refused(lambda: look(document, "net.map", {}))


CASES: dict[str, Case] = {
    "batch": contexts_of_another_batch,
    "change": lambda folder: refused(
        lambda: repair(line(), [{"do": "set_param", "node": "gone", "param": "bias", "value": True}])
    ),
    "document_file": lambda folder: documented(lambda: load(folder / "network.json")),
    "group": grouped("image", "first"),
    "group_path": grouped("first", "sum"),
    "group_size": planned(of_groups("g2", groups=bomb(3, 25))),
    "guess": lambda folder: refused(lambda: read_guess("B x sixty")),
    "hub_name": planned(text_to("transformers_encoder", "tokens", name="blocks/inputs", revision="0" * 40)),
    "hub_unreachable": a_hub_that_is_not_reached,
    "index_form": an_index_of_graphs,
    "never_called": an_edit_that_nothing_calls,
    "no_edits": lambda folder: refused(lambda: difference(line(), "scores")),
    "no_such_output": planned(timm("test_resnet", "tokens")),
    "no_types": planned(pairs("distilbert")),
    "revision": planned(text_to("transformers_encoder", "tokens", name="somebody/something")),
    "sound_length": a_short_sound,
    "taps_beside": scores_and_features_beside_a_tap,
    "timm_name": planned(timm("of_my_own")),
    "unknown_place": lambda folder: refused(lambda: look(small(), "nowhere.y")),
    "unused_port": a_port_without_a_wire,
}
