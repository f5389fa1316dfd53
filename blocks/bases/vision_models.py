"""The image architectures of transformers that were built, run without weights and run for real."""

_FURTHER = (
    "conditional_detr dab-detr deformable_detr detr donut-swin dpt granite_docling_vision hiera "
    "idefics3_vision internvl_vision mlcd mlcd_vision_model pixio pixtral pp_doclayout_v3 "
    "pp_doclayout_v4 pp_ocrv5_mobile_rec pp_ocrv5_server_rec pp_ocrv6_small_rec pp_ocrv6_tiny_rec "
    "qianfan_ocr_vision radio rt_detr sam2_hiera_det_model sam2_vision_model sam3_vit_model "
    "sam_hq_vision_model sapiens2 smolvlm_vision swin2sr table-transformer textnet "
    "tipsv2_vision_model yolos"
)
VIEWERS = (
    *("aimv2_vision_model", "beit", "bit", "chinese_clip_vision_model", "clip_vision_model", "convnext"),
    *("convnextv2", "cvt", "data2vec-vision", "deit", "dinov2", "dinov2_with_registers", "dinov3_convnext"),
    *("dinov3_vit", "efficientnet", "focalnet", "glpn", "ijepa", "levit", "maskformer-swin", "mobilenet_v1"),
    *("mobilenet_v2", "mobilevit", "mobilevitv2", "poolformer", "pvt", "pvt_v2", "regnet", "resnet"),
    *(
        "sam_vision_model",
        "segformer",
        "siglip_vision_model",
        "swiftformer",
        "swin",
        "swinv2",
        "vit",
        "vit_msn",
    ),
    "vitdet",
    *_FURTHER.split(),
)

PAIRS = (
    *(
        "aimv2",
        "altclip",
        "blip",
        "chinese_clip",
        "clip",
        "clipseg",
        "groupvit",
        "metaclip_2",
        "siglip",
        "tipsv2",
        "align",
        "vision-text-dual-encoder",
    ),
)
"""Two networks side by side, one for texts and one for images, that meet in one space."""
