"""The server: the five tools and the reports as resources, on stdin and stdout, until stdin ends."""

from __future__ import annotations

import json
from pathlib import Path

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp_types import ToolAnnotations

from api import Fajian, FajianError
from embeddings import Encoder
from search.contract import place_json
from terminal.programs.keeping import Keeper
from terminal.programs.tools import Tools

MOST_REPORTS = 500
INSTRUCTIONS = (
    "法鉴 Fajian searches yearly rule-of-law reports of Chinese townships (乡镇法治政府建设年度报告). Search with `search`, then `read_report` for the "
    "context, `similar` for who says the same, `practices` to go from a problem to what others did about it, `indicators` for figures. All texts are quoted "
    "word for word from reports: quote them unchanged, with place, year and source, and say out of how many townships a count is. Nothing found is an answer, too."
)
_TITLES = {
    "search": "Search reports 检索",
    "read_report": "Read a report 读报告",
    "similar": "Similar passages 同类表述",
    "practices": "Practices for a problem 问题与做法",
    "indicators": "Figures 数据",
}


def make_server(keeper: Keeper) -> MCPServer[None]:
    """The server over an index."""
    server: MCPServer[None] = MCPServer(
        "fajian", title="法鉴 Fajian", instructions=INSTRUCTIONS, version="1", log_level="WARNING", subscriptions=False
    )
    tools = Tools(keeper.opened)
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for name, title in _TITLES.items():
        server.add_tool(getattr(tools, name), name, title, annotations=reads, structured_output=False)

    @server.resource("fajian://reports", title="All reports 全部报告", mime_type="application/json")
    def reports() -> str:
        """Which reports there are: id, title, place and year of each, at most 500."""
        return _list(keeper.opened())

    @server.resource("fajian://report/{report_id}", title="One report 一份报告", mime_type="text/plain")
    def report(report_id: str) -> str:
        """The whole text of a report."""
        try:
            return keeper.opened().read_report(report_id).text
        except FajianError as error:
            raise ResourceNotFoundError(str(error)) from error

    return server


def serve(directory: Path, encoder: Encoder) -> None:
    """Serve the index of a directory until stdin ends."""
    keeper = Keeper(directory, lambda path: Fajian.open(path, model=encoder))
    keeper.load()
    make_server(keeper).run()


def _list(fajian: Fajian) -> str:
    known = fajian.index.reports
    rows = [
        {
            "uri": f"fajian://report/{r.id}",
            "report_id": r.id,
            "title": r.title,
            "place": place_json(r.place),
            "year": r.year,
        }
        for r in known[:MOST_REPORTS]
    ]
    return json.dumps({"total": len(known), "reports": rows}, ensure_ascii=False)
