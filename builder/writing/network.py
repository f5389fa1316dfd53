"""The network as a class: its modules, its forward pass, and what stays frozen when it is trained."""

from collections.abc import Mapping

from builder.block import InputBlock
from builder.planning.planned import Plan
from builder.sizes import shape_text
from builder.writing.calls import construction
from builder.writing.forward import forward_lines, result_names
from builder.writing.holding import holding_constants, holding_methods
from builder.writing.places import added_of, attribute, bare_of, frozen_of, later_of

_BUILD = '''

def build(seed: int = {seed}) -> Net:
    """Return the network; what has no pre-trained weights is drawn at random from the seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Net(){train}
'''


def network(planned: Plan) -> str:
    """The class ``Net`` of a sound plan, and the function that builds it."""
    bare = bare_of(planned)
    frozen = tuple(path for path in frozen_of(planned) if path not in bare)
    added = added_of(planned) if frozen or bare else ()
    later = later_of(planned)
    lines = ["", "class Net(nn.Module):", f'    """{_described(planned)}"""', ""]
    lines += holding_constants(frozen, bare, added, later)
    lines += [
        *modules(planned),
        *_joined(later),
        *_held("FROZEN", "submodule", False, frozen),
        *_held("FROZEN_PARAMETERS", "parameter", False, bare),
        *_held("ADDED", "submodule", True, added),
    ]
    arguments = ", ".join(f"{argument.name}: torch.Tensor" for argument in planned.arguments)
    returns = "torch.Tensor" if len(planned.handed) == 1 else "dict[str, torch.Tensor]"
    lines += ["", f"    def forward(self, {arguments}) -> {returns}:", *body(planned)]
    text = "\n".join(lines) + "\n" + holding_methods(frozen, added, later)
    return text + _BUILD.format(seed=planned.document.seed, train=".train()" if frozen else "")


def modules(planned: Plan) -> list[str]:
    """The constructor of a plan's class: one attribute for each module."""
    lines = ["    def __init__(self) -> None:", "        super().__init__()"]
    for node in planned.built:
        new = planned.nodes[node].recipe.module
        if new is not None:
            lines += [f"        {line}" for line in construction(f"self.{attribute(node)}", new)]
    return lines


def body(planned: Plan, *, shapes: bool = True) -> list[str]:
    """The statements of a plan's forward pass, with its return at the end."""
    lines = [*forward_lines(planned, planned.live, shapes=shapes), f"return {_result(planned)}"]
    return [f"        {line}" for line in lines]


def _joined(later: Mapping[int, tuple[str, ...]]) -> list[str]:
    return ["        self.joined: tuple[str, ...] = ()"] if later else []


def _held(name: str, what: str, trained: bool, paths: tuple[str, ...]) -> list[str]:
    if not paths:
        return []
    return [
        f"        for path in self.{name}:",
        f"            self.get_{what}(path).requires_grad_({trained})",
    ]


def _described(planned: Plan) -> str:
    gives = [f"{arg.name} ({planned.specs[arg.node, arg.port].text})" for arg in planned.arguments]
    takes = [
        f"{name} ({shape_text(planned.specs[wire.source, wire.output].shape)})"
        for name, wire in planned.handed.items()
    ]
    told = [f"{node}: {said}." for node in planned.live if (said := _prepared(planned, node))]
    first = f"{', '.join(gives)} -> {', '.join(takes)}."
    return "\n    ".join([first, "", *told]).replace("    \n", "\n") + "\n    " if told else first


def _prepared(planned: Plan, node: str) -> str:
    """How what arrives at an input has to be made, where that is more than to hand it over."""
    block = planned.block(node)
    text = block.prepared(planned.params(node)) if isinstance(block, InputBlock) else _expected(planned, node)
    return text.replace("\\", "/").replace('"', "'")


def _expected(planned: Plan, node: str) -> str:
    said = planned.block(node).expects(planned.params(node))
    return f"it {said}" if said else ""


def _result(planned: Plan) -> str:
    variables = result_names(planned)
    if len(variables) == 1:
        return next(iter(variables.values()))
    return "{" + ", ".join(f'"{node}": {name}' for node, name in variables.items()) + "}"
