"""The table of broken documents: the right node and code in all of them, and fixes that lead to a sound plan.

Golden texts hold what a person reads of every code; `pytest --renew-golden` writes them anew.
"""

from collections.abc import Callable
from functools import cache

import pytest

from builder import plan, repair
from builder.fixes import with_fixes
from builder.linting import lint
from builder.planning.plan_cache import Cache
from builder.planning.planned import Plan
from builder.problem import Problem
from builder.weightless.foreign import explain
from tests.broken.cases import CASES
from tests.sites import spec
from tests.tables.bad_documents import EDITED
from tests.tables.bad_files import BOMBS, BYTES
from tests.test_bad_inputs import edited, verdict
from tests.test_foreign import PROVOKED
from tests.test_refusals import REFUSALS, refusal

CACHE = Cache()
LEAST = 120
SHARE = 0.9

FIRST = {code: name for name, (_, _, code) in reversed(CASES.items())}
"""The first document of each code."""


@cache
def told(name: str) -> Plan:
    make, _, _ = CASES[name]
    return with_fixes(plan(make(), cache=CACHE), CACHE)


def worst(planned: Plan) -> list[Problem]:
    """Its errors; its warnings where there are none."""
    errors = [problem for problem in planned.problems if problem.severity == "error"]
    return errors or [problem for problem in planned.problems if problem.severity == "warning"]


def count(planned: Plan, severity: str) -> int:
    return sum(problem.severity == severity for problem in (*planned.problems, *lint(planned)))


@pytest.mark.parametrize("name", CASES)
def test_the_right_node_and_code_are_named(name: str) -> None:
    _, node, code = CASES[name]
    problems = worst(told(name))
    assert (node, code) in [(problem.node, problem.code) for problem in problems]
    assert {problem.code for problem in problems} <= {code, *CONSEQUENCES.get(code, ())}
    assert all(problem.said and problem.next for problem in problems)


CONSEQUENCES = {"unknown_port": ("unconnected",), "missing_node": ("unconnected",)}
"""A wire that leads to no port leaves another port open; both are said."""


@pytest.mark.parametrize("name", CASES)
def test_no_fix_is_offered_that_does_not_help(name: str) -> None:
    planned = told(name)
    for problem in planned.problems:
        severity = "error" if problem.severity == "error" else "warning"
        for fix in problem.fixes:
            after = plan(repair(planned.document, fix.changes), cache=CACHE)
            assert count(after, severity) < count(planned, severity)
            assert count(after, "error") <= count(planned, "error")
            if fix.parameters:
                assert fix.parameters == after.size.parameters - planned.size.parameters
            if fix.in_all:
                assert (fix.in_all, fix.parameters) == (after.size.parameters, 0)
                assert not planned.sound
            if planned.sound:
                assert fix.parameters == after.size.parameters - planned.size.parameters


def test_the_table_is_long_and_nine_in_ten_can_be_repaired_with_a_click() -> None:
    def repaired(name: str) -> bool:
        planned = told(name)
        fixes = [fix for problem in worst(planned) for fix in problem.fixes]
        return any(plan(repair(planned.document, fix.changes), cache=CACHE).sound for fix in fixes)

    assert len(CASES) >= LEAST
    mended = {name: repaired(name) for name in CASES}
    left = [name for name, done in mended.items() if not done]
    assert sum(mended.values()) >= SHARE * len(CASES), left


@pytest.mark.parametrize("code", sorted(FIRST))
def test_what_a_person_reads(code: str, golden: Callable[[str, str], None]) -> None:
    planned = told(FIRST[code])
    problem = next(one for one in planned.problems if one.code == code)
    golden(f"codes/{code}", read(problem))


FILES = {code: data for data, code in reversed((BYTES | BOMBS).values())} | {
    code: edited(change) for change, code in reversed(EDITED.values())
}
REFUSED = {row[3]["code"]: row[:3] for row in reversed(REFUSALS.values())}
RAISED = {code: provoke for provoke, code in reversed(PROVOKED.values())}
"""The first file, input of a layer and exception of another library of each code."""


@pytest.mark.parametrize("code", sorted(set(FILES) - set(FIRST)))
def test_what_a_person_reads_of_a_file(code: str, golden: Callable[[str, str], None]) -> None:
    golden(f"codes/{code}", read(next(one for one in verdict(FILES[code]) if one.code == code)))


@pytest.mark.parametrize("code", sorted(set(REFUSED) - set(FILES) - set(FIRST)))
def test_what_a_person_reads_of_a_layer(code: str, golden: Callable[[str, str], None]) -> None:
    golden(f"codes/{code}", read(refusal(*REFUSED[code])))


@pytest.mark.parametrize("code", sorted(set(RAISED) - set(REFUSED) - set(FILES) - set(FIRST)))
def test_what_a_person_reads_of_an_exception(code: str, golden: Callable[[str, str], None]) -> None:
    with pytest.raises(Exception) as caught:
        RAISED[code]()
    golden(f"codes/{code}", read(explain(caught.value, node="here", arrived={"x": spec("B", 4)})))


def read(problem: Problem) -> str:
    """Everything that is said of a problem, but for the raw text of other libraries."""
    data = problem.to_json()
    fixes = [
        f"{fix.title}: {fix.costs or 'as many parameters'}"
        + "".join(f"\n  {change}" for change in fix.changes)
        for fix in problem.fixes
    ]
    return "\n\n".join([f"{problem.code}\n{problem}", f"{data['title']}\n{data['help']}", *fixes]) + "\n"
