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

TRANSLATORS = (
    *("bart", "bigbird_pegasus", "blenderbot", "blenderbot-small", "longt5", "m2m_100", "marian", "mbart"),
    *("mt5", "mvp", "nllb-moe", "pegasus", "pegasus_x", "plbart", "switch_transformers", "t5", "umt5"),
)
"""One half reads a text, the other writes another."""
