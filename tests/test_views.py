"""Views of an answer: where attention and Grad-CAM look, and the graph with its predicted classes."""

import re
from typing import Any

import pytest

from builder import Document, add, connect, load
from builder.documents.examples import example_path
from builder.fitting import fit
from builder.inferring.inference import infer
from builder.ui.drawing.drawn import drawn


def pictures(*blocks: tuple[str, dict[str, Any]]) -> Document:
    """A small picture through the small ResNet's map and these blocks to five scores."""
    document = add(Document(title="Looking"), "image_input", "image", size=32)
    document = connect(add(document, "small_resnet", "backbone"), "image.image", "backbone.image")
    last = "backbone.map"
    for place, (name, params) in enumerate(blocks):
        document = connect(add(document, name, f"n{place}", **params), last, f"n{place}.x")
        last = f"n{place}.y"
    document = add(document, "class_output", "pair", target="half")
    return connect(document, last, "pair.x")


ATTENTION = (
    ("map_to_tokens", {}),
    ("self_attention", {"width": 16}),
    ("token_mean", {}),
    ("linear", {"out_features": 5}),
)
PLAIN = (("conv2d", {"out_channels": 8}), ("global_average_pool", {}), ("linear", {"out_features": 5}))


def boxes(count: int) -> dict[str, Any]:
    """An answer with so many boxes that nearly cover each other."""
    found = [
        {"name": "letter", "score": 0.9 - place / 20, "box": [0.3, 0.3 + place / 100, 0.6, 0.6]}
        for place in range(count)
    ]
    return {"outputs": {"found": {"kind": "boxes", "boxes": found, "said": "boxes", "picture": ""}}}


def test_the_numbers_of_boxes_stand_apart_and_their_shares_beside_the_picture() -> None:
    page = drawn(boxes(4))
    places = re.findall(r'<text x="([\d.]+)" y="([\d.]+)">\d</text>', page)
    assert len(set(places)) == 4
    for place, one in enumerate(places):
        for other in places[:place]:
            assert max(abs(float(a) - float(b)) for a, b in zip(one, other, strict=True)) > 5
    assert page.count("<li>") == 4
    assert "90%" in page


def asked(document: Document, folder: Any, sample: dict[str, Any], **settings: Any) -> dict[str, Any]:
    *_, last = fit(document, settings=settings, device="cpu", checkpoint=folder)
    assert last["event"] == "finished", last
    return infer(folder, sample=sample)


@pytest.mark.parametrize(
    ("blocks", "titles"),
    [
        (ATTENTION, ["What the last attention looked at", "pair: what speaks for"]),
        (PLAIN, ["pair: what speaks for"]),
    ],
)
def test_a_picture_is_shown_under_what_was_looked_at(
    blocks: tuple[tuple[str, dict[str, Any]], ...], titles: list[str], tmp_path: Any
) -> None:
    answer = asked(pictures(*blocks), tmp_path, {"row": 3}, data="digits", samples=60, epochs=1)
    assert [
        view["title"].rsplit(" ", 1)[0] if "speaks" in view["title"] else view["title"]
        for view in answer["views"]
    ] == titles
    for view in answer["views"]:
        seen, looked = view["pictures"]
        assert seen["png"] != looked["png"]
    assert drawn(answer).count("<img") == 2 * len(titles)


def test_a_text_is_shown_token_by_token(tmp_path: Any) -> None:
    path = example_path("s09")
    assert path is not None
    answer = asked(load(path), tmp_path, {"text": "What a lovely evening."}, samples=16)
    (view,) = answer["views"]
    assert [part["text"] for part in view["parts"]] == [
        "[CLS]",
        "what",
        "a",
        "lovely",
        "evening",
        ".",
        "[SEP]",
    ]
    assert max(part["share"] for part in view["parts"]) == 1
    assert "lovely</span>" in drawn(answer)


def test_a_graph_is_drawn_with_its_predicted_classes(tmp_path: Any) -> None:
    path = example_path("s03")
    assert path is not None
    answer = asked(load(path), tmp_path, {"node": 33}, epochs=5)
    (view,) = answer["views"]
    assert len(view["classes"]) == 34
    name = answer["outputs"]["community"]["classes"][0]["name"]
    assert name == f"community {view['classes'][33] + 1}"
    said = drawn(answer)
    assert said.count("<circle") == 34
    assert said.count("is-picked") == 1
    assert "data-pick" not in said


def test_one_s_own_graph_can_be_asked_again(tmp_path: Any) -> None:
    folder = tmp_path / "club"
    folder.mkdir()
    (folder / "nodes.csv").write_text(
        "id,label\n" + "".join(f"{node},{'xy'[node % 2]}\n" for node in range(8))
    )
    (folder / "edges.csv").write_text(
        "from,to\n" + "".join(f"{node},{(node + 2) % 8}\n" for node in range(8))
    )
    document = add(Document(title="Own"), "graph_input", "graph", features=8)
    document = add(document, "gcn_conv", "mix", out_features=2)
    document = add(document, "class_output", "kind")
    document = connect(document, "graph.nodes", "mix.nodes")
    document = connect(connect(document, "graph.edges", "mix.edges"), "mix.nodes", "kind.x")
    answer = asked(document, tmp_path / "run", {"node": 3}, data=str(folder), epochs=2)
    assert len(answer["views"][0]["classes"]) == 8
