"""What is said of broken documents, and that nothing is said of sound ones, in figures.

    python -m tests.tables.broken

Of every document of `tests.broken`: is the right node named, with the right code, and does a fix that is offered lead
to a sound plan? Of every example and of generated documents: how many errors and warnings are there?
"""

from collections import Counter

from builder import Document, load, plan, repair
from builder.documents.examples import examples
from builder.fixes import with_fixes
from builder.linting import lint
from builder.planning.plan_cache import Cache
from builder.planning.planned import Plan
from builder.problem import Problem
from tests.broken.cases import CASES
from tests.broken.sound import SOUND, generated

SEEDS = 64


def worst(planned: Plan) -> list[Problem]:
    """Its errors; its warnings where there are none."""
    errors = [problem for problem in planned.problems if problem.severity == "error"]
    return errors or [problem for problem in planned.problems if problem.severity == "warning"]


def judged(name: str, cache: Cache) -> Counter[str]:
    """What holds for one broken document."""
    make, node, code = CASES[name]
    planned = with_fixes(plan(make(), cache=cache), cache)
    problems = worst(planned)
    after = [
        plan(repair(planned.document, fix.changes), cache=cache)
        for problem in problems
        for fix in problem.fixes
    ]
    return Counter(
        node=any(problem.node == node for problem in problems),
        code=any((problem.node, problem.code) == (node, code) for problem in problems),
        repaired=any(one.sound for one in after),
        fixes=len(after),
        sound=sum(one.sound for one in after),
    )


def alarms(document: Document, cache: Cache) -> int:
    """How many errors and warnings a document has."""
    planned = plan(document, cache=cache)
    return sum(problem.severity != "note" for problem in (*planned.problems, *lint(planned)))


def main() -> None:
    """Print both tables; fail where something that must hold does not."""
    cache = Cache()
    found = {name: judged(name, cache) for name in CASES}
    total = sum(found.values(), Counter())
    codes = {code for _, _, code in CASES.values()}
    print(f"broken documents        {len(CASES)}, of {len(codes)} codes")
    print(f"right node              {total['node']}")
    print(f"right node and code     {total['code']}")
    print(f"repaired by a fix       {total['repaired']} ({total['repaired'] / len(CASES):.1%})")
    print(f"fixes offered           {total['fixes']}, {total['sound']} of them lead to a sound plan at once")
    for name, one in found.items():
        if not (one["code"] and one["repaired"]):
            print(f"  {name}: {'no fix that leads to a sound plan' if one['code'] else 'wrong node or code'}")
    sound = {
        "examples": [load(example.path) for example in examples()],
        "hand-written": [make() for make in SOUND],
        "generated": [generated(seed) for seed in range(SEEDS)],
    }
    raised = {kind: sum(alarms(one, cache) for one in documents) for kind, documents in sound.items()}
    for kind, documents in sound.items():
        print(f"sound, {kind:16} {len(documents)}, with {raised[kind]} errors and warnings")
    enough = total["repaired"] >= 0.9 * len(CASES)
    raise SystemExit(not (enough and total["code"] == len(CASES) and not any(raised.values())))


if __name__ == "__main__":
    main()
