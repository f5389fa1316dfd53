"""What must hold for any backbone: it opens, runs as planned, can be tapped, edited, frozen and exported."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import torch

from builder import Document, DocumentError, Refused, add, freeze, plan, to_source
from builder.documents.document import Edge, Edit
from builder.planning.planned import Plan
from builder.sizes import Symbolic
from builder.surgery.measuring import sample
from builder.weightless.running import Call, calls, tensor_in, twin
from builder.writing.compile import module_of, run_source

SIZES = {"B": 2, "T": 12, "N": 14, "E": 38}
COLUMNS = ("opens", "shapes", "tap", "zero start", "keys", "frozen", "export")
_TOKENS = ("bottleneck_adapter", {"hidden": 4})
_ADAPTERS = {2: _TOKENS, 3: _TOKENS, 4: ("squeeze_excitation", {"reduction": 4}), 5: _TOKENS}
"""The block that is inserted, by the number of axes in the middle."""


@dataclass(frozen=True)
class Case:
    """A backbone on its inputs: a document whose node ``net`` is it, and the port that is looked at."""

    name: str
    document: Document
    port: str
    group: str = ""


@dataclass
class Verdict:
    """What held for a case, and why something did not."""

    case: Case
    parameters: int = 0
    held: dict[str, str] = field(default_factory=dict)
    middle: str = ""
    difference: float = float("nan")

    @property
    def failures(self) -> list[str]:
        return [f"{name}: {why}" for name, why in self.held.items() if why]


class Unmet(Exception):
    """Something that must hold does not."""


class Silent(Exception):
    """What the middle gives is 0, or multiplied by 0, until the network is trained: nothing inserted there learns."""


def prove(case: Case, silent: tuple[str, ...] = (), *, largest: int = 2**40) -> Verdict:
    """Check everything about one backbone; what cannot be checked any more counts as failed.

    Networks such as timm's begin with branches that are multiplied by 0. Where the middle lies in one of them
    (`silent`), its neighbour is taken. With more parameters than `largest` it is not built.
    """
    verdict = Verdict(case)
    facts: dict[str, object] = {"silent": silent, "largest": largest}
    for name in COLUMNS:
        try:
            _CHECKS[name](verdict, facts)
            verdict.held[name] = ""
        except Silent:
            return prove(case, (*silent, verdict.middle), largest=largest)
        except Unmet as unmet:
            verdict.held[name] = str(unmet)
        except (DocumentError, Refused) as refused:
            verdict.held[name] = str(refused).splitlines()[0]
        except Exception as error:
            verdict.held[name] = (
                f"{type(error).__name__}: {str(error).splitlines()[0][:160] if str(error) else ''}"
            )
        if name == "opens" and verdict.held[name]:
            verdict.held |= dict.fromkeys(COLUMNS[1:], "does not open")
            break
    return verdict


def _opens(verdict: Verdict, facts: dict) -> None:
    planned = facts["plain"] = plan(_out(verdict.case.document, verdict.case.port))
    _need(
        not planned.problems,
        "; ".join(problem.said + " " + problem.details[:120] for problem in planned.problems),
    )
    verdict.parameters = planned.nodes["net"].size.parameters
    facts["middle"] = _middle(planned, facts["silent"])
    verdict.middle = facts["middle"].path


def _shapes(verdict: Verdict, facts: dict) -> None:
    planned: Plan = facts["plain"]
    _need(verdict.parameters <= facts["largest"], "too large to be checked")
    facts["inputs"] = _inputs(planned)
    facts["module"] = module_of(planned).eval()
    with torch.no_grad():
        facts["result"] = facts["module"](*facts["inputs"])
    _as_planned(planned, verdict.case.port, facts["result"])


def _tap(verdict: Verdict, facts: dict) -> None:
    path = facts["middle"].path
    node = verdict.case.document.node("net").model_copy(update={"taps": (path,)})
    planned = plan(_out(verdict.case.document.replace_node(node), path))
    _need(not planned.problems, "; ".join(problem.said for problem in planned.problems))
    _need(planned.nodes["net"].size.parameters <= verdict.parameters, "a tap counts more than the whole")
    with torch.no_grad():
        _as_planned(planned, path, module_of(planned).eval()(*_inputs(planned)))


def _zero_start(verdict: Verdict, facts: dict) -> None:
    call: Call = facts["middle"]
    block, params = _ADAPTERS[call.gave.rank]
    edit = Edit.model_validate({"do": "insert_after", "path": call.path, "block": block, "params": params})
    node = verdict.case.document.node("net").model_copy(update={"edits": (edit,)})
    document = freeze(_out(verdict.case.document.replace_node(node), verdict.case.port), "net")
    planned = plan(document)
    _need(not planned.problems, "; ".join(problem.said for problem in planned.problems))
    facts["edited plan"], facts["edited"] = planned, module_of(planned).eval()
    with torch.no_grad():
        facts["edited result"] = facts["edited"](*facts["inputs"])
    verdict.difference = float((facts["edited result"] - facts["result"]).abs().max())
    _need(verdict.difference <= 1e-6, f"differs by {verdict.difference:.2g}")


def _keys(_: Verdict, facts: dict) -> None:
    receipt = facts["edited plan"].nodes["net"].receipt
    _need(receipt.dropped == () and receipt.new != (), receipt.said)
    missing, unexpected = facts["edited"].load_state_dict(facts["module"].state_dict(), strict=False)
    _need(not unexpected, f"not loadable: {unexpected[:3]}")
    _need({f"net.{name}" for name in receipt.new} == set(missing), f"missing: {missing[:3]}")


def _export(_: Verdict, facts: dict) -> None:
    exported = run_source(to_source(facts["edited plan"].document))["build"]().eval()
    with torch.no_grad():
        again = exported(*facts["inputs"])
    _need(torch.equal(again, facts["edited result"]), "the exported network gives other numbers")


def _frozen(_: Verdict, facts: dict) -> None:
    module = facts["edited"].train()
    added = facts["edited plan"].nodes["net"].added
    held = {
        name: tensor
        for name, tensor in module.state_dict().items()
        if not any(name.startswith(f"net.{path}.") for path in added)
    }
    before = {name: _digest(tensor) for name, tensor in held.items()}
    learning = [parameter for parameter in module.parameters() if parameter.requires_grad]
    start = [parameter.detach().clone() for parameter in learning]
    optimiser = torch.optim.Adam(learning, lr=0.01)
    for _step in range(3):
        optimiser.zero_grad()
        (module(*facts["inputs"]).float() - 1).square().mean().backward()
        optimiser.step()
    changed = [name for name, tensor in held.items() if _digest(tensor) != before[name]]
    _need(not changed, f"{len(changed)} frozen tensors changed: {changed[:3]}")
    moved = any(not torch.equal(old, new.detach()) for old, new in zip(start, learning, strict=True))
    alive = float(facts["result"].std()) > 1e-12  # some networks give nothing but 0 before they are trained
    if alive and not moved and not _reaches(facts):
        raise Silent
    _need(moved or not alive, "what was inserted did not learn")
    module.eval()


_CHECKS: dict[str, Callable[[Verdict, dict], None]] = {
    "opens": _opens,
    "shapes": _shapes,
    "tap": _tap,
    "zero start": _zero_start,
    "keys": _keys,
    "export": _export,
    "frozen": _frozen,
}


def _out(document: Document, port: str) -> Document:
    """The document with a value output on a port of the backbone, written as a wire whatever the port is."""
    document = add(document, "value_output", "value")
    edge = Edge(source="net", output=port, target="value", input="x")
    return document.model_copy(update={"edges": (*document.edges, edge)})


def _inputs(planned: Plan) -> list[torch.Tensor]:
    chance = torch.Generator().manual_seed(1)
    specs = [planned.specs[argument.node, argument.port] for argument in planned.arguments]
    return [sample(spec, chance, SIZES) for spec in specs]


def _as_planned(planned: Plan, port: str, result: torch.Tensor) -> None:
    spec = planned.specs["net", port]
    expected = tuple(size.at(SIZES) if isinstance(size, Symbolic) else size for size in spec.shape)
    _need(tuple(result.shape) == expected, f"planned {expected}, ran {tuple(result.shape)}")
    _need(str(result.dtype) == f"torch.{spec.dtype}", f"planned {spec.dtype}, ran {result.dtype}")


def _reaches(facts: dict) -> bool:
    """Whether the middle of the untouched network gives anything but 0, and the result depends on it."""
    given: list[bool] = []

    def nudge(_module: object, _arrived: object, result: object) -> None:
        given.append(bool(tensor_in(result).any()))
        tensor_in(result).add_(1)

    hook = facts["module"].net.get_submodule(facts["middle"].path).register_forward_hook(nudge)
    with torch.no_grad():
        nudged = facts["module"](*facts["inputs"])
    hook.remove()
    return any(given) and not torch.equal(nudged, facts["result"])


def _middle(planned: Plan, silent: tuple[str, ...] = ()) -> Call:
    """The call in the middle of a run whose result an adapter can take, or the nearest to it that is not `silent`."""
    recipe = planned.nodes["net"].recipe
    made = calls(recipe, planned.block("net"), planned.site("net"), twin(recipe))
    once = {call.path: sum(other.path == call.path for other in made) for call in made}
    fit = [
        call
        for call in made
        if call.path
        and once[call.path] == 1
        and call.gave
        and call.gave.rank in _ADAPTERS
        and call.gave.dtype == "float32"
        and isinstance(call.gave.shape[1 if call.gave.rank == 4 else -1], int)
        and call.gave.shape[1 if call.gave.rank == 4 else -1] >= 4
    ]
    _need(bool(fit), "no module inside gives anything to tap")
    nearest = sorted(range(len(fit)), key=lambda place: abs(place - len(fit) // 2))
    return next(fit[place] for place in nearest if fit[place].path not in silent)


def _digest(tensor: torch.Tensor) -> int:
    if not tensor.ndim:
        return hash(tensor.item())
    return zlib.crc32(tensor.detach().contiguous().view(torch.uint8).numpy().tobytes())


def _need(holds: bool, why: str) -> None:
    if not holds:
        raise Unmet(why)
