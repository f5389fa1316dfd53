"""Every backbone as a small document: torchvision, transformers, PyTorch Geometric, timm."""

from collections.abc import Iterator
from typing import Any

from blocks.backbones.torchvision import Torchvision
from blocks.bases.audio_models import FORMS, FRAMES, MOMENTS, SAMPLES, SPECTRA, WAVES, WRITE_DOWN
from blocks.bases.language_models import FURTHER, READERS, SCORERS, TRANSLATORS, WRITERS
from blocks.bases.torchvision_tasks import DETECTION, FLOW, SEGMENTATION, VIDEO
from blocks.bases.vision_models import PAIRS, VIEWERS
from builder import Document, add, connect
from tests.tables.proof import Case

GRAPHS = (
    *("gcn_stack", "gat_stack", "gatv2_stack", "sage_stack", "gin_stack", "edge_cnn_stack", "pna_stack"),
    "pmlp_stack",
)
SMALL = {"hidden_size": 32, "layers": 2, "heads": 4, "intermediate": 64}
_SIDES = (
    {"inception_v3": 299, "maxvit_t": 224, "vit_h_14": 56, "swin": 224}
    | dict.fromkeys(("aimv2_vision_model", "dinov2", "mlcd", "mlcd_vision_model"), 56)
    | dict.fromkeys(("sam3_vit_model", "tipsv2_vision_model"), 56)
    | dict.fromkeys(
        ("donut-swin", "pp_doclayout_v3", "pp_doclayout_v4", "pp_ocrv5_mobile_rec", "rt_detr"), 224
    )
)
_READS = ("altclip", "blip", "chinese_clip", "vision-text-dual-encoder")
"""Pairs whose middle lies in the network for texts."""
_AS_THEY_ARE = ("gradium_phonon_tts", "lilt", "pocket_tts", "squeezebert")
"""Their sizes only fit together in their own configuration."""
_SHARING = (
    "afmoe aria_text bailing_hybrid beam cohere2_moe deepseek_v4 ernie4_5_moe exaone_moe falcon_h1 "
    "flex_olmo flint gemma4_unified_text glm4_moe gpt-sw3 gpt_neox_japanese granite_swa granitemoe_swa "
    "granitemoeshared hrm_text hy_v3 hyperclovax hy_v4 internlm3 iquestcoder jais2 jamba kimi_linear "
    "kolibri1 llama4_text mellum minimax moshi nemotron_h qwen4_exp_text roc_bert xlstm zaya"
)
_SHARES_KEYS = tuple(_SHARING.split())
WIDER = (
    {"hidden_size": 256, "layers": 2, "heads": 2, "intermediate": 64},
    {"hidden_size": 128, "layers": 2, "heads": 2, "intermediate": 64},
    {"hidden_size": 512, "layers": 4, "heads": 4, "intermediate": 128},
)
"""Sizes for networks whose heads have a width of their own."""
_HEADS = (
    ("bamba", "glm5_next_text", "gptj", "granitemoehybrid", "helium", "qwen2_5_vl_text", "qwen2_vl_text"),
    ("glm4v_text", "glm_image_text", "glm_ocr_text"),
    ("codegen",),
)
"""The networks of each of them."""
_NO_WIDTHS = (
    "bit",
    "efficientnet",
    "mobilenet_v1",
    "mobilenet_v2",
    "mobilevit",
    "mobilevitv2",
    "sam2_hiera_det_model",
    "swiftformer",
    "textnet",
)
_OWN_SIZES = {
    "swin": {}, "donut-swin": {}, "pp_doclayout_v3": {}, "pp_ocrv5_mobile_rec": {},
    "pp_doclayout_v4": {}, "rt_detr": {},
    "cvt": {"layers": 1}, "levit": {"layers": 1}, "poolformer": {"layers": 1},
}  # fmt: skip


def on(document: Document, block: str, wires: dict[str, str], **params: Any) -> Document:
    """Add the backbone as ``net`` and connect its inputs."""
    document = add(document, block, "net", **params)
    for port, source in wires.items():
        document = connect(document, source, f"net.{port}")
    return document


def classification() -> Iterator[Case]:
    for name in Torchvision.params["model"].choices:
        side = _SIDES.get(name, 64)
        document = add(Document(), "image_input", "image", size=side)
        yield Case(
            name, on(document, "torchvision", {"image": "image.image"}, model=name), "features", "torchvision"
        )


def other_tasks() -> Iterator[Case]:
    image = {"image": "image.image"}
    for block, names, port, side in (
        ("torchvision_segmentation", SEGMENTATION, "out", 64),
        ("torchvision_detection", DETECTION, "second", 96),
    ):
        for name in names:
            size = 300 if name == "ssd300_vgg16" else side
            document = add(Document(), "image_input", "image", size=size)
            yield Case(name, on(document, block, image, model=name), port, block)
    for name in VIDEO:
        side = 224 if name.startswith(("mvit", "s3d")) else 64
        document = add(Document(), "video_input", "video", size=side, frames=16 if side == 224 else 8)
        yield Case(
            name,
            on(document, "torchvision_video", {"clip": "video.clip"}, model=name),
            "features",
            "torchvision_video",
        )
    for name in FLOW:
        document = add(add(Document(), "image_input", "one", size=128), "image_input", "two", size=128)
        wires = {"first": "one.image", "second": "two.image"}
        net = on(document, "torchvision_flow", wires, model=name)
        yield Case(name, net, "flow", "torchvision_flow")


def text(names: tuple[str, ...] = READERS + WRITERS + FURTHER) -> Iterator[Case]:
    for name in names:
        document = add(Document(), "text_input", "text")
        wires = {"ids": "text.ids", "mask": "text.mask"}
        yield Case(
            name,
            on(
                document,
                "transformers_encoder",
                wires,
                architecture=name,
                **_sizes(name),
            ),
            "tokens",
            "transformers text",
        )


def _sizes(name: str) -> dict[str, int]:
    """Numbers that make a text network small."""
    if name in _AS_THEY_ARE:
        return {}
    wider = next((sizes for sizes, names in zip(WIDER, _HEADS, strict=True) if name in names), None)
    return wider or SMALL | ({"key_value_heads": 2} if name in WRITERS + _SHARES_KEYS else {})


def halves(names: tuple[str, ...] = TRANSLATORS) -> Iterator[Case]:
    for name in names:
        document = add(add(Document(), "text_input", "text"), "text_input", "written")
        wires = {"ids": "text.ids", "mask": "text.mask", "decoder_ids": "written.ids"}
        yield Case(
            name,
            on(document, "transformers_seq2seq", wires, architecture=name, **SMALL),
            "tokens",
            "transformers text-to-text",
        )


def language(names: tuple[str, ...] = SCORERS) -> Iterator[Case]:
    for name in names:
        document = add(Document(), "text_input", "text")
        wires = {"ids": "text.ids", "mask": "text.mask"}
        yield Case(
            f"{name} (scores)",
            on(document, "transformers_language_model", wires, architecture=name, **_sizes(name)),
            "logits",
            "transformers text",
        )


def vision(names: tuple[str, ...] = VIEWERS) -> Iterator[Case]:
    for name in names:
        document = add(Document(), "image_input", "image", size=_SIDES.get(name, 64))
        params = {} if name in _NO_WIDTHS else _OWN_SIZES.get(name, SMALL)
        yield Case(
            name,
            on(document, "transformers_vision", {"image": "image.image"}, architecture=name, **params),
            "tokens",
            "transformers image",
        )


def sounds(form: str) -> tuple[Document, str]:
    """A sound of this form, and the port that gives it."""
    if form == SAMPLES:
        return add(Document(), "vector_input", "sound", width=4000), "sound.vector"
    if form == MOMENTS:
        return add(Document(), "sequence_input", "sound", width=128), "sound.sequence"
    return _spectrum(80, 60)


def _spectrum(*sizes: int) -> tuple[Document, str]:
    document = add(Document(), "vector_input", "sound", width=sizes[0] * sizes[1])
    document = add(document, "unflatten", "frames", dim=1, unflattened_size=list(sizes))
    return connect(document, "sound.vector", "frames.x"), "frames.y"


def sound() -> Iterator[Case]:
    for name in WAVES + FRAMES + SPECTRA:
        document, source = sounds(FORMS.get(name, MOMENTS))
        if name == "audio-spectrogram-transformer":
            document, source = _spectrum(64, 128)
        yield Case(
            name,
            on(document, "transformers_audio", {"sound": source}, architecture=name, **SMALL),
            "tokens",
            "transformers sound",
        )
    for name in WRITE_DOWN:
        document, source = sounds(FORMS.get(name, MOMENTS))
        document = add(document, "text_input", "text")
        wires = {"sound": source, "decoder_ids": "text.ids"}
        yield Case(
            name,
            on(document, "transformers_speech_to_text", wires, architecture=name, **SMALL),
            "tokens",
            "transformers speech-to-text",
        )


def pairs(names: tuple[str, ...] = PAIRS) -> Iterator[Case]:
    for name in names:
        side = 56 if name in ("aimv2", "tipsv2") else 64
        port = "text_vector" if name in _READS else "image_vector"
        document = add(add(Document(), "text_input", "text"), "image_input", "image", size=side)
        wires = {"ids": "text.ids", "mask": "text.mask", "image": "image.image"}
        yield Case(
            name,
            on(document, "transformers_text_image", wires, architecture=name, **SMALL),
            port,
            "transformers text and image",
        )


def graphs() -> Iterator[Case]:
    for name in GRAPHS:
        document = add(Document(), "graph_input", "graph", features=8)
        wires = {"nodes": "graph.nodes", "edges": "graph.edges"}
        net = on(document, name, wires)
        yield Case(name, net, "nodes", "PyTorch Geometric")


def timm_networks(pattern: str = "test_*") -> Iterator[Case]:
    """timm's own small networks of each design; everything that it lists would take hours."""
    import timm

    for name in timm.list_models(pattern):
        side = {"test_maxvit": 160, "test_coatnet": 160}.get(name, 64)
        document = add(Document(), "image_input", "image", size=side)
        yield Case(name, on(document, "timm", {"image": "image.image"}, model=name), "features", "timm")


GROUPS = {
    "torchvision": classification, "tasks": other_tasks, "text": text, "language": language, "halves": halves,
    "vision": vision, "sound": sound, "pairs": pairs, "graphs": graphs,
    "timm": timm_networks,
}  # fmt: skip
