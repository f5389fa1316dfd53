"""Fixes that were tried: each is applied to a copy and planned again before it is offered.

A way to a fix is a public function of a file in `builder/fixes/ways`, found by walking that folder: it takes a problem
with its plan and yields `Way`s. What a rule of the lint proposes is tried like the rest.
"""

from dataclasses import replace

from builder.fixes.trying import Trials
from builder.linting import lint
from builder.planning.plan_cache import Cache
from builder.planning.planned import Plan

__all__ = ["with_fixes"]


def with_fixes(planned: Plan, cache: Cache | None = None) -> Plan:
    """The same plan with what the lint says, and tried fixes in every problem, those that change least first."""
    whole = replace(planned, problems=(*planned.problems, *lint(planned)))
    trials = Trials(whole, cache or Cache())
    return replace(whole, problems=tuple(trials.mended(problem) for problem in whole.problems))
