// What Streamlit's own parts lack: names in the page's language, landmarks, tables that the keyboard scrolls, results that are told when they
// come, and a choice of the theme. Everything it says stands in the page as JSON; nothing is built into this text.
(() => {
  const THEME = (path) => `stActiveTheme-${path}-v2`; // where Streamlit keeps what was chosen, for each page
  const words = () => JSON.parse(document.getElementById("fj-access")?.dataset.words || "null");
  const each = (selector, change) => document.querySelectorAll(selector).forEach(change);
  const set = (element, name, value) => element.getAttribute(name) === value || element.setAttribute(name, value);

  function dress() {
    const own = words();
    if (!own) return;
    each("[data-testid=stSkipToContent]", (link) => set(link, "data-said", own.skip));
    each("[data-testid=stSkipToContent]", (link) => set(link, "aria-label", own.skip));
    each("[data-testid=stSidebar]", (bar) => set(bar, "aria-label", own.sidebar));
    each("[data-testid=stSidebarCollapseButton] button", (button) => set(button, "aria-label", own.close));
    each("[data-testid=stExpandSidebarButton]", (button) => set(button, "aria-label", own.open));
    each(".st-key-fj-nav", (nav) => { set(nav, "role", "navigation"); set(nav, "aria-label", own.pages); });
    const here = location.pathname.split("/").pop();
    each(".st-key-fj-nav a", (link) => {
      const path = link.getAttribute("href").split("?")[0].split("/").pop();
      const current = path === (own.paths.includes(here) ? here : "");
      if (!current) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "page");
        const strip = link.closest(".st-key-fj-nav");
        strip.scrollLeft += link.getBoundingClientRect().left - strip.getBoundingClientRect().left - strip.clientWidth / 3;
      }
    });
    each(".fj-scroll", (box) => {
      if (box.scrollWidth <= box.clientWidth) return;
      set(box, "tabindex", "0"); set(box, "role", "group"); set(box, "aria-label", own.scroll);
    });
    const app = document.querySelector("[data-testid=stApp]");
    // What lies outside the app (lists that open, scroll bars) follows its theme too.
    if (app) document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme;
    each("#fj-theme", choose);
    tell(app);
  }

  function choose(select) {
    if (select.dataset.ready) return;
    select.dataset.ready = "1";
    try { select.value = JSON.parse(localStorage.getItem(THEME(location.pathname))) || "System"; } catch { select.value = "System"; }
    select.addEventListener("change", () => {
      const last = location.pathname.split("/").pop();
      const base = words().paths.includes(last) ? location.pathname.slice(0, location.pathname.length - last.length) : location.pathname;
      for (const path of words().paths) localStorage.setItem(THEME(base + path), JSON.stringify(select.value));
      location.reload(); // everything shown stands in the address
    });
  }

  let told = "";
  function tell(app) {
    let live = document.getElementById("fj-live");
    if (!live) {
      live = Object.assign(document.createElement("div"), { id: "fj-live", className: "fj-spoken" });
      live.setAttribute("aria-live", "polite");
      document.body.append(live);
    }
    if (app?.dataset.testScriptState === "running") return soon();
    const head = document.querySelector("h2.fj-results") || document.querySelector("h1");
    const now = [head, document.querySelector("p.fj-coverage")].map((part) => part?.innerText || "").join(" ").trim();
    if (now && now !== told) live.textContent = told = now;
  }

  let waiting = 0;
  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(dress, 250);
  }

  if (window.fajianDress) return window.fajianDress();
  window.fajianDress = soon;
  new MutationObserver(soon).observe(document.getElementById("root") || document.body, { childList: true, subtree: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", soon);
  addEventListener("resize", soon);
  dress();
})();
