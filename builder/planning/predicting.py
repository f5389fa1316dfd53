"""Predict first: a guess for the shape on a wire, held against PyTorch's answer axis by axis, with the formula."""

import re
from dataclasses import dataclass
from typing import Any

from builder.formula import Formula, Term
from builder.planning.planned import Plan
from builder.problem import refuse
from builder.sizes import Size, Symbolic

LONGEST = 200
_OPEN = ("-1", "?", "none", "batch", "any")
"""Words that stand for a size that changes from batch to batch."""

_LETTER = r"[BTNE](?![A-WYZ])"
_SIZE = re.compile(
    rf"\d+\s*\*\s*{_LETTER}(?:\s*[+-]\s*\d+)?|{_LETTER}\s*(?:/\s*\d+)?(?:\s*[+-]\s*\d+)?|\d+|-1|\?|none|batch|any",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;x×*·()\[\]{}]*", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One axis: what was guessed (None where the guess has too few), what it is, and why."""

    letter: str
    guess: str | None
    answer: str
    right: bool
    formula: str = ""

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class Prediction:
    """A guess held against the answer. `said` explains the difference in a sentence."""

    rows: tuple[Row, ...]
    answer: str
    right: bool
    said: str

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": [row.to_json() for row in self.rows],
            "answer": self.answer,
            "right": self.right,
            "said": self.said,
        }


def predict(planned: Plan, place: str, guess: str) -> Prediction:
    """Score a guess such as ``B x 64 x 8 x 8``, ``b,64,8,8`` or ``[B, 64, 8, 8]`` for the wire ``node.port``.

    The batch may be left out, or be any number.

    Raises:
        Refused: the guess cannot be read, or the wire has no shape yet.
    """
    from builder.looking.facts import place_of

    node, port = place_of(planned, place)
    spec = planned.specs[node, port]
    sizes = read_guess(guess)
    if len(sizes) == spec.rank - 1 and isinstance(spec.shape[0], Symbolic) and not _open(sizes[0]):
        sizes = ("B", *sizes)
    formula = _formula(planned, node, port, spec.shape)
    rows = []
    for axis, (letter, size) in enumerate(zip(spec.axes, spec.shape, strict=True)):
        guessed = sizes[axis] if axis < len(sizes) else None
        right = guessed is not None and _fits(guessed, size, axis)
        rows.append(Row(letter, guessed, str(size), right, formula[axis].text if formula else ""))
    right = len(sizes) == spec.rank and all(row.right for row in rows)
    return Prediction(tuple(rows), spec.text, right, _said(rows, len(sizes), spec.text, right=right))


def read_guess(text: str) -> tuple[str, ...]:
    """The sizes in a guess, however they are separated.

    Raises:
        Refused: it holds something else than sizes.
    """
    plain = text.replace("torch.Size", "").replace("batch_size", "batch")
    found = _SIZE.findall(plain)
    if not found or len(text) > LONGEST or not _BETWEEN.fullmatch(_SIZE.sub(" ", plain)):
        raise refuse(
            "guess",
            "This cannot be read as a shape.",
            expected="sizes with x or commas between them, such as B x 64 x 8 x 8",
            got=text[:80] or "nothing",
            next="Write one size for each axis: a number, or a letter such as B for the batch.",
        )
    return tuple(_written(part) for part in found)


def _open(part: str) -> bool:
    return part.lower() in _OPEN


def _written(part: str) -> str:
    """A size as it stands on a wire: ``2*B``, ``T - 2``, ``64``."""
    plain = re.sub(r"\s+", "", part)
    if plain.isdigit():
        return str(int(plain))
    return plain.lower() if _open(plain) else re.sub(r"([+-])", r" \1 ", plain.upper())


def _fits(guess: str, size: Size, axis: int) -> bool:
    if not isinstance(size, Symbolic):
        return guess.isdigit() and int(guess) == size
    if _open(guess) or guess == str(size):
        return True
    return axis == 0 and str(size) == "B" and guess.isdigit()


def _formula(planned: Plan, node: str, port: str, shape: tuple[Size, ...]) -> Formula:
    """The block's own formula where it has one that comes to this very shape, else what its window is worth."""
    terms = planned.block(node).formula(planned.site(node), port)
    if tuple(term.size for term in terms) == shape:
        return terms
    return tuple(Term(size, _from_input(planned, node, port, axis)) for axis, size in enumerate(shape))


def _from_input(planned: Plan, node: str, port: str, axis: int) -> str:
    """What a whole network makes of its input: a width that it was built with, and one position for every so many."""
    from builder.looking.field import receptive_fields

    spec = planned.specs[node, port]
    title, letter, size = planned.block(node).title, spec.axes[axis], spec.shape[axis]
    if isinstance(size, Symbolic):
        return "changes from batch to batch"
    if letter not in ("H", "W"):
        return f"{title} was built with this width: {size}"
    for field in receptive_fields(planned, node, port):
        for reach in field.reaches:
            if reach.axis == letter and reach.length and reach.length / reach.jump == size:
                share = f"{reach.length} / {reach.jump} = {size}"
                return f"one position for every {reach.jump} of the input's {reach.length}: {share}"
    return f"{title} gives {size} positions here"


def _said(rows: list[Row], guessed: int, answer: str, *, right: bool) -> str:
    if right:
        return f"Right: {answer}."
    if guessed != len(rows):
        return f"It has {len(rows)} axes, {answer}, and your guess has {guessed}."
    wrong = [row for row in rows if not row.right]
    kept = len(rows) - len(wrong)
    lead = f"{kept} of {len(rows)} axes are right. " if kept else ""
    return lead + "; ".join(f"{row.letter} is {row.answer}, not {row.guess}" for row in wrong) + "."
