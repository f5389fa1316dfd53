"""torchvision's networks for other tasks: their names, their stated sizes, their ports and what they refuse."""

import pytest

from blocks.bases.torchvision_tasks import (
    DETECTION,
    FLOW,
    MEASURES_ITSELF,
    MOVING_STATISTICS,
    SEGMENTATION,
    VIDEO,
)
from builder import Document, plan
from builder.documents.document import Edge
from builder.planning.planned import Plan
from builder.recipe import New, Recipe
from builder.writing.build import build
from tests.tables.cases import GROUPS
from tests.tables.proof import Case

CASES = {case.name: case for case in GROUPS["tasks"]()}


def planned(case: Case, *ports: str, **params: object) -> Plan:
    """Plan a backbone with some ports in use."""
    node = case.document.node("net")
    document: Document = case.document.replace_node(
        node.model_copy(update={"params": node.params | params, "taps": tuple(p for p in ports if "." in p)})
    )
    from builder import add

    for place, port in enumerate(ports):
        document = add(document, "value_output", f"v{place}")
        edge = Edge(source="net", output=port, target=f"v{place}", input="x")
        document = document.model_copy(update={"edges": (*document.edges, edge)})
    return plan(document)


def stated(name: str) -> int:
    from torchvision.models import get_model_weights

    count: int = get_model_weights(name).DEFAULT.meta["num_params"]
    return count


def test_the_tables_are_torchvisions_lists() -> None:
    from torchvision import models

    assert sorted(SEGMENTATION) == models.list_models(module=models.segmentation)
    assert sorted(DETECTION) == models.list_models(module=models.detection)
    assert sorted(FLOW) == models.list_models(module=models.optical_flow)
    assert sorted(VIDEO) == models.list_models(module=models.video)


@pytest.mark.parametrize("name", SEGMENTATION)
def test_segmentation_scores_each_pixel(name: str) -> None:
    ports = ("out",) if name.startswith("lraspp") else ("out", "aux")
    found = planned(CASES[name], *ports)
    assert found.problems == ()
    assert {found.specs["net", port].text for port in ports} == {"B × 21 × 64 × 64"}
    assert found.size.parameters == stated(name)
    assert planned(CASES[name], *ports, weights="default").size.parameters == stated(name)


@pytest.mark.parametrize("name", VIDEO)
def test_video_gives_features_and_scores(name: str) -> None:
    found = planned(CASES[name], "features", "logits")
    assert found.problems == ()
    assert found.specs["net", "logits"].text == "B × 400"
    assert found.specs["net", "features"].rank == 2
    assert found.size.parameters == stated(name)
    assert planned(CASES[name], "features").specs["net", "features"] == found.specs["net", "features"]


@pytest.mark.parametrize("name", FLOW)
def test_flow_moves_each_pixel(name: str) -> None:
    found = planned(CASES[name], "flow")
    assert found.problems == ()
    assert found.specs["net", "flow"].text == "B × 2 × 128 × 128"
    assert found.size.parameters == stated(name)


@pytest.mark.parametrize("name", DETECTION)
def test_detection_gives_maps_from_large_to_small(name: str) -> None:
    found = planned(CASES[name], "first", "second")
    assert found.problems == ()
    first, second = found.specs["net", "first"], found.specs["net", "second"]
    assert first.rank == second.rank == 4
    assert first.size(2) >= second.size(2)
    assert "no boxes" in found.nodes["net"].recipe.note


@pytest.mark.parametrize("name", DETECTION)
def test_a_trained_detector_has_the_stated_size(name: str) -> None:
    """Counted over the whole detector, of which a node holds the front half."""
    from builder.weightless.running import twin

    detector = twin(
        Recipe(
            module=New(f"torchvision.models.detection.{name}", kwargs={"weights_backbone": None}),
            on_cpu=name == MEASURES_ITSELF,
        )
    )
    assert detector is not None
    trained = planned(CASES[name], "first", weights="default")
    assert trained.problems == ()
    front = sum(parameter.numel() for parameter in detector.get_submodule("backbone").parameters())
    whole = sum(parameter.numel() for parameter in detector.parameters())
    if name not in MOVING_STATISTICS:
        front_trained = planned(CASES[name], *last_port(trained), weights="default").size.parameters
        assert whole - front + front_trained == stated(name)
    else:
        assert whole == stated(name)


def last_port(found: Plan) -> tuple[str, ...]:
    """The last port that this detector has."""
    return tuple(port for node, port in found.specs if node == "net")[-1:]


def test_a_tap_leaves_out_what_lies_behind() -> None:
    found = planned(CASES["fcn_resnet50"], "backbone.layer2")
    assert found.problems == ()
    assert found.size.parameters == 1_444_928
    assert found.specs["net", "backbone.layer2"].text == "B × 512 × 8 × 8"


@pytest.mark.parametrize(
    ("name", "ports", "code"),
    [
        ("lraspp_mobilenet_v3_large", ("aux",), "no_such_output"),
        ("fasterrcnn_mobilenet_v3_large_fpn", ("fourth",), "no_such_output"),
    ],
)
def test_an_output_that_there_is_not_is_refused(name: str, ports: tuple[str, ...], code: str) -> None:
    assert [problem.code for problem in planned(CASES[name], *ports).problems][:1] == [code]


def test_build_makes_a_whole_detector_into_its_front() -> None:
    front = build(
        New(
            "blocks.modules.detector.maps_of",
            (
                New(
                    "torchvision.models.detection.ssdlite320_mobilenet_v3_large",
                    kwargs={"weights_backbone": None},
                ),
            ),
        )
    )
    assert not any(path.startswith("head") for path, _ in front.named_modules())
