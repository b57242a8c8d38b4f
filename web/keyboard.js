// Keys of the search page: / to the question, arrows or j and k from hit to hit, Enter to the report, ? for this list. Streamlit's own keys stay as they are.
const HITS = "article.fj-hit";
const TYPING = "input, textarea, select, [contenteditable=true], [role=combobox], [role=listbox], [role=slider], [role=radio], [role=tab], [role=menu] *, dialog *";

export default function ({ data, parentElement }) {
  const stop = new AbortController();
  const dialog = parentElement.querySelector("dialog"), button = parentElement.querySelector("button.fj-keys");
  const words = data.words;
  button.textContent = words.button;
  dialog.setAttribute("aria-label", words.title);
  const title = document.createElement("h2"), list = document.createElement("dl"), closing = document.createElement("button");
  title.textContent = words.title;
  for (const [keys, does] of words.keys) {
    const row = document.createElement("div"), term = document.createElement("dt"), told = document.createElement("dd");
    for (const key of keys) { const shown = document.createElement("kbd"); shown.textContent = key; term.append(shown, " "); }
    told.textContent = does; row.append(term, told); list.append(row);
  }
  closing.type = "button"; closing.textContent = words.close;
  dialog.replaceChildren(title, list, closing);
  const on = (target, name, act, options = {}) => target.addEventListener(name, act, { signal: stop.signal, ...options });
  on(button, "click", () => dialog.showModal());
  on(closing, "click", () => dialog.close());

  const focus = (hit) => {
    hit.tabIndex = -1;
    hit.setAttribute("aria-label", hit.querySelector(".fj-place")?.textContent || "");
    hit.focus({ preventScroll: true });
    const box = hit.closest("[class*=st-key-fj-hit-]") || hit;
    box.scrollIntoView({ block: "nearest" });
  };
  const walk = (step) => {
    const hits = [...document.querySelectorAll(HITS)];
    if (!hits.length) return false;
    const here = hits.findIndex((hit) => hit.contains(document.activeElement) || hit.closest("[class*=st-key-fj-hit-]")?.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : -1) : here + step;
    if (next < 0 || next >= hits.length) return here >= 0;
    focus(hits[next]);
    return true;
  };
  const pressed = (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    const at = document.activeElement, question = document.querySelector(".st-key-fj-ask input");
    const inQuestion = at === question;
    const free = !at || at === document.body || at.matches("#stMain, [data-testid=stMain]") || at.closest("[class*=st-key-fj-hit-]");
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    let done = false;
    if (inQuestion) done = event.key === "ArrowDown" && walk(1);
    else if (at?.closest(TYPING)) return;
    else if (event.key === "/" && question) { question.focus(); question.select(); done = true; }
    else if (event.key === "?") { dialog.showModal(); done = true; }
    else if (step && (free || event.key.length === 1)) done = walk(step);
    else if (event.key === "Enter" && at?.matches(HITS)) {
      const opened = at.closest("[class*=st-key-fj-hit-]")?.querySelector("[data-testid=stPageLink] a");
      if (opened) { opened.click(); done = true; }
    }
    if (done) { event.preventDefault(); event.stopPropagation(); }
  };
  on(document, "keydown", pressed);
  return () => stop.abort();
}
