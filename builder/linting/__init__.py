"""Lint: what runs and is still wrong. Each rule reads a plan and yields warnings or notes in the form of any problem.

A rule is a public function of a file in `builder/linting/rules`, found by walking that folder: adding one edits nothing
else. It may propose fixes in its problem; they are tried like all others before anybody sees them.
"""

from collections.abc import Callable, Iterator
from functools import cache

from builder.gathering import functions_in
from builder.linting.view import View
from builder.planning.planned import Plan
from builder.problem import Problem

Rule = Callable[[View], Iterator[Problem]]


def lint(planned: Plan) -> tuple[Problem, ...]:
    """Every warning and note about a plan, in the order of its nodes; empty for a network that is as it should be."""
    view = View(planned)
    place = {node.id: index for index, node in enumerate(planned.document.nodes)}
    found = [problem for rule in known() for problem in rule(view) if problem.node not in view.broken]
    return tuple(sorted(found, key=lambda problem: place.get(problem.node or "", -1)))


@cache
def known() -> tuple[Rule, ...]:
    """The public functions of every file in the folder of rules."""
    return functions_in("builder.linting.rules")
