"""The networks of transformers that are not offered, and why: each was tried (tests/tables/left_out.py)."""

from collections.abc import Mapping

from blocks.bases.audio_models import FRAMES, SPECTRA, WAVES, WRITE_DOWN
from blocks.bases.language_models import FURTHER, READERS, TRANSLATORS, WRITERS
from blocks.bases.vision_models import PAIRS, VIEWERS

OFFERED = frozenset(
    (*READERS, *WRITERS, *FURTHER, *TRANSLATORS, *VIEWERS, *PAIRS, *WAVES, *FRAMES, *SPECTRA, *WRITE_DOWN)
)

LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "text": {
        "The sizes here do not make it small, and whole it is too large to be checked.": (
            "audioflamingo3 cpmant fun_asr_nano gemma3n_text gemma4_text glm4v_moe_text glmasr "
            "granite_speech granite_speech_plus inkling2_text inkling_text luke "
            "moss_transcribe_diarize muse_spark_text musicflamingo nemo_speechlm phi4_multimodal "
            "qwen2_audio qwen3_asr vibevoice vibevoice_asr voxtral"
        ),
        "It does not build or run with sizes that are set one by one.": (
            "cohere_compass_text dbrx deepseek_v2 dots1 esm evolla funnel gpt_neo hunyuan_vl_text "
            "kyutai_speech_to_text lfm2_moe mamba2 musicgen musicgen_melody voxtral_realtime zamba "
            "zamba2"
        ),
        "What it computes follows from the values, so that no shape is known before it runs.": (
            "blt fastspeech2_conformer fastspeech2_conformer_with_hifigan flaubert higgs_audio_v2 "
            "jetmoe longcat_flash longformer openai_privacy_filter reformer vits xlm"
        ),
        "It also takes bbox, which no input here gives.": ("bros"),
        "Inside, lengths change in fixed steps, so that no shape can be stated for texts of any length.": (
            "canine"
        ),
        "It also takes input_features, which no input here gives.": ("clap clvp"),
        "It also takes input_values, which no input here gives.": ("pe_audio"),
        "It also takes pixel_values_videos, input_values, which no input here gives.": ("pe_audio_video"),
        "It gives no vector for each token, patch or moment.": ("csm dpr"),
        "It needs the package detectron2, which does not come along.": ("layoutlmv2"),
        "It also takes pixel_values_videos, which no input here gives.": ("pe_video videoprism"),
        "It also takes visual_feats, which no input here gives.": ("lxmert"),
        "It has to be told the language of the text, which no input here does.": ("xmod"),
    },
    "halves": {
        "It does not build or run with sizes that are set one by one.": ("dia diffusion_gemma"),
        "What it computes follows from the values, so that no shape is known before it runs.": ("led"),
        "It gives no vector for each token, patch or moment.": ("seamless_m4t seamless_m4t_v2"),
        "The sizes here do not make it small, and whole it is too large to be checked.": ("t5gemma"),
    },
    "pairs": {
        "It does not build or run with sizes that are set one by one.": (
            "aria blip-2 bridgetower cohere_compass deepseek_ocr2 deepseek_vl_hybrid dots3_note "
            "ernie4_5_vl_moe exaone4_5 gemma3 gemma3n granite_docling inkling2 kosmos-2 minicpm_ocr "
            "minicpmv4_6 minicpmv4_7 molmo2 muse_spark perception_lm t5gemma2_encoder vipllava"
        ),
        "Its own processor marks in the text where pictures go, and no shape is known without these marks.": (
            "aya_vision cohere2_vision deepseek_vl florence2 got_ocr2 internvl janus llava ovis2 "
            "paligemma qianfan_ocr unlimited_ocr video_llava"
        ),
        "It is one network for texts and pictures together, and no pair of networks side by side.": (
            "chameleon emu3 flava fuyu git grounding-dino idefics layoutlmv3 mm-grounding-dino neomme "
            "t5gemma2 tvp udop vilt"
        ),
        "It does not run on texts and pictures of sizes that are chosen freely.": (
            "cosmos3_edge fast_vlm lfm2_vl llama4 minimax_m3_vl owlv2 owlvit sam3 sam3_lite_text siglip2"
        ),
        "It also takes image_grid_thw, which no input here gives.": (
            "cosmos3_omni glm46v glm4v glm4v_moe glm5_next glm_ocr glmga hunyuan_vl "
            "hyperclovax_vision_v2 kimi_k25 lfm3_vl muse_glimmer paddleocr_vl qwen2_5_vl qwen2_vl "
            "qwen3_5 qwen3_5_moe qwen3_vl qwen3_vl_moe qwen4_exp video_llama_3"
        ),
        "It also takes input_features, input_features_mask, image_position_ids, which no input here gives.": (
            "embedding_gemma2 gemma4 gemma4_unified"
        ),
        "It also takes image_grid_thw, images_per_sample, which no input here gives.": ("glm_image"),
        "It also takes image_sizes, which no input here gives.": (
            "granite4_vision lighton_ocr llava_next llava_next_video mistral3 mistral_large4"
        ),
        "It also takes image_sizes, image_sizes_videos, which no input here gives.": ("llava_onevision"),
        "It also takes input_features, image_grid_thw, which no input here gives.": (
            "qwen2_5_omni_thinker qwen3_omni_moe_thinker"
        ),
        "What it computes follows from the values, so that no shape is known before it runs.": ("step3p7"),
        "It takes clips or rows of pictures, and not single ones.": (
            "idefics2 idefics3 inkling_mm_model modernvbert smolvlm ultravbert xclip"
        ),
        "It also takes qformer_input_ids, which no input here gives.": ("instructblip instructblipvideo"),
        "It also takes aspect_ratio_ids, which no input here gives.": ("mllama"),
        "One pass takes more than a minute or 5 GB, so that it could not be checked.": ("kosmos-2.5"),
        "It also takes action_embeds, which no input here gives.": ("pi0"),
    },
    "image": {
        "It also takes grid_thw, which no input here gives.": (
            "cosmos3_edge_vision glm_image_vision hunyuan_vl_vision kimi_k25_vision lfm3_vl_vision "
            "muse_glimmer_vision muse_spark_vision"
        ),
        "What it computes follows from the values, so that no shape is known before it runs.": (
            "d_fine deimv2 rt_detr_v2"
        ),
        "It does not run on pictures of a size that is chosen freely.": (
            "depth_pro edgetam edgetam_vision_model lw_detr minicpm_ocr_vision minicpmv4_7_vision "
            "pp_ocrv6_medium_det pp_ocrv6_small_det rf_detr sam sam2 sam3_tracker sam3_vision_model "
            "sam_hq uvdoc vit_mae"
        ),
        "The block for timm's networks opens the same ones.": ("timm_backbone timm_wrapper"),
        "It needs the package natten, which does not come along.": ("dinat"),
        "It takes clips or rows of pictures, and not single ones.": (
            "efficientloftr lightglue timesformer videomae vivit"
        ),
        "The sizes here do not make it small, and whole it is too large to be checked.": ("gemma3n_vision"),
        "It also takes pixel_position_ids, which no input here gives.": ("gemma4_vision"),
        "It gives no vector for each token, patch or moment.": ("hgnet_v2 mask2former maskformer mgp-str"),
        "It also takes image_grid_thw, which no input here gives.": ("inkling2_vision"),
        "It also takes classes_input_ids, classes_attention_mask, tasks_input_ids, which no input here gives.": (
            "omdet-turbo"
        ),
        "It also takes pixel_attention_mask, spatial_shapes, which no input here gives.": (
            "siglip2_vision_model"
        ),
        "It also takes grid_thw, merge_sizes, which no input here gives.": ("video_llama_3_vision"),
        "It also takes task_inputs, which no input here gives.": ("oneformer"),
        "It also takes prompt_pixel_values, prompt_masks, which no input here gives.": ("seggpt"),
    },
    "sound": {
        "It takes sounds in a form or a length of its own.": (
            "audioflamingo3_encoder dac encodec granite_speech5_ctc granite_speech5_encoder "
            "lasr_encoder mimi mimi_encoder muse_spark_audio nemotron3_5_transcribe_audio neucodec "
            "parakeet_ctc pe_audio_encoder pe_audio_video_encoder pocket_tts_audio_tokenizer "
            "pocket_tts_audio_tokenizer_encoder sew-d speecht5 vibevoice_acoustic_tokenizer xcodec "
            "xcodec2"
        ),
        "Inside, lengths change in fixed steps, so that no shape can be stated for sounds of any length.": (
            "gemma4_audio"
        ),
        "It gives no vector for each token, patch or moment.": ("lasr_ctc univnet"),
        "It also takes input_features_mask, which no input here gives.": (
            "fun_asr_nano_encoder qwen3_asr_encoder"
        ),
        "It needs the package torchaudio, which does not come along.": ("higgs_audio_v2_tokenizer"),
    },
    "speech": {
        "The sizes here do not make it small, and whole it is too large to be checked.": (
            "canary cohere_asr nemotron3_5_asr nemotron_asr_streaming parakeet_rnnt"
        ),
        "It takes sounds in a form or a length of its own.": ("moonshine_streaming parakeet_tdt"),
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
            "qwen3_vl_vision qwen4_exp_vision"
        ),
        "It takes neither texts nor pictures nor sounds in a form that an input here gives.": (
            "decision_transformer videoprism_vision_model"
        ),
        "It also takes inference_session, which no input here gives.": (
            "edgetam_video sam2_video sam3_tracker_video sam3_video"
        ),
        "It also takes audio_mel, audio_mel_mask, which no input here gives.": ("gemma3n_audio"),
        "It also takes past_values, which no input here gives.": ("patchtsmixer patchtst timesfm2_5"),
        "It also takes inputs, which no input here gives.": ("perceiver"),
        "It also takes latents, which no input here gives.": (
            "mimi_decoder pocket_tts_audio_tokenizer_decoder"
        ),
        "It also takes hidden_states, which no input here gives.": (
            "vibevoice_acoustic_tokenizer_decoder vibevoice_acoustic_tokenizer_encoder"
        ),
        "It also takes pixel_values_videos, which no input here gives.": ("pe_video_encoder vjepa2"),
        "It also takes noise_embeds, context_hidden_states, which no input here gives.": (
            "muse_glimmer_assistant"
        ),
        "It also takes inputs_embeds, which no input here gives.": ("nemotron3_5_transcribe_word_timestamp"),
        "It also takes past_values, past_values_padding, freq, which no input here gives.": ("timesfm"),
        "The library lists it, and cannot build it itself.": ("voxtral_realtime_text"),
    },
}
"""What a network takes -> why it is not offered -> names. Tried with transformers 5.23."""


def reasons(*kinds: str) -> dict[str, str]:
    """The names of these kinds that are not offered, each with its reason."""
    return {
        name: reason for kind in kinds for reason, names in LEFT_OUT[kind].items() for name in names.split()
    }
