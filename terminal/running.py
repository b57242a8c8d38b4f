"""What every command does alike: open the index with an encoder, understand the options that narrow, print for people or for programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from errors import EncoderError
from terminal.options import PLACES
from terminal.plain import printable

if TYPE_CHECKING:
    from embeddings import Encoder
    from indexer.bulk.encoding import BulkEncoder
    from search.engine import Engine
    from search.filters import Filters


def open_encoder(options: argparse.Namespace) -> Encoder:
    """The encoder that the options name.

    Raises:
        EncoderError: It cannot be had.
    """
    from embeddings import load_encoder

    return load_encoder(options.model, query_prompt=options.query_prompt, passage_prompt=options.passage_prompt)


def open_cluster(options: argparse.Namespace) -> BulkEncoder | None:
    """The cluster that is to encode; ``None`` where none was named.

    Raises:
        EncoderError: What was named is none.
    """
    if options.ray is None:
        if options.ray_folder is not None or options.ray_workers is not None:
            raise EncoderError("--ray-folder and --ray-workers go with --ray, which names a cluster")
        return None
    if options.ray_workers is not None and options.ray_workers < 1:
        raise EncoderError("--ray-workers must be at least 1")
    from indexer.bulk.cluster import check_installed
    from indexer.bulk.encoding import RayEncoder
    from indexer.bulk.order import LoadModel

    load = LoadModel.of(options.model, options.query_prompt, options.passage_prompt)
    cluster = RayEncoder(options.ray, load, folder=options.ray_folder, workers=options.ray_workers)
    check_installed()
    return cluster


def open_engine(options: argparse.Namespace, questions: Sequence[str] | None = None) -> Engine:
    """The engine on the index that the options name, warmed for these questions, or for any.

    Raises:
        IndexUnusableError: There is no index, or it is damaged, or made by another encoder.
        EncoderError: The encoder cannot be had.
    """
    from api import Fajian

    reranker = getattr(options, "reranker", None)
    engine = Fajian.open(options.index, model=open_encoder(options), reranker=reranker).engine
    engine.warm(questions) if questions else engine.warm()
    return engine


def how(options: argparse.Namespace) -> dict[str, Any]:
    """How to search, besides the filters."""
    return {"top": options.top, "per_township": options.per_township, "as_written": options.as_written}


def filters_of(options: argparse.Namespace) -> Filters:
    """The filters that the options name; what a command has no option for filters nothing.

    Raises:
        QueryError: A year, theme or kind is none.
    """
    from api import make_filters

    given = {name: getattr(options, name, None) for name in ("role", "year", *PLACES, "level", "theme")}
    return make_filters(**given, kind=options.kind)


def tell(options: argparse.Namespace, fields: dict[str, Any], text: Callable[[], str]) -> int:
    """Print a result: as one JSON object with ``--json``, else as text; exit code 0."""
    print(json.dumps(fields, ensure_ascii=False) if options.json else printable(text()))
    return 0
