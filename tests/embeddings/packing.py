"""Writes a tiny model in the packed layout, by the layout's description and without the reader's code."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS, TYPES = 32, 1, 2, 64, 24, 2
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
PIECES = (*SPECIAL, "▁", "▁query", "▁passage", ":", "法", "治", "法治", "，", "～", "a", "b", "1", "2", "<mask>")
MATRICES = ("q", "k", "v", "ao", "fi", "fo")


def quantize(weights: NDArray[np.float32]) -> bytes:
    """Q4_0, one block after another, one weight at a time."""
    out = bytearray()
    for block in weights.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7 or 1)
        nibbles = [int(np.clip(round(float(w) / float(scale)) + 8, 0, 15)) for w in block]
        out += struct.pack("<e", scale) + bytes(nibbles[j] | nibbles[j + 16] << 4 for j in range(16))
    return bytes(out)


def _tensors() -> list[tuple[str, int, int, bytes]]:
    rng = np.random.default_rng(7)
    vocabulary = len(PIECES)
    shapes: list[tuple[str, int, int]] = [
        ("emb.word", 1, vocabulary * HIDDEN),
        ("emb.pos", 0, POSITIONS * HIDDEN),
        ("emb.type", 0, TYPES * HIDDEN),
        ("emb.ln.w", 0, HIDDEN),
        ("emb.ln.b", 0, HIDDEN),
    ]
    for layer in range(LAYERS):
        for part in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln"):
            out = FEED_FORWARD if part == "fi" else HIDDEN
            into = FEED_FORWARD if part == "fo" else HIDDEN
            matrix = part in MATRICES
            shapes.append((f"l{layer}.{part}.w", int(matrix), out * into if matrix else out))
            shapes.append((f"l{layer}.{part}.b", 0, out))
    result = []
    for name, kind, count in shapes:
        weights = rng.normal(scale=0.5, size=count).astype(np.float32)
        result.append((name, kind, count, quantize(weights) if kind else weights.astype("<f4").tobytes()))
    return result


def write_packed(path: Path) -> Path:
    """Write the file and return its path."""
    blobs = [piece.encode() for piece in PIECES]
    bounds = np.cumsum([0, *(len(blob) for blob in blobs)]).astype("<u4")
    scores = np.array([0.0 if p in SPECIAL else -1.0 - i / 10 for i, p in enumerate(PIECES)], dtype="<f4")
    head = b"E5S1" + struct.pack(
        "<I7ifi", 1, HIDDEN, LAYERS, HEADS, FEED_FORWARD, len(PIECES), POSITIONS, TYPES, 1e-12, 32
    )
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, blobs)))
    head += bounds.tobytes() + scores.tobytes() + b"".join(blobs)
    entries = struct.pack("<IBI", 0xFF11, 1, ord("1"))
    head += struct.pack("<iI", 1, len(entries)) + entries
    tensors = _tensors()
    head += struct.pack("<i", len(tensors))
    offset = len(head) + sum(2 + len(name) + 21 for name, *_ in tensors)
    body = b""
    for name, kind, count, data in tensors:
        head += (
            struct.pack("<H", len(name))
            + name.encode()
            + struct.pack("<BIQQ", kind, count, offset + len(body), len(data))
        )
        body += data
    path.write_bytes(head + body)
    return path
