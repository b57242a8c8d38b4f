"""Makes all pictures of the guide and of the README from an index of the samples, by using the page as a person would.

python cli.py index corpus/samples --index build/samples
python docs/pictures.py build/samples [NAME ...]

The pictures go to docs/pictures/NAME.png, that of the README to docs/page.png. What the page keeps (excerpts, uploads) goes to a temporary
folder. The picture of the briefing is made by LibreOffice and left as it is where that is not installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.web.browsing import FLAGS, find_chromium, running_server  # noqa: E402
from web.texts import ZH  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
README = "page"
BRIEFING = "briefing"
QUESTION = ZH.examples[0]
PRACTICES = {"q": QUESTION, "role": "practice"}
TOWNSHIP = "石栗坪镇"
SAMPLE = ROOT / "corpus" / "samples" / "shiliping-2024.pdf"
UPLOAD = "某镇2024年法治政府建设年度报告.pdf"
COLOURS = 256
PATIENCE = 120_000
HEADER = 44
"""Pixels at the top that the page keeps free."""
SETTLING = 700
"""Milliseconds after which nothing moves any more."""
_LOWEST_GAP = """() => {
  const lines = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const range = document.createRange()
    range.selectNodeContents(texts.currentNode)
    if (texts.currentNode.data.trim()) lines.push(...range.getClientRects())
  }
  let edge = innerHeight
  while (edge > innerHeight / 2 && lines.some(line => line.top < edge + 4 && line.bottom > edge - 4)) edge -= 1
  return edge
}"""
"""Where a picture ends, so that no line of text is cut in two."""


def _nothing(page: Page) -> None:
    """The address alone shows what is wanted."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: where it is taken, what is done there before, and how large the window is."""

    name: str
    path: str = ""
    query: dict[str, str] = field(default_factory=dict)
    act: Callable[[Page], object] = _nothing
    width: int = 1280
    height: int = 860
    dark: bool = False


def settle(page: Page) -> None:
    """Wait until the page stands still."""
    page.locator(".fj-brand").wait_for()
    page.wait_for_timeout(SETTLING // 2)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(SETTLING)


def press(page: Page, what: Locator) -> None:
    """Click, and wait for what comes of it."""
    what.click()
    settle(page)


def scroll_to(page: Page, what: Locator, above: int = 30) -> None:
    """Bring something to the top of the window."""
    what.evaluate(
        "(part, above) => document.querySelector('[data-testid=stMain]').scrollBy(0, part.getBoundingClientRect().top - above)",
        HEADER + above,
    )
    page.wait_for_timeout(SETTLING)


def _suggestions(page: Page) -> None:
    page.get_by_label(ZH.question_label).click()
    page.keyboard.type("执法", delay=80)
    page.get_by_text("执法力量").first.wait_for()


def _hit(page: Page) -> None:
    hit = page.locator(".fj-hit").nth(1)
    hit.get_by_text(ZH.why).click()
    hit.get_by_text(ZH.links.cite, exact=True).click()
    scroll_to(page, hit)


def _report(page: Page) -> None:
    press(page, page.get_by_role("link", name=ZH.open_report).nth(2))
    page.wait_for_url("**/report*")
    settle(page)
    # Far enough that no line looks out half from under the bar.
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollBy(0, 10)")


def _collect(page: Page) -> None:
    """Three excerpts, as the guide says."""
    for _ in range(3):
        press(page, page.get_by_role("button", name=ZH.excerpts.collect).first)
    press(page, page.get_by_role("link", name=ZH.excerpts.counted_name.format(name=ZH.nav["excerpts"], count=3)))


def _excerpts(page: Page) -> None:
    """With a title of one's own and a note."""
    _collect(page)
    own = ZH.excerpts
    page.get_by_role("button", name=own.note).first.click()
    page.get_by_role("textbox", name=own.note).fill("法制审核专人专岗，值得借鉴。")
    page.keyboard.press("Tab")
    settle(page)
    page.keyboard.press("Escape")
    title = page.get_by_label(own.title_label)
    title.fill("补齐执法力量的做法摘编")
    title.press("Enter")
    settle(page)


def _township(page: Page) -> None:
    press(page, page.get_by_role("link", name=TOWNSHIP).last)


def _corpus(page: Page) -> None:
    upload = FilePayload(name=UPLOAD, mimeType="application/pdf", buffer=SAMPLE.read_bytes())
    page.locator("input[type=file]").set_input_files(upload)
    page.get_by_text(ZH.corpus.take_and_index.format(count=1)).first.wait_for()
    settle(page)
    scroll_to(page, page.get_by_role("heading", name=ZH.corpus.add), 10)


PICTURES = (
    Picture(README, query=PRACTICES),
    Picture("suggestions", act=_suggestions, height=680),
    Picture("results", query={"q": QUESTION, "prefecture": "澜河市", "group": "township"}, height=1000),
    Picture("hit", query=PRACTICES, act=_hit, height=650),
    Picture("nothing", query={"q": "航天发射场怎么选址"}, height=760),
    Picture("report", query=PRACTICES, act=_report, height=760),
    Picture("excerpts", query=PRACTICES, act=_excerpts),
    Picture("practices", "practices", {"q": "执法人员不足"}, height=1100),
    Picture("themes", "themes", height=960),
    Picture("followup", "followup", act=_township, height=1100),
    Picture("indicators", "indicators", act=lambda page: press(page, page.get_by_role("link", name="持执法证人数"))),
    Picture("copying", "copying", act=lambda page: press(page, page.get_by_role("link", name=f"{TOWNSHIP} 2024"))),
    Picture("completeness", "completeness", height=1240),
    Picture("overview", "overview", height=640),
    Picture("corpus", "corpus", act=_corpus, height=760),
    Picture("phone", query=PRACTICES, width=390, height=1180),
    Picture("dark", query=PRACTICES, act=_report, dark=True, height=700),
)


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="an index of corpus/samples")
    parser.add_argument("names", nargs="*", help="only these pictures")
    options = parser.parse_args()
    known = {picture.name for picture in PICTURES} | {BRIEFING}
    if unknown := set(options.names) - known:
        parser.error(f"no picture is called {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}")
    chromium = find_chromium()
    if chromium is None:
        parser.error("no chromium on the path")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as kept:
        os.environ["FAJIAN_DATA"] = kept
        with running_server(options.index.resolve()) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for picture in PICTURES:
                if not options.names or picture.name in options.names:
                    take(picture, browser, url)
            if not options.names or BRIEFING in options.names:
                take_briefing(browser, url, Path(kept))
            browser.close()
    return 0


def take(picture: Picture, browser: Browser, url: str) -> None:
    """Take one picture as a fresh visitor."""
    page = visit(picture, browser, url)
    picture.act(page)
    page.mouse.move(picture.width - 1, picture.height // 2)
    page.wait_for_timeout(SETTLING)
    target = FOLDER.parent / f"{README}.png" if picture.name == README else FOLDER / f"{picture.name}.png"
    page.screenshot(path=target, clip={"x": 0, "y": 0, "width": picture.width, "height": page.evaluate(_LOWEST_GAP)})
    page.context.close()
    save(Image.open(target), target)


def visit(picture: Picture, browser: Browser, url: str) -> Page:
    """Open the page of a picture."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height}, color_scheme="dark" if picture.dark else "light"
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{url}/{picture.path}?{urlencode(picture.query)}")
    settle(page)
    return page


def take_briefing(browser: Browser, url: str, folder: Path) -> None:
    """The Word file that the guide makes, as it looks on paper: its first two pages side by side."""
    soffice = shutil.which("soffice")
    if soffice is None:
        sys.stderr.write("no soffice on the path: the picture of the briefing stays as it is\n")
        return
    page = visit(Picture(BRIEFING, query=PRACTICES), browser, url)
    _collect(page)
    page.get_by_role("button", name=ZH.export.export).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=ZH.export.formats["docx"]).click()
    document = folder / "briefing.docx"
    download.value.save_as(document)
    page.context.close()
    command = [soffice, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(document)], check=True, capture_output=True, timeout=180)
    pages = pypdfium2.PdfDocument(folder / "briefing.pdf")
    sheets = [pages[number].render(scale=1.05).to_pil() for number in range(min(2, len(pages)))]
    gap = 20
    width = sum(sheet.width for sheet in sheets) + gap * (len(sheets) + 1)
    both = Image.new("RGB", (width, sheets[0].height + 2 * gap), "#d9d5ca")
    for number, sheet in enumerate(sheets):
        both.paste(sheet, (gap + number * (sheet.width + gap), gap))
    pages.close()
    save(both, FOLDER / f"{BRIEFING}.png")


def save(image: Image.Image, target: Path) -> None:
    """Store a picture in as many colours as a byte can tell, which halves its size and looks the same."""
    few = image.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    few.save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
