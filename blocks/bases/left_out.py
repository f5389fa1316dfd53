"""The networks of transformers that are not offered, and why, as far as they were tried (tests/tables/left_out.py)."""

from collections.abc import Mapping

from blocks.bases.audio_models import FRAMES, WAVES, WRITE_DOWN
from blocks.bases.language_models import FURTHER, READERS, TRANSLATORS, WRITERS
from blocks.bases.vision_models import PAIRS, VIEWERS

OFFERED = frozenset(
    (*READERS, *WRITERS, *FURTHER, *TRANSLATORS, *VIEWERS, *PAIRS, *WAVES, *FRAMES, *WRITE_DOWN)
)

LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "text": {
        "The sizes here do not make it small, and whole it is too large to be checked.": (
            "audioflamingo3 bamba codegen cpmant fun_asr_nano gemma3n_text gemma4_text glm_ocr_text glmasr "
            "gpt_neo gptj granite_speech granite_speech_plus granitemoehybrid helium inkling2_text "
            "inkling_text mamba2 muse_spark_text musicflamingo qwen2_vl_text vibevoice vibevoice_asr zamba"
        ),
        "What it computes follows from the values, so that no shape is known before it runs.": (
            "blt fastspeech2_conformer fastspeech2_conformer_with_hifigan flaubert higgs_audio_v2 jetmoe "
            "longformer openai_privacy_filter reformer vits"
        ),
        "It also takes bbox, which no input here gives.": ("bros"),
        "Inside, lengths change in fixed steps, so that no shape can be stated for texts of any length.": (
            "canine"
        ),
        "It does not build or run with sizes that are set one by one.": (
            "clap clvp cohere_compass_text dbrx deepseek_v2 dots1 esm evolla funnel glm4v_moe_text glm4v_text "
            "glm_image_text hunyuan_v1_dense hunyuan_v1_moe hunyuan_vl_text kyutai_speech_to_text ministral "
            "musicgen_melody pe_audio pe_audio_video"
        ),
        "It gives no vector for each token, patch or moment.": ("csm dpr"),
        "It needs the package detectron2, which does not come along.": ("layoutlmv2"),
        "It also takes pixel_values_videos, which no input here gives.": ("pe_video"),
        "One pass takes more than a minute or 5 GB, so that it could not be checked.": (
            "phi4_multimodal glm5_next_text"
        ),
    },
    "halves": {
        "It does not build or run with sizes that are set one by one.": ("dia diffusion_gemma"),
        "What it computes follows from the values, so that no shape is known before it runs.": ("led"),
        "It gives no vector for each token, patch or moment.": ("seamless_m4t_v2"),
        "The sizes here do not make it small, and whole it is too large to be checked.": ("t5gemma"),
    },
    "pairs": {
        "Plain token ids and pixels do not run it: its own processor marks in the text where pictures go.": (
            "aria aya_vision blip-2 bridgetower chameleon cohere2_vision cohere_compass cosmos3_edge "
            "cosmos3_omni deepseek_ocr2 deepseek_vl deepseek_vl_hybrid dots3_note embedding_gemma2 emu3 "
            "ernie4_5_vl_moe exaone4_5 fast_vlm flava florence2 fuyu gemma3 gemma3n gemma4 gemma4_unified git "
            "glm46v glm4v glm4v_moe glm5_next glm_image glm_ocr glmga got_ocr2 granite4_vision "
            "granite_docling grounding-dino hunyuan_vl hyperclovax_vision_v2 idefics inkling2 internvl janus "
            "kimi_k25 kosmos-2 lfm2_vl lfm3_vl llava_next llava_onevision minicpmv4_7 minimax_m3_vl mistral3 "
            "mistral_large4 muse_glimmer muse_spark owlv2 paddleocr_vl qwen2_5_vl qwen3_5_moe "
            "qwen3_omni_moe_thinker qwen3_vl_moe sam3 step3p7 t5gemma2_encoder tvp vipllava"
        ),
        "It takes clips or rows of pictures, and not single ones.": (
            "idefics2 idefics3 inkling_mm_model modernvbert xclip"
        ),
        "It also takes qformer_input_ids, which no input here gives.": ("instructblip instructblipvideo"),
        "It also takes aspect_ratio_ids, which no input here gives.": ("mllama"),
        "One pass takes more than a minute or 5 GB, so that it could not be checked.": ("kosmos-2.5"),
    },
    "image": {
        "It also takes grid_thw, which no input here gives.": (
            "cosmos3_edge_vision glm_image_vision hunyuan_vl_vision kimi_k25_vision"
        ),
        "What it computes follows from the values, so that no shape is known before it runs.": (
            "d_fine deimv2 rt_detr_v2"
        ),
        "It does not run on pictures of a size that is chosen freely.": (
            "depth_pro edgetam edgetam_vision_model lw_detr minicpm_ocr_vision pp_ocrv6_medium_det sam2 "
            "sam3_vision_model sam_hq timm_backbone uvdoc"
        ),
        "It needs the package natten, which does not come along.": ("dinat"),
        "It takes clips or rows of pictures, and not single ones.": ("efficientloftr lightglue videomae"),
        "The sizes here do not make it small, and whole it is too large to be checked.": ("gemma3n_vision"),
        "It also takes pixel_position_ids, which no input here gives.": ("gemma4_vision"),
        "It gives no vector for each token, patch or moment.": ("hgnet_v2 mask2former"),
        "It also takes image_grid_thw, which no input here gives.": ("inkling2_vision"),
        "It also takes classes_input_ids, classes_attention_mask, tasks_input_ids, which no input here gives.": (
            "omdet-turbo"
        ),
        "It also takes pixel_attention_mask, spatial_shapes, which no input here gives.": (
            "siglip2_vision_model"
        ),
        "It also takes grid_thw, merge_sizes, which no input here gives.": ("video_llama_3_vision"),
        "Nobody has tried it here yet.": ("detr yolos"),
    },
    "sound": {
        "It takes sounds in a form or a length of its own.": (
            "audioflamingo3_encoder dac encodec gemma4_audio granite_speech5_ctc granite_speech5_encoder "
            "lasr_ctc mimi mimi_encoder moss_transcribe_diarize_audio nemotron3_5_transcribe_audio "
            "nemotron3_diarization neucodec qwen2_audio_encoder sew-d speecht5 univnet voxtral_encoder "
            "xcodec2 glmasr_encoder voxtral_realtime_encoder"
        ),
        "It also takes input_features_mask, which no input here gives.": (
            "fun_asr_nano_encoder qwen3_asr_encoder"
        ),
        "It gives no vector for each token, patch or moment.": ("parakeet_ctc"),
        "It needs the package torchaudio, which does not come along.": ("higgs_audio_v2_tokenizer"),
    },
    "speech": {
        "It takes sounds in a form or a length of its own.": ("canary cohere_asr"),
        "The sizes here do not make it small, and whole it is too large to be checked.": (
            "nemotron3_5_asr nemotron_asr_streaming parakeet_rnnt"
        ),
    },
    "other": {
        "It also takes past_values, past_time_features, past_observed_mask, which no input here gives.": (
            "autoformer informer time_series_transformer"
        ),
        "It also takes input, which no input here gives.": ("bark glm_image_vqmodel"),
        "It also takes query_embeds, which no input here gives.": ("blip_2_qformer"),
        "It also takes hidden_states, grid_thw, which no input here gives.": (
            "cohere_compass_vision exaone4_5_vision glm4v_moe_vision glm4v_vision glm5_next_vision "
            "glm_ocr_vision qwen2_5_vl_vision qwen3_5_moe_vision qwen3_5_vision qwen3_vl_moe_vision "
            "qwen3_vl_vision"
        ),
        "It takes neither texts nor pictures nor sounds in a form that an input here gives.": (
            "decision_transformer videoprism_vision_model"
        ),
        "It also takes inference_session, which no input here gives.": (
            "edgetam_video sam2_video sam3_tracker_video"
        ),
        "It also takes audio_mel, audio_mel_mask, which no input here gives.": ("gemma3n_audio"),
        "It also takes past_values, which no input here gives.": ("patchtsmixer timesfm2_5"),
        "It also takes inputs, which no input here gives.": ("perceiver"),
        "It also takes latents, which no input here gives.": ("pocket_tts_audio_tokenizer_decoder"),
        "It also takes hidden_states, which no input here gives.": ("vibevoice_acoustic_tokenizer_decoder"),
        "It also takes pixel_values_videos, which no input here gives.": ("vjepa2"),
        "Nobody has tried it here yet.": (
            "laguna lasr_encoder layoutlmv3 lfm2_moe lfm3 lfm3_vl_vision lighton_ocr llama4 llava "
            "llava_next_video longcat_flash luke lxmert markuplm maskformer mgp-str mimi_decoder "
            "mimo_v2_flash minicpm_ocr minicpmv4_6 minicpmv4_7_vision minimax_m2 minimax_m3_vl_text "
            "ministral3 mistral4 mistral_large4_text mlcd_vision_model mm-grounding-dino molmo2 "
            "moonshine_streaming moss_transcribe_diarize mpt muse_glimmer_assistant muse_glimmer_vision "
            "muse_spark_audio muse_spark_vision musicgen nemo_speechlm nemotron3_5_transcribe_asr_audio "
            "nemotron3_5_transcribe_word_timestamp nemotron3_diarization_audio nemotron_asr_streaming_encoder "
            "neomme olmo_hybrid oneformer ovis2 owlvit paligemma parakeet_encoder parakeet_tdt patchtst "
            "pe_audio_encoder pe_audio_video_encoder pe_video_encoder perception_lm pi0 pixtral "
            "pocket_tts_audio_tokenizer pocket_tts_audio_tokenizer_encoder pp_doclayout_v4 "
            "pp_ocrv5_server_rec pp_ocrv6_small_det pp_ocrv6_tiny_rec qianfan_ocr qwen2_5_omni_thinker "
            "qwen2_5_vl_text qwen2_audio qwen2_vl qwen3_5 qwen3_5_moe_text qwen3_5_text qwen3_asr qwen3_next "
            "qwen3_vl qwen3_vl_moe_text qwen3_vl_text qwen4_exp qwen4_exp_vision recurrent_gemma rf_detr "
            "rt_detr sam sam2_hiera_det_model sam2_vision_model sam3_lite_text sam3_tracker sam3_video "
            "sam3_vit_model sam_hq_vision_model seamless_m4t seggpt siglip2 smolvlm solar_open squeezebert "
            "swin2sr t5gemma2 table-transformer textnet timesfm timesformer timm_wrapper tipsv2_vision_model "
            "udop ultravbert unlimited_ocr vaultgemma vibevoice_acoustic_tokenizer "
            "vibevoice_acoustic_tokenizer_encoder video_llama_3 video_llava videoprism vilt "
            "vision-text-dual-encoder vit_mae vivit voxtral voxtral_realtime voxtral_realtime_text xcodec xlm "
            "xmod youtu zamba2"
        ),
    },
}
"""What a network takes -> why it is not offered -> names. Tried with transformers 5.23."""


def reasons(*kinds: str) -> dict[str, str]:
    """The names of these kinds that are not offered, each with its reason."""
    return {
        name: reason for kind in kinds for reason, names in LEFT_OUT[kind].items() for name in names.split()
    }
