"""Cases of a condition that no branch is for."""

from collections.abc import Iterator

from builder.fixes.way import Case, Way
from builder.problem import Change


def another_case(case: Case) -> Iterator[Way]:
    """Send what has no branch to one that exists, or take the case out of the condition."""
    if case.problem.code != "no_branch":
        return
    wire = case.view.wire(case.node.id, "condition")
    names = case.view.params(wire.source).get("names", "") if wire else ""
    cases = [name.strip() for name in names.split(",") if name.strip()]
    wires = [edge for edge in case.document.into(case.node.id) if edge.input == "xs"]
    written = [name.strip() for name in str(case.value("branches") or "").split(",") if name.strip()]
    branches = written or cases[: len(wires)]
    for name in branches:
        yield Way(f"Send every other case to the branch {name}", (case.set("otherwise", name),), 1)
    lacking = [name for name in cases if name not in branches]
    if wire and lacking and len(cases) - len(lacking) > 1:
        kept = ", ".join(name for name in cases if name in branches)
        change: Change = {"do": "set_param", "node": wire.source, "param": "names", "value": kept}
        yield Way(f"Take {' and '.join(lacking)} out of the condition", (change,), 1)
