"""Fajian in the terminal: the same jobs as the page, for people and, with ``--json``, for programs.

Results go to stdout, progress and warnings to stderr. Exit 0 done, 1 failed (one line says why), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from errors import FajianError
from terminal.evaluating import DEFAULT_INDEX, evaluate_options
from terminal.options import index_options, model_options, search_options, similar_options
from terminal.plain import drop_output, one_line
from terminal.running import filters_of, how, open_cluster, open_encoder, open_engine, tell
from terminal.views import add_views

if TYPE_CHECKING:
    from search.filters import Filters


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # A Chinese Windows console is not UTF-8; what it cannot show must not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    # Unpacking the encoder takes some seconds, once; whoever waits should know why.
    logging.getLogger("embeddings").setLevel(logging.INFO)
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        code = run(options)
        sys.stdout.flush()
        return code
    except FajianError as error:
        print(f"fajian: {one_line(str(error))}", file=sys.stderr)
    except BrokenPipeError:
        # Whoever read our output has had enough (``| head``), which is no fault to speak of.
        drop_output()
    except OSError as error:
        print(f"fajian: {one_line(str(error))}; check the disk and the rights on it", file=sys.stderr)
        drop_output()
    except KeyboardInterrupt:
        print("fajian: interrupted; the last published index is untouched", file=sys.stderr)
    return 1


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="cli.py", description="法鉴 Fajian: what townships' rule-of-law reports say, word for word."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    index_options(
        _command(commands, "index", run_index, "read the reports below folders and bring the index up to date")
    )
    search_options(
        _command(commands, "search", run_search, "ranked passages that answer a question, quoted word for word")
    )
    similar_options(_command(commands, "similar", run_similar, "passages elsewhere that are like one of the index"))

    add_views(lambda name, run, text: _command(commands, name, run, text))

    report = _command(commands, "report", run_report, "what the reader made of one report")
    report.add_argument("report", metavar="FILE-OR-ID", help="a file, or the id of a report in the index")

    _command(commands, "status", run_status, "what the index holds")
    _command(commands, "verify", run_verify, "whether every checksum and offset of the index still holds")

    evaluate = _command(
        commands,
        "evaluate",
        run_evaluate,
        "how well questions with known answers are answered: nDCG@10, recall and MRR",
    )
    evaluate_options(evaluate)
    model_options(evaluate)

    serve = _command(commands, "serve", run_serve, "open the web page", has_json=False)
    serve.add_argument("--port", type=int, default=8501, help="port on this machine (default 8501)")
    serve.add_argument(
        "--address", default="127.0.0.1", help="address to serve at (default 127.0.0.1; others need a login)"
    )
    model_options(serve)
    serve.add_argument("--headless", action="store_true", help="do not open a browser")

    programs = _command(
        commands, "mcp", run_mcp, "serve the index to other programs over the Model Context Protocol", has_json=False
    )
    model_options(programs)

    password = _command(
        commands, "password", run_password, "set the password that the web page asks for", has_json=False
    )
    password.add_argument("--print", action="store_true", help="print the line for page.toml and change nothing")
    return top


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], text: str, *, has_json: bool = True
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text[0].upper() + text[1:] + "."
    )
    command.add_argument(
        "--index", type=Path, default=DEFAULT_INDEX, metavar="DIR", help="where the index lies (default ./index)"
    )
    if has_json:
        command.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    command.set_defaults(run=run)
    return command


def run_index(options: argparse.Namespace) -> int:
    """``index``: bring the index up to date."""
    from indexer.build import build_index
    from indexer.reading_pool import ReadingPool
    from terminal.progress import Bars
    from terminal.show import show_build

    with Bars() as bars:
        result = build_index(
            options.index,
            options.folders,
            open_encoder(options),
            remove=options.remove,
            rebuild=options.rebuild,
            late=options.late,
            progress=bars.tell,
            reader=None if options.readers == 0 else ReadingPool(options.readers),
            store=options.store,
            bulk=open_cluster(options),
        )
    skipped = [{"source": item.source, "reason": item.reason} for item in result.skipped]
    counts = ("reports", "passages", "added", "replaced", "removed", "unchanged", "duplicates")
    fields = {name: getattr(result, name) for name in counts}
    return tell(
        options,
        {**fields, "skipped": skipped, "repaired": list(result.repaired), "seconds": round(result.seconds, 2)},
        lambda: show_build(result),
    )


def run_search(options: argparse.Namespace) -> int:
    """``search``: answer one question, or one a line from stdin."""
    from search.contract import answer_json
    from search.question import parse_question
    from terminal.exporting import check_export, export_answer
    from terminal.show import show_answer

    filters = filters_of(options)
    if options.export:
        check_export(options.export, options.question)
    if options.question == "-":
        return _search_lines(options, filters)
    # A question that cannot be asked should be refused before a model is loaded for it.
    parse_question(options.question)
    # Loading counts for nobody's search, and a Chinese question needs no English dictionary.
    answer = open_engine(options, [options.question]).search(options.question, filters, **how(options))
    if options.export:
        export_answer(answer, options.export)
    return tell(options, answer_json(answer), lambda: show_answer(answer))


def _search_lines(options: argparse.Namespace, filters: Filters) -> int:
    """Answer each line of stdin with one JSON line; a line that cannot be answered gets its error and the rest goes on."""
    from search.contract import answer_json

    engine = open_engine(options)
    failed = False
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            fields = answer_json(engine.search(line, filters, **how(options)))
        except FajianError as error:
            failed = True
            fields = {"question": line.strip(), "error": str(error)}
        print(json.dumps(fields, ensure_ascii=False), flush=True)
    return 1 if failed else 0


def run_similar(options: argparse.Namespace) -> int:
    """``similar``: passages of other reports that are like one of the index."""
    from search.contract import answer_json
    from terminal.show import show_answer

    answer = open_engine(options).similar(
        options.passage, filters_of(options), top=options.top, per_township=options.per_township
    )
    return tell(options, answer_json(answer), lambda: show_answer(answer))


def run_report(options: argparse.Namespace) -> int:
    """``report``: what the reader made of one report."""
    from corpus.folder import find_report, read_file
    from indexer.index import Index
    from indexer.passages import cut
    from search.contract import report_json
    from terminal.show import show_report

    path = Path(options.report)
    if find_report(path) is not None:
        report = read_file(path)
    else:
        found = Index.open(options.index).catalogue.report(options.report) if not path.suffix else None
        if found is None:
            raise FajianError(f"{options.report} is neither a file nor the id of a report in {options.index}")
        report = found
    passages = cut(report)
    return tell(options, report_json(report, passages), lambda: show_report(report, passages))


def run_status(options: argparse.Namespace) -> int:
    """``status``: what the index holds."""
    from indexer.status import index_status
    from terminal.show import show_status

    status = index_status(options.index)
    return tell(options, status, lambda: show_status(status))


def run_verify(options: argparse.Namespace) -> int:
    """``verify``: whether the index is whole. Exit 1 where it is not."""
    from indexer.status import find_damage

    damage = find_damage(options.index)
    text = "\n".join(damage) if damage else "The index is whole: every checksum and every offset holds."
    tell(options, {"sound": not damage, "damage": damage}, lambda: text)
    return 1 if damage else 0


def run_evaluate(options: argparse.Namespace) -> int:
    """``evaluate``: measure the ranking on questions with known answers."""
    from terminal.evaluating import measure
    from terminal.scores import scores_json, show_scores

    result = measure(options, open_encoder(options))
    return tell(options, scores_json(result), lambda: show_scores(result, per_question=options.per_question))


def run_serve(options: argparse.Namespace) -> int:
    """``serve``: run the page until it is stopped."""
    from web.server import serve

    model = {name: getattr(options, name) for name in ("model", "query_prompt", "passage_prompt")}
    return serve(options.index, port=options.port, headless=options.headless, address=options.address, **model)


def run_mcp(options: argparse.Namespace) -> int:
    """``mcp``: answer another program on stdin and stdout until it ends."""
    try:
        import mcp.server  # noqa: F401
    except ImportError as error:
        raise FajianError("This needs the package mcp; install it with: pip install -r requirements-mcp.txt") from error
    from terminal.programs.server import serve

    serve(options.index, open_encoder(options))
    return 0


def run_password(options: argparse.Namespace) -> int:
    """``password``: put the hash of a new password into the settings of the page."""
    from terminal.asking import ask_new_password
    from web.gate.password import SETTING, hash_password, write_password
    from web.settings import SETTINGS, data_directory

    hashed = hash_password(ask_new_password())
    if options.print:
        print(f'{SETTING} = "{hashed}"')
        return 0
    file = data_directory(options.index) / SETTINGS
    write_password(file, hashed)
    print(f"密码已写入 The password's hash is in {file}. 重新启动页面后生效 Restart the page to use it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
