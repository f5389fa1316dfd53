"""Trying: a way is applied to a copy, the copy is planned and linted, and only what helps is offered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from builder.documents.editing import repair
from builder.fixes.way import Case, Way, within
from builder.gathering import functions_in
from builder.groups.opening import opened, reached
from builder.linting import lint
from builder.planning.plan_cache import Cache
from builder.planning.planned import Plan
from builder.planning.planning import plan_again
from builder.problem import Change, Fix, Problem, Refused
from builder.registry import filled

OFFERED = 4
"""At most so many fixes are shown for one problem."""

DEPTH = 3
"""At most so many steps are taken one after the other, each for the problem that the step before led to."""

PATIENCE = 120
"""At most so many copies are planned for one document."""

LITTLE = 3
"""A fix that costs more than this is only taken where several steps together do not cost less."""

WIDTH = 6
"""Of the ways that do not suffice alone, so many are followed further."""

_Maker = Callable[[Case], Iterator[Way]]


class Trials:
    """The trials of one document. The nodes that a copy shares with it are not planned again."""

    def __init__(self, planned: Plan, memory: Cache) -> None:
        self._planned = planned
        self._memory = Cache(shelf=_InProcess(memory))
        self._left = PATIENCE

    def mended(self, problem: Problem) -> Problem:
        """The problem with the fixes that were found for it, those that change least first."""
        if problem.severity == "error":
            found = self._search(problem, self._planned, Way("", (), 0), DEPTH)
        else:
            ways = [Way(fix.title, fix.changes, 1 + index) for index, fix in enumerate(problem.fixes)]
            found = [one for way in ways if (one := self._better(way, problem, self._planned)[0])]
        found.sort(key=lambda tried: (tried.broken, tried.worries, tried.cost, tried.away, tried.size))
        best = [tried for tried in found if _state(tried) == _state(found[0])]
        chosen: dict[str, Fix] = {}
        for tried in best:
            chosen.setdefault(tried.outcome, tried.fix)
        return replace(problem, fixes=tuple(chosen.values())[:OFFERED])

    def _search(self, problem: Problem, planned: Plan, before: Way, depth: int) -> list["_Tried"]:
        found: list[_Tried] = []
        further: list[tuple[Problem, Plan, Way]] = []
        for way in sorted(_ways(problem, planned), key=lambda way: way.cost):
            both = Way(
                f"{before.title}, then {way.title[:1].lower()}{way.title[1:]}" if before.title else way.title,
                (*before.changes, *way.changes),
                before.cost + way.cost,
                before.away + way.away,
            )
            tried, after = self._better(both, problem, planned)
            if tried:
                found.append(tried)
            elif after and (next_one := _moved_on(problem, planned, after)):
                further.append((next_one, after, both))
            if len(found) > 2 * OFFERED:
                break
        if not _enough(found) and depth > 1:
            for next_one, after, both in further[:WIDTH]:
                found += self._search(next_one, after, both, depth - 1)
                if _enough(found):
                    break
        return found

    def _better(self, way: Way, problem: Problem, planned: Plan) -> tuple["_Tried | None", Plan | None]:
        """The fix that a way is, if it leads to fewer problems than the document has, and the plan of its copy."""
        after = self._copy(way.changes)
        if after is None:
            return None, None
        ours, theirs = _errors(self._planned), _errors(after)
        worries = len(_warnings(after)) - len(_warnings(self._planned))
        if problem.severity == "error":
            better = len(theirs) < len(ours) and not _still(problem, theirs)
        else:
            better = len(theirs) <= len(ours) and worries < 0
        if not better:
            return None, after
        whole = _counted(self._planned, after)
        parameters = after.size.parameters - self._planned.size.parameters
        first = self._planned.problems[0].node if problem.node is None else problem.node
        fix = Fix(
            title=way.title,
            changes=way.changes,
            leads_to=_shape_at(_left(first, self._planned, after), after),
            parameters=parameters if whole else 0,
            in_all=after.size.parameters if after.sound and not whole else 0,
        )
        more = max(worries, 0)
        alike = any(error.code == problem.code or error not in ours for error in theirs)
        return _Tried(
            bool(theirs), alike, more, way.cost, way.away, abs(parameters), _outcome(after), fix
        ), after

    def _copy(self, changes: tuple[Change, ...]) -> Plan | None:
        if self._left <= 0:
            return None
        self._left -= 1
        try:
            document = repair(self._planned.document, changes)
        except (Refused, ValueError):
            return None
        after = plan_again(self._planned, document, self._memory)
        return replace(after, problems=(*after.problems, *lint(after)))


class _InProcess:
    """A memory whose shelf is left alone: most of what is tried is never wanted again."""

    def __init__(self, memory: Cache) -> None:
        self.get = memory.get
        self.put = memory.remember


@dataclass(frozen=True)
class _Tried:
    """A fix with what its rank follows from: what is left, what is new, how much it changes, and the outcome."""

    broken: bool
    alike: bool
    """Whether an error is left that may have the same root: one of the same code, or a new one."""
    worries: int
    cost: int
    away: float
    size: int
    outcome: str
    fix: Fix


def _state(tried: _Tried) -> tuple[bool, bool]:
    """Whether errors are left behind a fix, and whether it brings warnings: only the best of these is offered."""
    return tried.broken, bool(tried.worries)


def _enough(found: list[_Tried]) -> bool:
    """Whether there is a fix that changes little and leaves nothing to look for further."""
    return any(not tried.alike and tried.cost <= LITTLE for tried in found)


def _outcome(planned: Plan) -> str:
    """What a document means: a default written out, and where a node lies, make no difference."""
    document, registry = planned.document, planned.registry
    nodes = [
        (node.model_dump(exclude={"params", "position"}), filled(registry.get(node.block), node.params))
        if node.block in registry
        else node
        for node in document.nodes
    ]
    return repr((nodes, sorted(map(str, document.edges)), document.training))


def _ways(problem: Problem, planned: Plan) -> Iterator[Way]:
    """Every way that somebody knows, each once."""
    if problem.node is None or all(node.id != problem.node for node in planned.document.nodes):
        yield from _without_a_node(problem, planned)
        return
    yield from _within(problem, planned)
    case = Case(problem, planned)
    seen: set[str] = set()
    for maker in makers():
        for way in maker(case):
            if repr(way.changes) not in seen:
                seen.add(repr(way.changes))
                yield way


def _within(problem: Problem, planned: Plan) -> Iterator[Way]:
    """The ways for a problem inside a group, as changes of that group."""
    if not problem.inside:
        return
    way = (str(problem.node), *problem.inside[:-1])
    group, inner = reached(planned.document, way), opened(planned, way)
    for one in inner.problems:
        if (one.code, one.node, one.inside) == (problem.code, problem.inside[-1], ()) and group:
            for found in _ways(one, inner):
                title = f"In {inner.document.title}: {found.title[:1].lower()}{found.title[1:]}"
                yield replace(found, title=title, changes=(within(group, found.changes),))


def _without_a_node(problem: Problem, planned: Plan) -> Iterator[Way]:
    from builder.fixes import whole

    yield from whole.ways(problem, planned)


@cache
def makers() -> tuple[_Maker, ...]:
    """The public functions of every file in the folder of ways."""
    return functions_in("builder.fixes.ways")


def _errors(planned: Plan) -> list[Problem]:
    return [problem for problem in planned.problems if problem.severity == "error"]


def _warnings(planned: Plan) -> list[Problem]:
    return [problem for problem in planned.problems if problem.severity == "warning"]


def _still(problem: Problem, others: list[Problem]) -> bool:
    return any(
        (other.code, other.node, other.port) == (problem.code, problem.node, problem.port) for other in others
    )


def _moved_on(problem: Problem, before: Plan, after: Plan) -> Problem | None:
    """The one new error that a step led to, where it solved the error that it was taken for."""
    old = {(known.code, known.node, known.port, known.said) for known in _errors(before)}
    new = [one for one in _errors(after) if (one.code, one.node, one.port, one.said) not in old]
    return new[0] if len(new) == 1 and len(_errors(after)) <= len(_errors(before)) else None


def _counted(before: Plan, after: Plan) -> bool:
    """Whether all parameters were counted before a fix, so that what it adds can be told."""
    broken = {problem.node for problem in _errors(before)}
    missed = {node for node, known in before.nodes.items() if known.waiting or node in broken}
    return not any(after.nodes[node].size.parameters for node in missed if node in after.nodes)


def _left(node: str | None, before: Plan, after: Plan) -> str | None:
    """The node, or where a fix took it out the output of the network that it led to; none where it led to none."""
    if node is None or any(known.id == node for known in after.document.nodes):
        return node
    waiting, seen = [node], {node}
    while waiting:
        name = waiting.pop(0)
        if name in after.results:
            return name
        further = {edge.target for edge in before.document.out_of(name)} - seen
        waiting += sorted(further)
        seen |= further
    return None


def _shape_at(node: str | None, planned: Plan) -> str:
    """What a node gives after a fix; what arrives there where it gives nothing, or what leaves the network."""
    if node is None or all(known.id != node for known in planned.document.nodes):
        node = next(iter(planned.results), "")
    used = {edge.output for edge in planned.document.out_of(node)}
    outputs = [(name, spec.text) for (owner, name), spec in planned.specs.items() if owner == node]
    given = [text for _, text in sorted(outputs, key=lambda output: output[0] not in used)]
    arriving = [
        planned.specs[edge.source, edge.output].text
        for edge in planned.document.into(node)
        if (edge.source, edge.output) in planned.specs
    ]
    return next(iter([*given, *arriving]), "")
