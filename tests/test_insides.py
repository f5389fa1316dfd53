"""Looking inside a network: every level with sizes, shapes and what is frozen, also where an edit is faulty."""

from collections.abc import Callable

import pytest

from builder import Document, Refused, add, connect, freeze, plan
from builder.documents.document import Edit, FreezeUpTo
from builder.registry import default_registry
from builder.surgery.levels import Insides, Memory, insides

GATE = Edit(do="insert_after", path="layer2.1", block="squeeze_excitation")


def images(model: str = "resnet18", *edits: Edit) -> Document:
    network = add(Document(), "image_input", "image", size=64)
    network = connect(add(network, "torchvision", "backbone", model=model), "image.image", "backbone.image")
    return network.replace_node(network.node("backbone").model_copy(update={"edits": edits}))


def words() -> Document:
    network = connect(
        add(add(Document(), "text_input", "text"), "minilm", "backbone"), "text.ids", "backbone.ids"
    )
    return connect(network, "text.mask", "backbone.mask")


def citations() -> Document:
    network = add(add(Document(), "graph_input", "graph"), "gcn_stack", "backbone")
    return connect(connect(network, "graph.nodes", "backbone.nodes"), "graph.edges", "backbone.edges")


def look(document: Document) -> Insides:
    return insides(document, "backbone", default_registry())


def names(document: Document, path: str) -> list[str]:
    level = look(document).level(path)
    assert level is not None
    return [row["name"] for row in level["inside"]]


def test_the_first_level_of_a_resnet_is_its_stages_in_the_order_in_which_they_run() -> None:
    level = look(images("resnet50")).level("")
    assert level is not None
    rows = {row["path"]: row for row in level["inside"]}
    assert list(rows) == [
        "conv1",
        "bn1",
        "relu",
        "maxpool",
        *[f"layer{n}" for n in (1, 2, 3, 4)],
        "avgpool",
        "fc",
    ]
    assert (rows["layer3"]["shape"], rows["layer3"]["parameters"]) == ("B × 1024 × 4 × 4", 7_098_368)
    assert (rows["layer3"]["class"], rows["layer3"]["children"], rows["layer3"]["tensors"]) == (
        "Sequential",
        6,
        114,
    )
    assert rows["layer3"]["follows"]
    assert not rows["fc"]["follows"], "a flattening stands between"


def test_what_no_wire_needs_is_shown_and_said_to_be_unused() -> None:
    rows = look(images()).modules
    assert not rows["fc"].used
    assert rows["layer4"].used
    assert rows["fc"].parameters == 513_000


def test_a_shortcut_is_not_drawn_as_a_chain() -> None:
    rows = look(images()).modules
    assert rows["layer2.0.bn1"].follows
    assert not rows["layer2.0.downsample"].follows
    assert rows["layer2.0.relu"].calls == 2
    assert not rows["layer2.0"].passes, "the shortcut is added to what its last child gives"
    assert rows["layer2"].passes


@pytest.mark.parametrize(
    ("make", "path", "shape"),
    [
        (lambda: images("resnet50"), "layer4.2.conv3", "B × 2048 × 2 × 2"),
        (lambda: images("vit_b_32"), "encoder.layers.encoder_layer_3", "B × 5 × 768"),
        (words, "encoder.layer.3.output", "B × T × 384"),
        (citations, "convs.1", "N × "),
    ],
    ids=["torchvision", "a vision transformer", "transformers", "a graph network"],
)
def test_every_kind_of_backbone_opens_to_any_depth(
    make: Callable[[], Document], path: str, shape: str
) -> None:
    assert look(make()).modules[path].shape.startswith(shape)


def test_a_list_of_layers_that_is_never_called_has_the_shapes_of_its_items() -> None:
    layers = look(words()).modules["encoder.layer"]
    assert (layers.calls, layers.arrives, layers.shape) == (0, "B × T × 384", "B × T × 384")


def test_what_an_edit_put_in_is_marked_and_counted() -> None:
    rows = look(images("resnet18", GATE)).modules
    added = [path for path, row in rows.items() if row.added]
    assert added[0] == "layer2.1.inserted"
    assert rows["layer2.1.inserted"].kind == "SqueezeExcitation"
    assert rows["layer2.1.inserted"].shape == "B × 128 × 8 × 8"


def test_a_faulty_edit_leaves_the_inside_open() -> None:
    broken = images("resnet18", Edit(do="insert_after", path="layer2.1", block="conv1d"))
    assert not plan(broken).sound
    assert names(broken, "layer2") == ["0", "1"]


def test_what_is_frozen_is_counted_at_every_level() -> None:
    network = freeze(images("resnet18", GATE), "backbone")
    held = network.replace_node(
        network.node("backbone").model_copy(update={"freeze": FreezeUpTo(what="up_to", path="layer2")})
    )
    rows = look(held).modules
    assert rows["layer1"].to_json()["frozen"]
    assert not rows["layer3"].to_json()["frozen"]
    assert (rows["layer2"].tensors - rows["layer2"].frozen_tensors) == 4, "what was added goes on learning"


def test_search_finds_paths_and_classes_and_stays_short() -> None:
    inside = look(images("densenet201"))
    answer = inside.search("conv")
    assert (len(answer["rows"]), answer["found"] > 150) == (50, True)
    assert [row["path"] for row in inside.search("denseblock4.denselayer32.conv2")["rows"]] == [
        "features.denseblock4.denselayer32.conv2"
    ]
    assert inside.search("") == {"found": 0, "rows": []}


def test_the_same_question_is_worked_out_once() -> None:
    memory, network = Memory(), images()
    first = insides(network, "backbone", default_registry(), memory=memory)
    assert insides(network, "backbone", default_registry(), memory=memory) is first
    edited = images("resnet18", GATE)
    assert insides(edited, "backbone", default_registry(), memory=memory) is not first


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (add(Document(), "torchvision", "backbone"), "unconnected"),
        (
            connect(add(add(Document(), "vector_input", "v"), "relu", "backbone"), "v.vector", "backbone.x"),
            "",
        ),
        (Document(), "missing_node"),
    ],
    ids=["nothing arrives", "a single layer", "no such node"],
)
def test_what_cannot_be_opened_is_explained(document: Document, code: str) -> None:
    if not code:
        assert look(document).modules[""].children == ()
        return
    with pytest.raises(Refused) as refused:
        look(document)
    assert refused.value.problem.code == code
