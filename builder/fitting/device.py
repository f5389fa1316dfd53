"""The device of a run: what is there, chosen or asked for, named as people know it."""

from typing import TYPE_CHECKING

from builder.fitting.precision import half_pays
from builder.problem import refuse

if TYPE_CHECKING:
    from accelerate import Accelerator

CHOICES = ("auto", "cpu", "cuda", "mps")


def accelerator_for(choice: str = "auto") -> "Accelerator":
    """An Accelerator on the chosen device: placement, bf16 autocast on a GPU where it pays, and backward.

    A processor always computes in full precision, so that its losses are those of a plain loop.

    Raises:
        Refused: the device is not there.
    """
    import torch
    from accelerate import Accelerator
    from accelerate.state import AcceleratorState, PartialState

    if choice not in CHOICES or choice not in ("auto", *available()):
        raise refuse(
            "device",
            f"This machine has no device {choice!r}.",
            expected="one of auto, " + ", ".join(available()),
            got=choice[:80],
            next="Choose auto: it takes the fastest device that is there.",
        )
    cpu = choice == "cpu" or available() == ("cpu",)
    precise = cpu or not (torch.cuda.is_available() and half_pays("cuda"))
    if PartialState._shared_state and (PartialState().device.type == "cpu") != cpu:
        AcceleratorState._reset_state(reset_partial_state=True)
    return Accelerator(cpu=cpu, mixed_precision="no" if precise else "bf16")


def available() -> tuple[str, ...]:
    """The kinds of device on this machine, the processor always among them."""
    import torch

    found = ["cpu"]
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return tuple(found)


def name_of(accelerator: "Accelerator") -> str:
    """What the device is called on the page, such as ``cpu (2 threads)``, and how many processes have one each."""
    several = f"{accelerator.num_processes} × " if accelerator.num_processes > 1 else ""
    return several + _kind_of(accelerator)


def _kind_of(accelerator: "Accelerator") -> str:
    import torch

    device = accelerator.device
    if device.type == "cuda":
        kind = torch.cuda.get_device_name(device)
        return f"{kind} (bf16)" if accelerator.mixed_precision == "bf16" else kind
    if device.type == "mps":
        return "Apple GPU"
    threads = torch.get_num_threads()
    return f"cpu ({threads} thread{'s' if threads != 1 else ''})"
