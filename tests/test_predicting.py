"""Predict first: reading a guess, scoring it axis by axis, and the words that teach."""

import pytest

from builder import Document, Refused, add, connect, load, plan, predict
from builder.documents.examples import example_path
from builder.planning.predicting import read_guess


@pytest.mark.parametrize(
    "text",
    [
        "B x 64 x 8 x 8", "b,64,8,8", "[B, 64, 8, 8]", "(b 64 8 8)", "B×64×8×8", "Bx64x8x8", "B*64*8*8",
        " torch.Size([B, 64, 8, 8]) ", "B; 64; 8; 8", "B · 64 · 8 · 8", "B x 064 x 8 x 8",
    ],
)  # fmt: skip
def test_a_guess_may_be_written_in_many_ways(text: str) -> None:
    assert read_guess(text) == ("B", "64", "8", "8")


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("-1, 10", ("-1", "10")),
        ("None x 10", ("none", "10")),
        ("batch, 10", ("batch", "10")),
        ("2*B x 10", ("2*B", "10")),
        ("b, t-2, 16", ("B", "T - 2", "16")),
        ("n x 4", ("N", "4")),
        ("10", ("10",)),
        ("64x8x8", ("64", "8", "8")),
    ],
)
def test_letters_and_open_sizes(text: str, sizes: tuple[str, ...]) -> None:
    assert read_guess(text) == sizes


@pytest.mark.parametrize("text", ["", "  ", "no idea", "B x sixty", "<b>", "1" * 300, "B x 3.5", "x"])
def test_what_is_no_guess_is_told(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read_guess(text)
    assert caught.value.problem.code == "guess"


@pytest.fixture(scope="module")
def strided():
    network = add(Document(), "image_input", "image", size=56)
    network = add(network, "conv2d", "conv", out_channels=64, kernel_size=(3,), stride=(2,), padding=(1,))
    return plan(connect(network, "image.image", "conv.x"))


@pytest.mark.parametrize("guess", ["B x 64 x 28 x 28", "64 x 28 x 28", "32, 64, 28, 28", "-1 64 28 28"])
def test_right_guesses(strided, guess: str) -> None:
    found = predict(strided, "conv.y", guess)
    assert found.right
    assert found.said == "Right: B × 64 × 28 × 28."


def test_a_wrong_guess_is_scored_axis_by_axis_and_explained(strided) -> None:
    found = predict(strided, "conv.y", "B x 64 x 27 x 28")
    assert [row.right for row in found.rows] == [True, True, False, True]
    assert not found.right
    assert found.said == "3 of 4 axes are right. H is 28, not 27."
    assert found.rows[2].formula == "(56 + 2·1 − 1·(3 − 1) − 1) / 2 + 1 = 28 rounded down"


def test_a_guess_with_other_axes(strided) -> None:
    found = predict(strided, "conv.y", "B x 64")
    assert found.said == "It has 4 axes, B × 64 × 28 × 28, and your guess has 2."
    assert [row.guess for row in found.rows] == ["B", "64", None, None]
    assert not predict(strided, "conv.y", "B x 64 x 28 x 28 x 1").right


def test_a_backbone_is_explained_by_what_its_positions_see() -> None:
    found = predict(plan(load(example_path("s04"))), "backbone.map", "B x 1024 x 14 x 14")
    formulas = {row.letter: row.formula for row in found.rows}
    assert formulas["H"] == "one position for every 32 of the input's 224: 224 / 32 = 7"
    assert "built with this width: 2048" in formulas["C"]


def test_every_wire_of_every_example_can_be_guessed() -> None:
    for name in ("s01", "s03", "s04", "s16"):
        planned = plan(load(example_path(name)))
        for (node, port), spec in planned.specs.items():
            found = predict(planned, f"{node}.{port}", spec.text)
            assert found.right, (name, node, port)
            assert all(row.formula for row in found.rows)


def test_a_wire_without_a_shape_cannot_be_guessed(strided) -> None:
    with pytest.raises(Refused) as caught:
        predict(strided, "nobody.y", "B")
    assert caught.value.problem.code == "unknown_place"
