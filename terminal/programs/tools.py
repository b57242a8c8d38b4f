"""The five tools: what each takes, as a JSON schema with words for a language model, and what it gives, as in ``--json``."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Annotated, Any, Literal, ParamSpec

from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent
from pydantic import Field

from api import Fajian, FajianError, QueryError, Wish, make_filters
from insight.indicators.contract import coverage_json, flags_json, matrix_json
from insight.indicators.quoting import Quoting
from insight.practices import practices_json, problems_json
from search.contract import answer_json
from terminal.programs.bounding import MOST_CHARACTERS, report_slice, span, with_few_counties, with_few_rows

MOST_HITS, MOST_IN_COLUMN, MOST_ROWS = 30, 10, 100
Inputs = ParamSpec("Inputs")

Question = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        description="A question in Chinese or English. Years, places and wishes in it are understood.",
        examples=["执法人员不足怎么解决", "昭苏县2024年普法做了什么", "how did townships handle a shortage of staff"],
    ),
]
Id = Annotated[str, Field(pattern="^[0-9a-f]{16}$", examples=["e60298d5927d4035"])]
PassageId = Annotated[Id, Field(description="The passage_id of a hit.")]
Role = Annotated[
    Literal["practice", "problem", "plan", "other"] | None,
    Field(description="Only passages of this role: 做法 practice, 问题 problem, 下一步打算 plan."),
]
Year = Annotated[
    str | None, Field(description="The year or years reported on, both ends included.", examples=["2023", "2022-2024"])
]
PlaceName = Annotated[
    str | None,
    Field(
        max_length=60,
        description="Only reports of this place, by its full or short Chinese name.",
        examples=["昭苏县", "昭苏"],
    ),
]
Level = Annotated[
    Literal["township", "county", "prefecture", "province", "department", "unknown"] | None,
    Field(description="Only reports of authorities of this level."),
]
Theme = Annotated[
    str | None,
    Field(
        max_length=60,
        description="Only passages about this theme, by key or Chinese label.",
        examples=["行政执法", "disputes"],
    ),
]
Kind = Annotated[
    Literal["report", "plan", "personal", "interpretation", "news", "template", "all"],
    Field(description="Kind of document; yearly reports unless another is asked for."),
]
PerTownship = Annotated[int | None, Field(ge=1, le=MOST_HITS, description="Most passages of one township.")]


def told(tool: Callable[Inputs, dict[str, Any]]) -> Callable[Inputs, CallToolResult]:
    """A tool whose result is one compact JSON object, and whose errors are one sentence."""

    @functools.wraps(tool)
    def run(*arguments: Inputs.args, **named: Inputs.kwargs) -> CallToolResult:
        try:
            fields = tool(*arguments, **named)
        except FajianError as error:
            raise ToolError(str(error)) from error
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=fields)

    # The schema of what it gives would come from this: it stands in docs/terminal.md.
    run.__annotations__ = {**tool.__annotations__, "return": "CallToolResult"}
    return run


class Tools:
    """The tools over an opened index.

    Args:
        opened: Gives the index; waits where it is still being loaded.
    """

    def __init__(self, opened: Callable[[], Fajian]) -> None:
        self._opened = opened

    @told
    def search(
        self,
        question: Question,
        *,
        role: Role = None,
        year: Year = None,
        province: PlaceName = None,
        prefecture: PlaceName = None,
        county: PlaceName = None,
        township: PlaceName = None,
        level: Level = None,
        theme: Theme = None,
        kind: Kind = "report",
        top: Annotated[int, Field(ge=1, le=MOST_HITS, description="Most passages to return.")] = 8,
        per_township: PerTownship = None,
    ) -> dict[str, Any]:
        """Find passages of Chinese townships' yearly rule-of-law reports (法治政府建设年度报告) that answer a question, the best first.

        Every hit is quoted word for word in Chinese, with place, year, headings and page; nothing is generated. `confident: false` means that
        nothing reliable was found. `coverage` says how many townships speak of it, out of how many. When quoting, name place, year and source;
        `fictional: true` marks invented samples.
        """
        filters = make_filters(
            role=role, year=year, province=province, prefecture=prefecture, county=county, township=township,
            level=level, theme=theme, kind=kind,
        )  # fmt: skip
        return answer_json(self._opened().search(question, filters, top=top, per_township=per_township))

    @told
    def read_report(
        self,
        report_id: Annotated[Id, Field(description="The report_id of a hit.")],
        section: Annotated[
            int | None, Field(ge=0, description="Read only this section: its number in `sections`, counted from 0.")
        ] = None,
        offset: Annotated[
            int, Field(ge=0, description="Where to begin, in characters of the text or of the section.")
        ] = 0,
        limit: Annotated[int, Field(ge=1, le=MOST_CHARACTERS, description="Most characters to return.")] = 6000,
    ) -> dict[str, Any]:
        """Read one report: its facts, its outline with the role of every section, and its text or a part of it.

        Offsets count characters of the whole text. `next_offset` says where to go on, null at the end.
        """
        fajian = self._opened()
        report = fajian.read_report(report_id)
        start, end = span(report, section, offset, limit)
        return report_slice(report, fajian.passages(report_id), start, end)

    @told
    def similar(
        self,
        passage_id: PassageId,
        *,
        role: Role = None,
        year: Year = None,
        province: PlaceName = None,
        prefecture: PlaceName = None,
        county: PlaceName = None,
        township: PlaceName = None,
        theme: Theme = None,
        top: Annotated[int, Field(ge=1, le=MOST_HITS, description="Most passages to return.")] = 8,
        per_township: PerTownship = None,
    ) -> dict[str, Any]:
        """Find passages of other reports that say the same as a passage found before, other townships first."""
        filters = make_filters(
            role=role,
            year=year,
            province=province,
            prefecture=prefecture,
            county=county,
            township=township,
            theme=theme,
        )
        return answer_json(self._opened().similar(passage_id, filters, top=top, per_township=per_township))

    @told
    def practices(
        self,
        problem: Annotated[
            str,
            Field(
                min_length=1,
                max_length=500,
                description="A problem in Chinese or English, or the passage_id of a hit that tells one.",
                examples=["执法人员不足", "普法形式单一", "e60298d5927d4035"],
            ),
        ],
        *,
        reverse: Annotated[
            bool, Field(description="`problem` is a practice: find the problems that it could help.")
        ] = False,
        year: Year = None,
        province: PlaceName = None,
        prefecture: PlaceName = None,
        county: PlaceName = None,
        top: Annotated[int, Field(ge=1, le=MOST_IN_COLUMN, description="Most passages a column.")] = 5,
        without_township: Annotated[
            str | None,
            Field(max_length=60, description="Leave out this township's own reports.", examples=["石栗坪镇"]),
        ] = None,
    ) -> dict[str, Any]:
        """For a problem: who reports the same (`same_problem`), what others did about it (`practices`), what others plan (`plans`).

        `coverage` says how many townships name the problem, out of those that report. A practice is what a report says was done; whether it
        helped is not known from it.
        """
        filters = make_filters(year=year, province=province, prefecture=prefecture, county=county)
        wish = Wish(top=top, without=without_township)
        fajian = self._opened()
        if reverse:
            return with_few_counties(problems_json(fajian.problems(problem, filters, wish)))
        return with_few_counties(practices_json(fajian.practices(problem, filters, wish)))

    @told
    def indicators(
        self,
        indicator: Annotated[
            str | None,
            Field(
                max_length=60,
                description="Key or Chinese or English name of an indicator; leave out to list all of them.",
                examples=["持执法证人数", "publicity_events"],
            ),
        ] = None,
        *,
        year: Year = None,
        province: PlaceName = None,
        prefecture: PlaceName = None,
        county: PlaceName = None,
        township: PlaceName = None,
        offset: Annotated[int, Field(ge=0, description="Rows of the table to pass over.")] = 0,
        limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Most rows of the table.")] = 20,
    ) -> dict[str, Any]:
        """What reports count: all indicators with how many townships state each; or, of one, a row a township and a value a year.

        Every value comes with its sentence, word for word. `unstated` is not zero, and sums are only over townships that state a figure.
        """
        filters = make_filters(year=year, province=province, prefecture=prefecture, county=county, township=township)
        fajian = self._opened()
        if indicator is None:
            return {"indicators": coverage_json(fajian.indicators(filters=filters))}
        if not indicator.strip():
            raise QueryError("The name of the indicator is empty; leave it out to list all of them")
        table, flagged, quoting = fajian.indicators(indicator, filters), fajian.flags(filters), Quoting(fajian.index)
        fields = matrix_json(table, quoting) | flags_json(flagged, quoting, indicator=table.indicator.key)
        return with_few_rows(fields, offset, limit)
