"""Makes docs/page.png, the picture of the page in the README, from an index of the samples.

python cli.py index corpus/samples --index build/samples
python docs/screenshot.py build/samples
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.web.browsing import FLAGS, find_chromium, running_server  # noqa: E402

QUESTION = "执法人员不足怎么解决"
WIDTH, HEIGHT = 1280, 860


def main() -> int:
    """Take the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path, help="an index of corpus/samples")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "page.png")
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--role", default="practice")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        parser.error("no chromium on the path")
    with running_server(options.index) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{url}/?{urlencode({'q': options.question, 'role': options.role})}")
        page.locator(".fj-hit").first.wait_for(timeout=120_000)
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        page.wait_for_timeout(500)
        page.screenshot(path=options.out)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
