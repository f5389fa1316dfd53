"""The faulty documents: each opens, names the node and what is wrong, and offers fixes that lead to a sound network.

All that a person reads of each, with code and node, is a golden file. A new document gets its own with
`pytest tests/test_faulty.py --renew-golden`; read it before you keep it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from builder import load, plan, repair
from builder.documents.examples import FOLDERS
from builder.fixes import with_fixes
from builder.linting import lint
from builder.planning.plan_cache import Cache
from builder.problem import Problem
from tests.test_broken_documents import read

CACHE = Cache()
FILES = sorted((FOLDERS[-1].parent / "faulty").glob("*.json"))
STEPS = 10


def told(file: Path) -> tuple[Problem, ...]:
    problems = with_fixes(plan(load(file), cache=CACHE), CACHE).problems
    return tuple(problem for problem in problems if problem.severity != "note")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_fault_is_explained(file: Path, golden: Callable[[str, str], None]) -> None:
    problems = told(file)
    assert problems
    golden(f"faulty/{file.stem}", "\n\n".join(read(problem) for problem in problems))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_its_fixes_lead_to_a_network_without_fault(file: Path) -> None:
    document = load(file)
    for _ in range(STEPS):
        problems = with_fixes(plan(document, cache=CACHE), CACHE).problems
        fixes = [fix for problem in problems if problem.severity != "note" for fix in problem.fixes[:1]]
        if not fixes:
            break
        document = repair(document, fixes[0].changes)
    mended = plan(document, cache=CACHE)
    assert mended.sound
    assert [problem.code for problem in lint(mended) if problem.severity == "warning"] == []


SILENT = {
    "attention over the batch": ("s02_attention_over_the_batch", "needs_tokens", "attention"),
    "padding in the mean": ("s10_mean_over_padding", "padding_counted", "mean"),
    "dropout on the logits": ("s05_dropout_and_batch_norm", "logits_dropped", "drop"),
    "squeeze and excitation never called": ("s07_squeeze_excitation", "unused_node", "gate1"),
    "softmax before cross-entropy": ("s12_softmax_before_the_loss", "softmax_loss", "pair_shares"),
    "unknown condition": ("s14_unknown_condition", "no_branch", "route"),
    "unaligned adapter": ("s17_unaligned_adapter", "head_without_loss", "felt"),
    "logits named probabilities": ("s15_scores_named_probabilities", "logits_named", "class_probs"),
    "in-sample probabilities": ("s11_in_sample", "in_sample", "forest"),
    "unscaled fusion": ("s01_unscaled_fusion", "unscaled_fusion", "fuse"),
}
"""Faults that no shape shows, or that PyTorch runs without a word: each in its document, with a fix of its own."""


@pytest.mark.parametrize("fault", SILENT)
def test_a_silent_fault_is_said_at_its_node_with_a_fix(fault: str) -> None:
    name, code, node = SILENT[fault]
    problems = told(next(file for file in FILES if file.stem == name))
    found = next(problem for problem in problems if (problem.code, problem.node) == (code, node))
    assert found.fixes


def test_every_system_but_those_that_run_as_they_should_has_a_faulty_document() -> None:
    assert {file.stem[:3] for file in FILES} == {f"s{number:02}" for number in range(1, 18)}


NAMED = {
    "s02_attention_over_the_batch": ("needs_tokens", "attention"),
    "s04_pooled_vector": ("rank", "conv1"),
    "s06_residual_block_replaced": ("edit_shape", "backbone"),
    "s07_squeeze_excitation": ("unused_node", "gate1"),
    "s10_mean_over_padding": ("padding_counted", "mean"),
    "s11_in_sample": ("in_sample", "forest"),
    "s12_softmax_before_the_loss": ("softmax_loss", "pair_shares"),
    "s13_forgotten_poolings": ("features", "scores"),
    "s13b_unscaled_fusion": ("unscaled_fusion", "fuse"),
    "s14_unknown_condition": ("no_branch", "route"),
    "s15_scores_named_probabilities": ("logits_named", "class_probs"),
    "s17_unaligned_adapter": ("head_without_loss", "felt"),
}
"""The node to edit, which is rarely the one where PyTorch stops: by hand, beside the golden files."""


@pytest.mark.parametrize("name", NAMED)
def test_the_node_to_edit_is_named(name: str) -> None:
    problems = told(next(file for file in FILES if file.stem == name))
    assert NAMED[name] in [(problem.code, problem.node) for problem in problems]
