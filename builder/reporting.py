"""What a check says in a terminal or as JSON: shapes, problems with their help, and fixes under running numbers."""

from collections.abc import Iterator
from textwrap import fill
from typing import Any

from builder.help import help_for
from builder.planning.analysis import analysis
from builder.planning.planned import Plan
from builder.problem import Fix, refuse

WIDTH = 100


def numbered(planned: Plan) -> dict[int, Fix]:
    """Every fix of a plan under its number, counted over all problems."""
    return dict(enumerate((fix for problem in planned.problems for fix in problem.fixes), start=1))


def chosen(planned: Plan, number: int) -> Fix:
    """The fix of this number.

    Raises:
        Refused: there is none.
    """
    fixes = numbered(planned)
    if number not in fixes:
        raise refuse(
            "no_fix",
            f"There is no fix {number}.",
            expected=f"a number from 1 to {len(fixes)}"
            if fixes
            else "a document with a problem that has a fix",
            got=str(number),
            next="Run check without --fix; it lists every fix with its number.",
        )
    return fixes[number]


def as_data(planned: Plan) -> dict[str, Any]:
    """A check as plain data; each fix carries the number that --fix takes."""
    result = analysis(planned)
    number = 0
    for problem in result["problems"]:
        for fix in problem["fixes"]:
            number += 1
            fix["number"] = number
    return {
        "ok": planned.sound,
        "problems": result["problems"],
        "shapes": {port: carried["text"] for port, carried in result["outputs"].items()},
        "parameters": {"total": planned.size.parameters, "trainable": planned.size.trainable},
    }


def as_text(planned: Plan) -> Iterator[str]:
    """A check in lines of text: every shape, every problem explained, and the verdict."""
    for (node, port), spec in planned.specs.items():
        yield f"{node}.{port}: {spec.text}"
    explained: set[str] = set()
    number = 1
    for problem in planned.problems:
        yield "\n" + problem.text(number)
        number += len(problem.fixes)
        if problem.code not in explained:
            explained.add(problem.code)
            title, paragraph = help_for(problem.code)
            yield "\n" + fill(f"{title}. {paragraph}", WIDTH, initial_indent="    ", subsequent_indent="    ")
    if number > 1:
        yield "\nTake a fix with --fix NUMBER -o FILE; your document stays as it is."
    size = planned.size
    verdict = "sound" if planned.sound else "not sound"
    yield f"\n{verdict}: {size.parameters:,} parameters, {size.trainable:,} trainable"
