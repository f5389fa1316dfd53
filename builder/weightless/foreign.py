"""Exceptions of other libraries, turned into problems. Their raw text is kept, one click away."""

import re
from collections.abc import Mapping

from builder.problem import Problem, Refused
from builder.sizes import shape_text
from builder.spec import Spec

_RULES: tuple[tuple[str, str, str, str], ...] = (
    (
        r"mat1 and mat2 shapes cannot be multiplied|must have same reduction dim",
        "features",
        "A matrix product inside this block expects another width than what arrives.",
        "Set the block's input width to what arrives, or insert a linear layer in front.",
    ),
    (
        r"expected input.* to have \d+ channels|Invalid channel dimensions|running_mean should contain",
        "channels",
        "A layer inside this block expects another number of channels than what arrives.",
        "Insert a 1x1 convolution in front, or set the block's input channels to what arrives.",
    ),
    (
        (
            r"Expected \d.*D .*input|Expected input to be \dD"
            r"|expected \dD|not enough values|too many (values|indices)|Dimension out of range"
        ),
        "rank",
        "A layer inside this block expects another number of axes than what arrives.",
        "Connect an output with the right number of axes, or insert a reshape in front.",
    ),
    (
        r"[Kk]ernel size can't be greater|Output size is too small|Calculated .*output size",
        "kernel",
        "What arrives is smaller than the window that slides over it.",
        "Use a smaller kernel, more padding, a larger image, or tap the backbone earlier.",
    ),
    (
        r"size of tensor a|must match the size|[Ss]izes of tensors must match|broadcast",
        "mismatch",
        "Two tensors that are put together here differ in a size that must be equal.",
        "Bring both to the same shape first, with a projection or a pooling.",
    ),
    (
        r"shape '.*' is invalid|cannot view|must be divisible|not divisible|not a multiple of|view size",
        "reshape",
        "The numbers that arrive do not divide into the shape that is asked for.",
        "Set sizes whose product equals the numbers of one sample.",
    ),
    (
        r"dtype|scalar type|LongTensor|IntTensor|expected scalar",
        "dtype",
        "This block computes with another type of numbers than what arrives.",
        "Connect token ids to embeddings, and real numbers to layers.",
    ),
    (
        r"select\(\): index -?\d+ out of range",
        "index",
        "An entry is asked for that is not there.",
        "Choose an entry that exists on every batch; -1 is the last.",
    ),
    (
        r"out of range in self|index .* is out of bounds|index out of range",
        "range",
        "An index that arrives lies outside the table that it looks into.",
        "Enlarge the table, or correct the indices.",
    ),
    (
        r"[Oo]ut of memory|can't allocate memory|not enough memory",
        "memory",
        "There is not enough memory for this.",
        "Use a smaller batch, a smaller image or a smaller network.",
    ),
    (
        r"offline mode|couldn't connect|Can't load|Connection|resolve|urlopen|HTTPError|huggingface\.co|timed out",
        "weights_unavailable",
        "The pre-trained weights could not be downloaded.",
        "Check the network; or take the small ResNet or MiniLM, whose weights come along; or set weights to random.",
    ),
    (
        r"No module named",
        "missing_package",
        "This block needs a package that is not installed.",
        "Install the package named in the details.",
    ),
)


def explain(
    error: Exception, *, node: str | None = None, arrived: Mapping[str, Spec | tuple[Spec, ...]] | None = None
) -> Problem:
    """The problem behind an exception that a run or a construction raised.

    The text of the foreign exception only chooses the sentence; expected and got come from our own shapes.
    """
    if isinstance(error, Refused):
        problem = error.problem
        return problem.at(node) if node else problem
    raw = f"{type(error).__name__}: {error}"
    got = "; ".join(f"{port}: {_text(spec)}" for port, spec in (arrived or {}).items())
    code, said, advice = next(
        (rule[1:] for rule in _RULES if re.search(rule[0], raw)),
        (
            "refused_by_torch",
            "PyTorch cannot compute this block with what arrives.",
            "Look at the details, and compare the shapes on its wires with what the block describes.",
        ),
    )
    numbers = re.search(r"\((\d+)x(\d+) and (\d+)x(\d+)\)|\[(\d+), (\d+)\] X \[(\d+), (\d+)\]", raw)
    expected = ""
    if numbers and code == "features":
        found = [int(text) for text in numbers.groups() if text]
        expected = f"a last axis of {found[2]}"
    package = re.search(r"No module named '([\w.]+)'", raw) if code == "missing_package" else None
    return Problem(
        code=code,
        said=said,
        node=node,
        port=next(iter(arrived), None) if arrived and len(arrived) == 1 else None,
        expected=expected,
        got=package[1] if package else got,
        next=f"Install {package[1]}." if package else advice,
        details=raw[:2_000],
    )


def _text(spec: Spec | tuple[Spec, ...]) -> str:
    specs = spec if isinstance(spec, tuple) else (spec,)
    return " and ".join(shape_text(one.shape) for one in specs)
