"""Text becomes vectors: an encoder that needs no download, any sentence-transformers model, a toy for trials."""

from __future__ import annotations

import os

from embeddings.bundled import BundledEncoder
from embeddings.encoder import Encoded, Encoder, Progress, TokenEncoder, Vectors
from embeddings.hashing import HashingEncoder
from embeddings.reranker import Reranker, load_reranker
from embeddings.transformer import Settings, TransformerEncoder

__all__ = [
    "BundledEncoder",
    "Encoded",
    "Encoder",
    "HashingEncoder",
    "Progress",
    "Reranker",
    "Settings",
    "TokenEncoder",
    "TransformerEncoder",
    "Vectors",
    "load_encoder",
    "load_reranker",
]

BUNDLED, HASHING = "bundled", "hashing"


def load_encoder(
    model: str | None = None,
    *,
    query_prompt: str | None = None,
    passage_prompt: str | None = None,
    threads: int | None = None,
) -> Encoder:
    """Choose an encoder. Cheap: a model is loaded at the first encoding, and identities are known without.

    Args:
        model: Folder or hub name of a sentence-transformers model; "bundled"; "hashing" (no meaning, for trials only);
            None for the environment's FAJIAN_MODEL, else the bundled one.
        query_prompt: Put before questions instead of the model's own prompt; "" for none, None for the environment's
            FAJIAN_QUERY_PROMPT, else the model's own.
        passage_prompt: Put before passages in the same way; the environment's is FAJIAN_PASSAGE_PROMPT.
        threads: For many texts at once; None for all cores.

    The environment's FAJIAN_DTYPE names what the network computes in, auto if not given; see `Settings`.

    Raises:
        EncoderError: The name is neither a folder nor a hub name, or the dtype is unknown.
    """
    chosen = model or os.environ.get("FAJIAN_MODEL") or BUNDLED
    if chosen == HASHING:
        return HashingEncoder()
    dtype = os.environ.get("FAJIAN_DTYPE") or "auto"
    query_prompt = os.environ.get("FAJIAN_QUERY_PROMPT") if query_prompt is None else query_prompt
    passage_prompt = os.environ.get("FAJIAN_PASSAGE_PROMPT") if passage_prompt is None else passage_prompt
    settings = Settings(query_prompt=query_prompt, passage_prompt=passage_prompt, dtype=dtype, threads=threads)
    return BundledEncoder(settings) if chosen == BUNDLED else TransformerEncoder(chosen, settings)
