"""The text architectures of transformers that were built, run without weights and run for real."""

READERS = (
    *("albert", "bert", "bert-generation", "big_bird", "camembert", "clip_text_model", "convbert"),
    *("data2vec-text", "deberta", "deberta-v2", "distilbert", "electra", "ernie", "eurobert", "gte", "ibert"),
    *("jina_embeddings_v3", "layoutlm", "megatron-bert", "mobilebert", "modernbert", "mpnet", "mra"),
    *("nomic_bert", "nystromformer", "rembert", "roberta", "roberta-prelayernorm", "roformer", "splinter"),
    *("xlm-roberta", "xlm-roberta-xl", "xlnet", "yoso"),
)
"""Each token sees the whole text."""

WRITERS = (
    *(
        "apertus",
        "arcee",
        "biogpt",
        "bitnet",
        "bloom",
        "cohere",
        "cohere2",
        "ctrl",
        "cwm",
        "diffllama",
        "doge",
    ),
    *(
        "ernie4_5",
        "exaone4",
        "falcon",
        "falcon_mamba",
        "gemma",
        "gemma2",
        "gemma3_text",
        "glm",
        "glm4",
        "gpt2",
    ),
    *("gpt_bigcode", "gpt_neox", "gpt_oss", "granite", "granitemoe", "lfm2", "llama", "mamba", "mistral"),
    *("mixtral", "modernbert-decoder", "nanochat", "nemotron", "olmo", "olmo2", "olmo3", "olmoe"),
    *("openai-gpt", "opt", "persimmon", "phi", "phi3", "phimoe", "qwen2", "qwen2_moe", "qwen3", "qwen3_moe"),
    *("rwkv", "seed_oss", "smollm3", "stablelm", "starcoder2", "xglm"),
)
"""Each token sees what stands before it, so that they can write."""

_FURTHER = (
    "afmoe aria_text axk1 axk2 bailing_hybrid bamba beam codegen cohere2_moe cosmos3_edge_text "
    "deepseek_v3 deepseek_v32 deepseek_v4 dots3_note_text embedding_gemma2_text ernie4_5_moe esmc "
    "exaone_moe falcon_h1 flex_olmo flint fnet gemma4_unified_text glm4_moe glm4_moe_lite glm4v_text "
    "glm5_next_text glm_image_text glm_moe_dsa glm_ocr_text gpt-sw3 gpt_neox_japanese gptj "
    "gradium_phonon_tts granite_docling_text granite_swa granitemoe_swa granitemoehybrid "
    "granitemoeshared helium hrm_text hunyuan_v1_dense hunyuan_v1_moe hy_v3 hy_v4 hyperclovax "
    "imagegpt internlm3 iquestcoder jais2 jamba kimi_linear kolibri1 laguna lfm3 lilt llama4_text "
    "markuplm mellum mimo_v2_flash minicpm3 minimax minimax_m2 minimax_m3_vl_text ministral "
    "ministral3 mistral4 mistral_large4_text molmo2_text moshi mpt muse_glimmer_text nemotron_h "
    "olmo_hybrid pocket_tts qwen2_5_vl_text qwen2_vl_text qwen3_5_moe_text qwen3_5_text qwen3_next "
    "qwen3_vl_moe_text qwen3_vl_text qwen4_exp_text recurrent_gemma roc_bert "
    "sam3_lite_text_text_model solar_open squeezebert tapas tipsv2_text_model ultrabert vaultgemma "
    "visual_bert xlstm youtu zaya"
)
FURTHER = tuple(_FURTHER.split())
"""Further text networks; some see only what stands before."""

_WITHOUT_SCORES = (
    "cosmos3_edge_text embedding_gemma2_text esmc fnet glm4v_text glm5_next_text glm_image_text "
    "glm_ocr_text gradium_phonon_tts granite_docling_text imagegpt lilt markuplm mistral4 "
    "mistral_large4_text molmo2_text muse_glimmer_text pocket_tts qwen2_5_vl_text qwen2_vl_text "
    "qwen3_vl_moe_text qwen3_vl_text sam3_lite_text_text_model squeezebert tapas tipsv2_text_model "
    "ultrabert visual_bert "
)
WITHOUT_SCORES = tuple(_WITHOUT_SCORES.split())
"""Those of them that transformers does not build with a last layer that scores words."""

SCORERS = tuple(name for name in WRITERS + FURTHER if name not in WITHOUT_SCORES)
"""Text networks that were built and run with a last layer that scores words."""

TRANSLATORS = (
    *("bart", "bigbird_pegasus", "blenderbot", "blenderbot-small", "longt5", "m2m_100", "marian", "mbart"),
    *("mt5", "mvp", "nllb-moe", "pegasus", "pegasus_x", "plbart", "switch_transformers", "t5", "umt5"),
    "fsmt",
    "prophetnet",
)
"""One half reads a text, the other writes another."""
