"""A report out of a seed: who writes, of which year, in which shape, and how much it tells of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.forge.anatomy import draw_anatomy, draw_habits
from bench.forge.phrases import acts as wordings
from bench.forge.places import atlas, draw_county, draw_township
from bench.forge.prose import Voice, chinese
from bench.forge.truth import TruePlace, TrueReport
from corpus.report import Level

SPOTS = ("title", "title", "signature", "signature", "letterhead", "folder", "prose", "unique", "nowhere")
"""Where the county is named: in one place only. ``unique`` and ``nowhere`` name none; the first needs none."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who reports: names as they are written, and the place behind them."""

    place: TruePlace
    level: Level
    spot: str
    name: str
    """With the county where ``spot`` is ``title``."""
    issuer: str
    """As the signature and the letterhead write it, without the county."""
    above: str
    """The place above, as the report calls it (``县`` when it may not name it)."""
    county: str


def write(seed: int) -> TrueReport:
    """A report, always the same for the same seed."""
    random = Random(seed)
    author = draw_author(random)
    year = random.choice((2019, 2020, 2021, 2022, 2023, 2023, 2024, 2024, 2025))
    return write_for(author, year, seed, random)


def write_for(author: Author, year: int, seed: int, random: Random) -> TrueReport:
    """A report of this author on this year."""
    voice = Voice(_words(author, year, random), random)
    anatomy, habits = draw_anatomy(random), draw_habits(random)
    year_spot = random.choice(("both", "both", "both", "title", "preamble"))
    headings = tuple(anatomy.build(voice, habits))
    title = _title(voice, author, year_spot)
    report = TrueReport(
        seed=seed,
        title=title,
        place=author.place,
        level=author.level,
        year=year,
        headings=headings,
        preamble=_preamble(voice, author, year_spot),
        addressee=_addressee(voice, author),
        closing=random.choice(wordings.CLOSINGS) if random.random() < 0.4 else "",
        folder=_folder(author, random),
    )
    return _signed(_headed(report, author, random), author, random)


def draw_author(random: Random) -> Author:
    """Four in five are townships, the others counties and their departments."""
    kind = random.random()
    if kind < 0.8:
        return _township(random)
    code = draw_county(random)
    names = atlas().chain(code)
    place, county = TruePlace(names, code, settled=True), names[-1]
    if kind < 0.9:
        return Author(place, Level.COUNTY, "title", county, f"{county}人民政府", names[-2], county)
    office = random.choice(wordings.DEPARTMENTS)
    return Author(place, Level.DEPARTMENT, "title", f"{county}{office}", f"{county}{office}", county, county)


def _township(random: Random) -> Author:
    spot = random.choice(SPOTS)
    code = draw_township(random, alone=spot == "unique")
    names = atlas().chain(code)
    shared = atlas().shared[9, names[-1]] > 1
    while spot == "nowhere" and not shared:
        code = draw_township(random, alone=False)
        names = atlas().chain(code)
        shared = atlas().shared[9, names[-1]] > 1
    return township_author(code, spot)


def township_author(code: str, spot: str) -> Author:
    """The township of this code, whose county is named at ``spot``."""
    names = atlas().chain(code)
    own, county = names[-1], names[-2]
    issuer = f"{own}办事处" if own.endswith("街道") else f"{own}人民政府"
    place = TruePlace(names, code, settled=spot != "nowhere")
    name = f"{county}{own}" if spot == "title" else own
    return Author(place, Level.TOWNSHIP, spot, name, issuer, _rank(county), county)


def _rank(county: str) -> str:
    """What a report calls the place above without its name: 县, 区, 市, 旗."""
    return county[-1] if county[-1] in "县区市旗" else "县"


def _words(author: Author, year: int, random: Random) -> dict[str, str]:
    kind = {Level.COUNTY: "县", Level.DEPARTMENT: "局"}.get(author.level, author.place.own[-1])
    kind = "街道" if author.place.own.endswith("街道") and author.level is Level.TOWNSHIP else kind
    if author.level is Level.COUNTY:
        kind = _rank(author.county)
    above = author.above if author.spot != "prose" else author.county
    if author.level is Level.TOWNSHIP:
        led = f"{above}委、{author.above}政府"
    else:
        led = (
            "市委、市政府" if author.level is Level.COUNTY else f"{_rank(author.county)}委、{_rank(author.county)}政府"
        )
    return {
        "year": str(year),
        "cyear": chinese_year(year),
        "next": str(year + 1),
        "we": f"我{kind}",
        "all": f"全{kind}",
        "k": kind,
        "vil": "社区" if kind == "街道" else "村",
        "villages": str(random.randint(5, 24)),
        "led": led,
        "name": author.name,
        "issuer": (author.county if author.spot == "title" and author.level is Level.TOWNSHIP else "") + author.issuer,
        "above": author.above if author.level is Level.TOWNSHIP else "市",
        "short": author.above[-1],
    }


def _title(voice: Voice, author: Author, year_spot: str) -> str:
    random = voice.random
    if year_spot == "preamble":
        return voice.fill(random.choice(wordings.TITLES_WITHOUT_YEAR))
    # A title without the place is fair only where the name stands elsewhere; the signature is then sure to be there.
    if author.spot == "signature" and random.random() < 0.4:
        return voice.fill(random.choice(wordings.TITLES_WITHOUT_PLACE))
    return voice.fill(random.choice(wordings.TITLES))


def _preamble(voice: Voice, author: Author, year_spot: str) -> tuple[str, ...]:
    random = voice.random
    pool: Sequence[str] = wordings.PREAMBLES
    introductions: Sequence[str] = wordings.INTRODUCTIONS
    if year_spot == "title":
        pool = wordings.PREAMBLES_WITHOUT_YEAR
        introductions = [wording for wording in introductions if "{year}" not in wording]
    if author.spot == "prose":
        pool = [wording for wording in pool if "{led}" in wording]
    opening, introduction = voice.fill(random.choice(pool)), voice.fill(random.choice(introductions))
    return (opening, introduction) if random.random() < 0.3 else (opening + introduction,)


def _addressee(voice: Voice, author: Author) -> str | None:
    if author.level is Level.COUNTY or voice.random.random() > 0.35:
        return None
    return voice.fill(voice.random.choice(wordings.ADDRESSEES))


def _folder(author: Author, random: Random) -> str:
    if author.spot == "folder":
        return "/".join(author.place.names[:-1])
    return random.choice(("", "", "reports", "各乡镇上报材料"))


def _headed(report: TrueReport, author: Author, random: Random) -> TrueReport:
    """Letterhead, document number and signatory, where the report has them."""
    if author.spot != "letterhead" and (author.spot != "title" or random.random() > 0.15):
        return report
    county = author.county if author.level is Level.TOWNSHIP else ""
    bracket = random.choice(("〔{}〕", "〔{}〕", "[{}]", "（{}）")).format(report.year + random.choice((0, 1)))
    name = f"{random.choice('王李张刘陈杨赵')}{random.choice('建明国华丽军')}{random.choice('强平英文')}"
    return replace(
        report,
        letterhead=f"{county}{author.issuer}文件",
        document_number=f"{author.place.own[0]}政发{bracket}{random.randint(1, 180)}号",
        signatory=f"签发人：{name}" if random.random() < 0.5 else "",
    )


def _signed(report: TrueReport, author: Author, random: Random) -> TrueReport:
    """Signature and date, where the report has them."""
    if author.spot != "signature" and random.random() > 0.55:
        return report
    county = author.county if author.spot == "signature" else ""
    date, iso = draw_date(report.year, random)
    return replace(report, signature=county + author.issuer, date=date, signed=iso)


def draw_date(year: int, random: Random) -> tuple[str, str]:
    """A date of signature, as written and in ISO form: December of the year or the months after."""
    month = random.choice((12, 12, 1, 1, 2, 3))
    year, day = (year if month == 12 else year + 1), random.randint(1, 28)
    style = random.choice(("arabic", "arabic", "arabic", "chinese"))
    if style == "arabic":
        written = f"{year}年{month}月{day}日"
    else:
        written = f"{chinese_year(year)}年{chinese(month)}月{chinese(day)}日"
    return written, f"{year}-{month:02d}-{day:02d}"


def chinese_year(year: int) -> str:
    """The digits of a year as 二〇二三."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
