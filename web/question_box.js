// Completion and history for Streamlit's own question box. Questions asked stay in this browser's storage; nothing is sent but a question that is picked.
const KEPT = 20, SHOWN = 8, KEY = "fajian.questions";

function asked() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(found) ? found.filter((text) => typeof text === "string" && text.length <= 500).slice(0, KEPT) : [];
  } catch { return []; }
}

function keep(questions) {
  try {
    if (questions.length) localStorage.setItem(KEY, JSON.stringify(questions)); else localStorage.removeItem(KEY);
  } catch { /* storage is full or forbidden: then there is no history */ }
}

// A term that begins with the end of what is typed goes on from there: 怎么补充执法人 + 执法人员.
function goesOn(typed, term) {
  for (let length = Math.min(typed.length - 1, term.length - 1); length > 1; length--) {
    if (term.startsWith(typed.slice(-length))) return typed + term.slice(length);
  }
  return null;
}

function suggestions(typed, terms) {
  const past = asked(), wanted = typed.trim().toLowerCase();
  if (!wanted) return past.map((text) => ({ text, past: true }));
  const found = new Map();
  const add = (text, rest) => { if (text !== typed && !found.has(text)) found.set(text, { text, ...rest }); };
  past.filter((text) => text.toLowerCase().includes(wanted)).slice(0, 3).forEach((text) => add(text, { past: true }));
  const room = () => found.size < SHOWN;
  for (const [text, count] of terms) if (room() && text.startsWith(wanted)) add(text, { count });
  for (const [text, count] of terms) if (room() && text.includes(wanted)) add(text, { count });
  for (const [text, count] of terms) { const whole = room() && goesOn(typed, text); if (whole) add(whole, { count, term: text }); }
  return [...found.values()].slice(0, SHOWN);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const stop = new AbortController();
  const words = data.words, box = parentElement.querySelector(".fj-suggest");
  if (data.question) keep([data.question, ...asked().filter((text) => text !== data.question)].slice(0, KEPT));
  let input = null, shown = [], active = -1, composing = false;

  const close = () => {
    box.hidden = true; active = -1;
    input?.setAttribute("aria-expanded", "false"); input?.removeAttribute("aria-activedescendant");
  };
  const pick = (text) => {
    // React hears only of values set past its own setter; the question that is shown already would never be sent again.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    setTriggerValue("asked", text);
  };
  const mark = (place) => {
    active = place;
    box.querySelectorAll("[role=option]").forEach((item, number) => {
      item.setAttribute("aria-selected", String(number === active));
      if (number === active) { item.scrollIntoView({ block: "nearest" }); input.setAttribute("aria-activedescendant", item.id); }
    });
    if (active < 0) input.removeAttribute("aria-activedescendant");
  };
  const item = (entry, number) => {
    const line = document.createElement("li"), name = document.createElement("span"), note = document.createElement("small");
    line.id = `fj-suggested-${number}`; line.setAttribute("role", "option"); line.setAttribute("aria-selected", "false");
    name.textContent = entry.text;
    note.textContent = entry.past ? words.past : entry.count ? (entry.term ? entry.term + " · " : "") + words.count.replace("{count}", entry.count) : "";
    line.append(name, note);
    line.addEventListener("mousedown", (event) => { event.preventDefault(); pick(entry.text); });
    return line;
  };
  const open = () => {
    shown = suggestions(input.value, data.terms);
    if (!shown.length || composing) { close(); return; }
    const list = document.createElement("ul");
    list.id = "fj-suggest"; list.setAttribute("role", "listbox"); list.setAttribute("aria-label", words.label);
    list.append(...shown.map(item));
    box.replaceChildren(list);
    if (shown.some((entry) => entry.past)) {
      const clear = document.createElement("button");
      clear.type = "button"; clear.className = "fj-forget"; clear.textContent = words.clear;
      clear.addEventListener("mousedown", (event) => event.preventDefault());
      clear.addEventListener("click", () => { keep([]); input.focus(); close(); });
      box.append(clear);
    }
    box.hidden = false; active = -1;
    input.setAttribute("aria-expanded", "true"); input.removeAttribute("aria-activedescendant");
  };
  const pressed = (event) => {
    if (event.isComposing || composing || event.keyCode === 229) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (moves && !box.hidden) {
      event.preventDefault(); event.stopImmediatePropagation();
      const count = shown.length + 1;
      mark(((active + 1 + moves + count) % count) - 1);
    } else if (moves === 1 && !input.value) {
      event.preventDefault(); event.stopImmediatePropagation(); open();
    } else if (event.key === "Enter" && !box.hidden && active >= 0) {
      event.preventDefault(); event.stopImmediatePropagation(); pick(shown[active].text);
    } else if (event.key === "Escape" && !box.hidden) {
      event.preventDefault(); event.stopImmediatePropagation(); close();
    } else if (event.key === "Tab" && !event.shiftKey && !box.hidden && box.querySelector(".fj-forget")) {
      event.preventDefault(); box.querySelector(".fj-forget").focus();
    } else if (event.key === "Enter") close();
  };
  const attach = () => {
    input = document.querySelector(".st-key-fj-ask input");
    if (!input) { if (!stop.signal.aborted) requestAnimationFrame(attach); return; }
    const listen = (name, act, options = {}) => input.addEventListener(name, act, { signal: stop.signal, ...options });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": "fj-suggest", "aria-expanded": "false" })) input.setAttribute(name, value);
    listen("compositionstart", () => { composing = true; });
    listen("compositionend", () => { composing = false; open(); });
    listen("input", (event) => { composing = event.isComposing ?? composing; open(); });
    listen("click", () => { if (!input.value) open(); });
    listen("keydown", pressed, { capture: true });
    listen("blur", (event) => { if (!box.contains(event.relatedTarget)) close(); });
    // What was typed while the page was loading has no event of its own any more.
    if (document.activeElement === input && input.value && input.value !== (data.question || "")) open();
  };
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { input.focus(); close(); } }, { signal: stop.signal });
  box.addEventListener("focusout", (event) => { if (event.relatedTarget !== input) close(); }, { signal: stop.signal });
  attach();
  return () => { stop.abort(); close(); };
}
