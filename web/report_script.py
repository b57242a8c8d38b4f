"""What the page of a report does in the browser: bring the passage into view, and follow the reader in the outline. All of it is fixed text; only a hash stands in it."""

from __future__ import annotations

import hashlib

import streamlit as st

# The text arrives after the page has loaded, so the browser's own jump to an anchor comes too early.
_READING = """<script>(() => {
  const key = "%s";
  window.fjReading?.();
  let over = false;
  const ends = [];
  window.fjReading = () => { over = true; ends.forEach(end => end()); };
  let tries = 0;
  const begin = () => {
    const text = document.querySelector(`.fj-text[data-key="${key}"]`);
    if (over) return;
    if (!text) { if (++tries < 200) setTimeout(begin, 60); return; }
    const main = text.closest("[data-testid=stMain]");
    follow(text, main);
    show(text.querySelector("#fj-found"), main);
  };
  // What is drawn above the text a moment later moves it, so the passage is looked after until the reader moves.
  const show = (found, main) => {
    if (!found) return;
    const inSight = () => {
      const box = found.getBoundingClientRect();
      return box.top >= 150 && Math.min(box.bottom, box.top + 200) <= innerHeight;
    };
    let moved = false;
    const move = () => { moved = true; };
    const moves = ["wheel", "touchstart", "keydown", "pointerdown"];
    moves.forEach(name => addEventListener(name, move, {once: true, passive: true}));
    ends.push(() => moves.forEach(name => removeEventListener(name, move)));
    let looks = 0;
    const look = () => {
      if (over || moved || !found.isConnected) return;
      if (!inSight()) found.scrollIntoView({block: "start"});
      if (++looks < 25) setTimeout(look, 120);
    };
    look();
  };
  // The section in view is the last whose heading stands above a line a little below the bar, where links bring headings.
  const follow = (text, main) => {
    const headings = [...text.querySelectorAll("[id^=fj-section-]")];
    const above = new Set();
    let current = null;
    const tell = () => {
      const last = headings.filter(heading => above.has(heading)).pop();
      const next = last ? "#" + last.id : null;
      if (next === current) return;
      current = next;
      document.querySelectorAll(".fj-outline a").forEach(link => {
        if (link.getAttribute("href") !== current) { link.removeAttribute("aria-current"); return; }
        link.setAttribute("aria-current", "location");
        const side = link.closest("[data-testid=stSidebarContent]");
        if (!side) return;
        const [box, room] = [link.getBoundingClientRect(), side.getBoundingClientRect()];
        if (box.top < room.top + 60) side.scrollTop -= room.top + 60 - box.top;
        if (box.bottom > room.bottom - 40) side.scrollTop += box.bottom - room.bottom + 40;
      });
    };
    let watch = null;
    const observe = () => {
      watch?.disconnect();
      above.clear();
      watch = new IntersectionObserver(entries => {
        entries.forEach(entry => entry.isIntersecting ? above.add(entry.target) : above.delete(entry.target));
        tell();
      }, {root: main, rootMargin: `1000000px 0px ${Math.min(0, 185 - main.clientHeight)}px 0px`});
      headings.forEach(heading => watch.observe(heading));
    };
    observe();
    addEventListener("resize", observe);
    ends.push(() => { watch.disconnect(); removeEventListener("resize", observe); });
  };
  begin();
})()</script>"""


def text_key(*parts: str) -> str:
    """What tells one state of the text from another, safe to stand in HTML and in scripts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def follow_reading(key: str) -> None:
    """Bring the passage found in the text of this key into view, and show in the outline which section is being read."""
    st.html(_READING % key, unsafe_allow_javascript=True)
