"""The faulty documents: each opens, names the node and what is wrong, and offers a fix that works.

All that a person reads of each is a golden file; `pytest --renew-golden` writes them anew.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from builder import load, plan, repair
from builder.examples import FOLDERS
from builder.fixes import with_fixes
from builder.linting import lint
from builder.planning import Cache
from builder.problem import Problem
from tests.test_broken_documents import read

CACHE = Cache()
FILES = sorted((FOLDERS[-1].parent / "faulty").glob("*.json"))

EXPECTED = {
    "s01_unscaled_fusion": [("unscaled_fusion", "fuse")],
    "s02_attention_over_the_batch": [("needs_tokens", "attention")],
    "s02_one_token": [("single_token", "attention")],
    "s03_edges_as_numbers": [("wire_kind", "mix")],
    "s03_edges_as_pairs": [("wire_kind", "mix"), ("wire_kind", "pairs")],
    "s03_edges_of_another_graph": [("edges_elsewhere", "mix")],
    "s04_pooled_vector": [("rank", "conv1")],
    "s05_dropout_and_batch_norm": [("channels", "backbone"), ("logits_dropped", "drop")],
    "s06_residual_block_replaced": [("edit_shape", "backbone")],
    "s07_squeeze_excitation": [("unused_node", node) for node in ("gate1", "gate2", "gate3", "gate4")],
    "s10_lstm_behind_the_mean": [("rank", "lstm")],
    "s10_mean_over_padding": [("mask_missing", "lstm"), ("padding_counted", "mean")],
    "s11_in_sample_probabilities": [("in_sample", "shares")],
    "s12_softmax_before_the_loss": [("softmax_loss", "digit_shares"), ("softmax_loss", "pair_shares")],
    "s13_counted_by_hand": [("features", "scores")],
    "s14_unknown_condition": [("no_branch", "route")],
    "s15_scores_named_probabilities": [("logits_named", "class_probs")],
    "s16_another_encoder": [("features", "hidden")],
    "s17_unaligned_adapter": [("head_without_loss", "felt")],
}
"""What is said of each document, as (code, node), apart from notes."""

BY_HAND = ("s11_in_sample_probabilities",)
"""Faults that no edit of the document can mend: they need other data."""


def told(file: Path) -> tuple[Problem, ...]:
    problems = with_fixes(plan(load(file), cache=CACHE), CACHE).problems
    return tuple(problem for problem in problems if problem.severity != "note")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_fault_is_named_where_it_is(file: Path, golden: Callable[[str, str], None]) -> None:
    problems = told(file)
    found = sorted((problem.code, problem.node) for problem in problems)
    assert found == EXPECTED[file.stem]
    golden(f"faulty/{file.stem}", "\n\n".join(read(problem) for problem in problems))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_fixes_lead_to_a_network_without_fault(file: Path) -> None:
    document = load(file)
    for _ in range(len(EXPECTED[file.stem]) + 2):
        problems = with_fixes(plan(document, cache=CACHE), CACHE).problems
        fixes = [fix for problem in problems if problem.severity != "note" for fix in problem.fixes[:1]]
        if not fixes:
            break
        document = repair(document, fixes[0].changes)
    mended = plan(document, cache=CACHE)
    assert mended.sound
    left = [problem.code for problem in lint(mended) if problem.severity == "warning"]
    assert left == ([EXPECTED[file.stem][0][0]] if file.stem in BY_HAND else [])


def test_every_faulty_document_is_known_here() -> None:
    assert {file.stem for file in FILES} == set(EXPECTED)
