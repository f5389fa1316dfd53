"""The plan: order, declared modules and shapes of a document, as far as they can be computed."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from builder.block import Block, InputBlock, Site, inferred_of
from builder.checking import check, output_names
from builder.declaring import declared
from builder.documents.carrying import carried
from builder.documents.document import Document, Node
from builder.documents.graph import Graph
from builder.documents.sharing import unlike
from builder.groups.blocks import bound
from builder.groups.nesting import blocks_of
from builder.planning.plan_cache import Cache
from builder.planning.planned import NodePlan, Plan, arrived_at, used_outputs
from builder.planning.staging import training_problems
from builder.problem import DocumentError
from builder.recipe import Operation
from builder.registry import Registry, default_registry, filled
from builder.spec import Spec
from builder.surgery.operate import operate
from builder.surgery.survey import (
    Count,
    Inside,
    Survey,
    frozen_paths,
    outermost,
    stages,
)
from builder.weightless.foreign import explain


def plan(
    document: Document,
    registry: Registry | None = None,
    *,
    cache: Cache | None = None,
    given: Mapping[str, Spec] | None = None,
) -> Plan:
    """Plan a document: every shape that can be computed, and every problem on the way.

    Nodes behind a break wait; independent branches go on. Needs torch, but no weights and no data. `given` plans the
    graph inside a group, with what arrives at its ports.
    """
    blocks = bound(registry or default_registry(), document, cache)
    problems = list(check(document, blocks, inside=given is not None))
    broken = {problem.node for problem in problems if problem.severity == "error"}
    nodes: dict[str, NodePlan] = {}
    specs: dict[tuple[str, str], Spec] = {}
    order = Graph.of(document).order()
    for node_id in order:
        node = document.node(node_id)
        if node_id in broken:
            nodes[node_id] = NodePlan()
            continue
        if any((edge.source, edge.output) not in specs for edge in document.into(node_id)):
            nodes[node_id] = NodePlan(waiting=True)
            continue
        if blocks.get(node.block).role == "entry":
            done = _entry(node, blocks, given or {})
        else:
            done = _node(node, document, blocks, specs, cache)
            if blocks.get(node.block).role == "input":
                done = replace(done, inferred=carried(document, blocks, node_id))
        nodes[node_id] = done
        specs |= {(node_id, port): spec for port, spec in done.specs.items()}
        problems += done.problems
    for node in document.nodes:
        nodes.setdefault(node.id, NodePlan(waiting=node.id not in broken))
    problems += unlike(document, nodes)
    nodes |= {node.id: _sharing(nodes[node.id]) for node in document.nodes if node.shares}
    planned = Plan(document, blocks, order, nodes, specs, tuple(problems), given)
    doubts = [replace(problem, severity="warning") for problem in training_problems(planned)]
    return replace(planned, problems=(*problems, *doubts)) if doubts else planned


def plan_again(planned: Plan, document: Document, cache: Cache | None = None) -> Plan:
    """The plan of a changed document in the same place, for instance with a fix applied."""
    return plan(document, planned.registry, cache=cache, given=planned.given)


def _entry(node: Node, registry: Registry, given: Mapping[str, Spec]) -> NodePlan:
    """The plan of a group's port: what arrives there, or nothing yet."""
    arrives = dict.fromkeys(registry.get(node.block).outputs, given[node.id]) if node.id in given else {}
    return NodePlan(specs=arrives, waiting=not arrives)


def _sharing(known: NodePlan) -> NodePlan:
    """The plan of a node that uses the weights of another, where they are counted and frozen."""
    return replace(known, size=Count(), held=0, frozen=(), added=(), stages=(), inside=Inside())


def _node(
    node: Node,
    document: Document,
    registry: Registry,
    specs: Mapping[tuple[str, str], Spec],
    cache: Cache | None,
) -> NodePlan:
    block = registry.get(node.block)
    names = output_names(block, node)
    wanted = used_outputs(document, node.id, names) or names[:1]
    arrived = arrived_at(document, block, node.id, specs)
    key = (node.content, tuple(arrived.items()), wanted, contents(node, registry))
    done = cache.get(key) if cache else None
    if done is None:
        site = Site(node.id, filled(block, node.params), arrived, wanted, node.taps)
        done = _borrowing(node, block, site, names, registry)
        if cache:
            cache.put(key, done)
    if done.problems:
        done = replace(done, problems=tuple(replace(problem, node=node.id) for problem in done.problems))
    return done


def contents(node: Node, registry: Registry) -> tuple[str, ...]:
    """What the plan of a node follows besides the node itself: the groups that it and its edits use."""
    return tuple(registry.get(name).content for name in blocks_of(node) if name in registry)


def _borrowing(node: Node, block: Block, site: Site, names: tuple[str, ...], registry: Registry) -> NodePlan:
    from builder.weightless.twins import borrowing

    with borrowing():
        return _compute(node, block, site, names, registry)


def _compute(node: Node, block: Block, site: Site, names: tuple[str, ...], registry: Registry) -> NodePlan:
    from builder.surgery.used_before import front
    from builder.weightless.running import shapes, twin

    specs: dict[str, Spec] = {}
    try:
        if isinstance(block, InputBlock):
            return NodePlan(specs=block.gives(site.params))
        operated = operate(declared(block, site), node, block, site, registry)
        recipe = operated.recipe
        module = operated.module or twin(recipe)
        specs = dict(operated.specs) or shapes(recipe, block, site, module)
        frozen = outermost((*frozen_paths(node, module, partial(front, recipe, site)), *recipe.frozen))
    except DocumentError as error:  # a group, with everything that is wrong inside
        return NodePlan(specs=specs, problems=error.problems)
    except Exception as error:  # noqa: BLE001 - whatever a library raises becomes a problem
        return NodePlan(specs=specs, problems=(explain(error, node=node.id, arrived=site.arrived),))
    found = Survey.of(module)
    return NodePlan(
        recipe=recipe,
        specs=specs
        | _unused(
            block,
            site,
            tuple(port for port in names if port not in specs),
            recipe.module.operations if recipe.module else (),
        ),
        size=found.count(frozen, recipe.added),
        held=found.held,
        frozen=frozen,
        moving=found.moving(frozen),
        added=recipe.added,
        receipt=operated.receipt,
        receipts=operated.receipts,
        resized=operated.resized,
        stages=stages(module, frozen),
        inside=found.inside,
        inferred=inferred_of(block, site, recipe),
        edits=operated.inferred,
        arrivals=operated.arrivals,
        random=found.draws_random and (frozen != ("",) or bool(recipe.added)),
    )


def _unused(
    block: Block, site: Site, unused: tuple[str, ...], operations: tuple[Operation, ...]
) -> dict[str, Spec]:
    """What ports that nothing uses would carry, operated on as the network is; one that cannot be had is left out."""
    from builder.weightless.running import shapes, twin

    found: dict[str, Spec] = {}
    for wanted in dict.fromkeys([unused, *((port,) for port in unused)]) if unused else ():
        if set(wanted) <= set(found):
            continue
        there = replace(site, wanted=wanted)
        with suppress(Exception):  # an unused port may well be impossible, and then has no shape
            recipe = declared(block, there)
            if recipe.module:
                recipe = replace(recipe, module=replace(recipe.module, operations=operations))
            specs = shapes(recipe, block, there, twin(recipe))
            found |= {port: spec for port, spec in specs.items() if port in unused}
    return found
