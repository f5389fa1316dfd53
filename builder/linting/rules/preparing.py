"""What a trained network was fed with, and what feeds it here: the tokenizer, and the scaling of pictures."""

from collections.abc import Iterator

from builder.documents.document import Node
from builder.linting.view import View
from builder.problem import Fix, Problem


def tokenizer_of_another(view: View) -> Iterator[Problem]:
    """Texts cut by another tokenizer than the one that a trained network of the hub was trained with."""
    for node in view.nodes:
        params, wire = view.params(node.id), view.wire(node.id, "ids")
        if wire is None or wire.source not in {known.id for known in view.nodes}:
            continue
        fed = view.params(wire.source)
        wanted = _wanted(node, params)
        if wanted is None or "tokenizer" not in fed or (fed["tokenizer"], fed["revision"]) == wanted:
            continue
        changes = tuple(
            {"do": "set_param", "node": wire.source, "param": name, "value": value}
            for name, value in zip(("tokenizer", "revision"), wanted, strict=True)
        )
        yield Problem(
            code="other_tokenizer",
            severity="warning",
            node=wire.source,
            param="tokenizer",
            said=f"{view.title(node.id)} was trained on tokens of {wanted[0]}, and gets tokens of {fed['tokenizer']}.",
            expected=" at ".join(part for part in wanted if part),
            got=" at ".join(part for part in (fed["tokenizer"], fed["revision"]) if part),
            next="Use the tokenizer that belongs to the network.",
            fixes=(Fix(title=f"Cut by the tokenizer of {wanted[0]}", changes=changes),),
        )


def _wanted(node: Node, params: dict[str, object]) -> tuple[str, str] | None:
    """The tokenizer that belongs to a network, and its commit; None where it is untrained."""
    if node.block == "minilm":
        return ("minilm", "") if params["weights"] == "default" else None
    name, revision = params.get("name"), params.get("revision")
    return (str(name), str(revision)) if name else None


def scaling_of_another(view: View) -> Iterator[Problem]:
    """Pictures scaled in another way than the hub's note on a trained network says."""
    for node in view.nodes:
        params, wire = view.params(node.id), view.wire(node.id, "image")
        if wire is None or not params.get("name") or view.block(wire.source) != "image_input":
            continue
        wanted = view.plan.block(node.id).carries(params).get("image", {}).get("scaling")
        used = view.params(wire.source)["scaling"]
        if wanted is None or wanted == used:
            continue
        change = {"do": "set_param", "node": wire.source, "param": "scaling", "value": wanted}
        yield Problem(
            code="other_scaling",
            severity="warning",
            node=wire.source,
            param="scaling",
            said=f"{view.title(node.id)} was trained on pictures scaled as {wanted}, and gets them as {used}.",
            expected=wanted,
            got=str(used),
            next="Scale the pictures as in training.",
            fixes=(Fix(title=f"Scale as {wanted}", changes=(change,)),),
        )
