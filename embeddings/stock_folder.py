"""Writes a packed model as an ordinary sentence-transformers folder, which loads without any code of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.packed import PackedModel

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
WEIGHTS_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"

# Packed name, name in BertModel.
_LAYER_PARTS = (
    ("q", "attention.self.query"),
    ("k", "attention.self.key"),
    ("v", "attention.self.value"),
    ("ao", "attention.output.dense"),
    ("aln", "attention.output.LayerNorm"),
    ("fi", "intermediate.dense"),
    ("fo", "output.dense"),
    ("oln", "output.LayerNorm"),
)
# A noncharacter, which `safe_text` never lets through, keeps the place of the full-width tilde during NFKC.
_TILDE, _PLACEHOLDER = "～", "\ufdd0"


def _weights(model: PackedModel) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield each parameter of BertModel: matrices in fp16, the rest in fp32.

    A 4-bit weight is a small integer times an fp16 scale, so fp16 holds it almost exactly (the resulting vectors
    keep a cosine above 0.99999 to those of fp32) in half the disk space. The network runs in the dtype of config.json.
    """
    hidden = model.sizes.hidden
    for packed, stock in (("emb.word", "word"), ("emb.pos", "position"), ("emb.type", "token_type")):
        yield f"embeddings.{stock}_embeddings.weight", model.tensor(packed).reshape(-1, hidden).astype(np.float16)
    yield "embeddings.LayerNorm.weight", model.tensor("emb.ln.w")
    yield "embeddings.LayerNorm.bias", model.tensor("emb.ln.b")
    for layer in range(model.sizes.layers):
        for packed, stock in _LAYER_PARTS:
            weight, bias = model.tensor(f"l{layer}.{packed}.w"), model.tensor(f"l{layer}.{packed}.b")
            if weight.size > bias.size:
                weight = weight.reshape(bias.size, -1).astype(np.float16)
            yield f"encoder.layer.{layer}.{stock}.weight", weight
            yield f"encoder.layer.{layer}.{stock}.bias", bias
    # Unused by mean pooling and absent from the file, yet BertModel has it: without these zeros each load warns.
    yield "pooler.dense.weight", np.zeros((hidden, hidden), dtype=np.float16)
    yield "pooler.dense.bias", np.zeros(hidden, dtype=np.float32)


def write_tokenizer(model: PackedModel, path: Path) -> None:
    """Write the Unigram tokenizer of XLM-RoBERTa with the stock parts of the tokenizers library.

    The packed map of characters is Nmt followed by NFKC, except that it leaves the full-width tilde, the usual
    sign for a range of years in Chinese, which NFKC would make an ASCII one.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    special = model.special
    tokenizer = Tokenizer(
        models.Unigram(list(zip(model.pieces, model.scores, strict=True)), unk_id=special.unknown, byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(_TILDE, _PLACEHOLDER),
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Replace(_PLACEHOLDER, _TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = model.pieces[special.bos], model.pieces[special.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, special.bos), (eos, special.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(model.pieces[i], normalized=False, special=True) for i in special])
    tokenizer.save(str(path), pretty=False)


def _bert_config(model: PackedModel) -> dict[str, Any]:
    sizes, special = model.sizes, model.special
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "torch_dtype": "float32",  # the name of `dtype` before transformers 5
        "hidden_act": "gelu",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.feed_forward,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": float(f"{sizes.epsilon:.3g}"),
        "pad_token_id": special.pad,
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
    }


def _config_files(model: PackedModel) -> dict[str, Any]:
    modules = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    names = {name: model.pieces[number] for name, number in model.special._asdict().items()}
    return {
        "config.json": _bert_config(model),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": names["bos"],
            "cls_token": names["bos"],
            "eos_token": names["eos"],
            "sep_token": names["eos"],
            "pad_token": names["pad"],
            "unk_token": names["unknown"],
            "model_max_length": model.sizes.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": model.sizes.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": model.sizes.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            # "document" too: it is the first name that sentence-transformers' own encode_document looks for.
            "prompts": {"query": QUERY_PROMPT, "passage": PASSAGE_PROMPT, "document": PASSAGE_PROMPT},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def write_stock_folder(model: PackedModel, folder: Path) -> None:
    """Write the model as a folder for `SentenceTransformer(folder, local_files_only=True)`.

    Args:
        model: The parsed file.
        folder: An existing, empty folder.

    Raises:
        EncoderError: The file lacks a tensor.
        OSError: The folder cannot be written.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    weights = folder / WEIGHTS_FILE
    try:
        save_file(dict(_weights(model)), weights, metadata={"format": "pt"})
    except SafetensorError as error:  # how safetensors tells of a full disk
        raise OSError(str(error)) from error
    weights.chmod(0o644)  # safetensors makes it readable for its owner only, and a cache may be shared
    write_tokenizer(model, folder / TOKENIZER_FILE)
    for name, content in _config_files(model).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
