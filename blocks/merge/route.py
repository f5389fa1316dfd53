"""Route: one of several branches for each sample, chosen by a condition."""

from difflib import get_close_matches
from typing import final

from blocks.bases.elementwise import same_numbers
from builder.block import Block, Input, Output, Site
from builder.param import Choice, Text
from builder.problem import Refused, refuse
from builder.recipe import Recipe, new


@final
class Route(Block):
    """Let each sample take the result of one branch, the one that its condition names: several B × K become one."""

    title = "Route"
    keywords = ("condition", "switch", "gate", "conditional", "choose", "experts", "branch")
    routes = "condition"
    inputs = {
        "condition": Input("condition", "the case that each sample belongs to"),
        "xs": Input("any", "the result of each branch, alike in every axis", many=True),
    }
    outputs = {"y": Output("any", "for each sample the result of its own branch")}
    params = {
        "branches": Text(
            sentence="The case that each wire stands for, in order; empty: the condition's own order.",
            default="",
        ),
        "otherwise": Text(
            sentence="The branch for cases that have none; empty: such a case is refused.", default=""
        ),
        "by": Choice(
            sentence="sample: each sample takes its own branch; batch: a whole batch takes one.",
            default="sample",
            choices=("sample", "batch"),
        ),
    }

    def declare(self, site: Site) -> Recipe:
        specs = site.specs("xs")
        same_numbers(specs, "xs")
        if len({spec.shape for spec in specs}) > 1:
            raise refuse(
                "branch_shapes",
                "Whichever branch a sample takes, what leaves must have the same shape.",
                port="xs",
                expected=f"{specs[0].text} from every branch",
                got=" and ".join(spec.text for spec in specs),
                next="Give the last layers of all branches the same width.",
            )
        cases = site.spec("condition").cases or tuple(f"case {place}" for place in range(len(specs)))
        branches = _branches(site, cases, len(specs))
        table = tuple(_branch(case, branches, site.params["otherwise"]) for case in cases)
        together = {"together": True} if site.params["by"] == "batch" else {}
        module = new("blocks.modules.route.Route", branches=branches, table=table, **together)
        return Recipe("{module}({condition}, {xs})", module)


def _branches(site: Site, cases: tuple[str, ...], wires: int) -> tuple[str, ...]:
    """The name of each wire: the case that it stands for."""
    named = tuple(name.strip() for name in site.params["branches"].split(",") if name.strip())
    branches = named or cases[:wires]
    unknown = [name for name in branches if name not in cases]
    if unknown:
        near = get_close_matches(unknown[0], cases, n=1, cutoff=0.5)
        raise refuse(
            "branch_names",
            f"A branch is for {unknown[0]!r}, and the condition knows no such case.",
            param="branches",
            expected="cases of the condition: " + ", ".join(cases),
            got=", ".join(branches),
            next=f"Did you mean {near[0]!r}?" if near else "Name cases that the condition has.",
        )
    if len(branches) != wires or len(set(branches)) < wires:
        raise refuse(
            "branch_names",
            f"{wires} branches arrive, and {len(set(branches))} different cases are named for them.",
            port="xs",
            param="branches",
            expected=f"{wires} different cases, one a wire",
            got=", ".join(branches),
            next="Name one case for each wire, or connect as many branches as there are cases.",
        )
    return branches


def _branch(case: str, branches: tuple[str, ...], otherwise: str) -> int:
    """The number of the branch that a case takes."""
    if case in branches:
        return branches.index(case)
    if otherwise in branches:
        return branches.index(otherwise)
    raise _no_branch(case, branches, otherwise)


def _no_branch(case: str, branches: tuple[str, ...], otherwise: str) -> Refused:
    said = f"The condition may be {case!r}, and no branch is for it."
    return refuse(
        "no_branch",
        said + (f" There is no branch {otherwise!r} to take instead." if otherwise else ""),
        port="xs",
        param="otherwise",
        expected=f"a branch for {case!r}, or otherwise set to one of " + ", ".join(branches),
        got="branches for " + ", ".join(branches),
        next=f"Connect a branch for {case!r}, take the case out of the condition, or name a branch in otherwise.",
    )
