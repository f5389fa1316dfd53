"""The network as a class: its modules, its forward pass, and what stays frozen when it is trained."""

from typing import Any

from builder.planning import Plan
from builder.sizes import shape_text
from builder.writing.calls import construction
from builder.writing.forward import forward_lines, result_names
from builder.writing.places import added_of, attribute, frozen_of

_TRAIN = '''
    def train(self, mode: bool = True) -> "Net":
        """Train all but the frozen parts, whose running statistics and dropout stay as in evaluation."""
        super().train(mode)
        for path in self.FROZEN:
            self.get_submodule(path).eval()
AFTER        return self
'''

_AGAIN = """        for path in self.ADDED:
            self.get_submodule(path).train(mode)
"""

_BUILD = '''

def build(seed: int = {seed}) -> Net:
    """Return the network; what has no pre-trained weights is drawn at random from the seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Net(){train}
'''


def network(planned: Plan) -> str:
    """The class ``Net`` of a sound plan, and the function that builds it."""
    frozen = frozen_of(planned)
    added = added_of(planned) if frozen else ()
    lines = ["", "class Net(nn.Module):", f'    """{_described(planned)}"""', ""]
    lines += _paths_constant("FROZEN", frozen) + _paths_constant("ADDED", added)
    lines += [*modules(planned), *_held("FROZEN", False, frozen), *_held("ADDED", True, added)]
    arguments = ", ".join(f"{argument.name}: torch.Tensor" for argument in planned.arguments)
    returns = "torch.Tensor" if len(planned.results) == 1 else "dict[str, torch.Tensor]"
    lines += ["", f"    def forward(self, {arguments}) -> {returns}:", *body(planned)]
    train = _TRAIN.replace("AFTER", _AGAIN if added else "") if frozen else ""
    text = "\n".join(lines) + "\n" + train
    return text + _BUILD.format(seed=planned.document.seed, train=".train()" if frozen else "")


def modules(planned: Plan) -> list[str]:
    """The constructor of a plan's class: one attribute for each module."""
    lines = ["    def __init__(self) -> None:", "        super().__init__()"]
    for node in planned.live:
        new = planned.nodes[node].recipe.module
        if new is not None:
            lines += [f"        {line}" for line in construction(f"self.{attribute(node)}", new)]
    return lines


def body(planned: Plan) -> list[str]:
    """The statements of a plan's forward pass, with its return at the end."""
    lines = [*forward_lines(planned, planned.live), f"return {_result(planned)}"]
    return [f"        {line}" for line in lines]


def _held(name: str, trained: bool, paths: tuple[str, ...]) -> list[str]:
    if not paths:
        return []
    return [
        f"        for path in self.{name}:",
        f"            self.get_submodule(path).requires_grad_({trained})",
    ]


def _paths_constant(name: str, paths: tuple[str, ...]) -> list[str]:
    if len(paths) <= 1:
        return [f'    {name} = ("{path}",)' for path in paths] + [""] * len(paths)
    return [f"    {name} = (", *[f'        "{path}",' for path in paths], "    )", ""]


def _described(planned: Plan) -> str:
    gives = [f"{arg.name} ({planned.specs[arg.node, arg.port].text})" for arg in planned.arguments]
    takes = [f"{node} ({shape_text(_carried(planned, node).shape)})" for node in planned.results]
    return f"{', '.join(gives)} -> {', '.join(takes)}."


def _carried(planned: Plan, node: str) -> Any:
    edge = planned.document.into(node)[0]
    return planned.specs[edge.source, edge.output]


def _result(planned: Plan) -> str:
    variables = result_names(planned)
    if len(variables) == 1:
        return next(iter(variables.values()))
    return "{" + ", ".join(f'"{node}": {name}' for node, name in variables.items()) + "}"
