"""Puts a drawing into the page: Streamlit's own HTML takes every SVG out.

A component of fixed code. It reads the drawing as XML, in which nothing is guessed, and takes out whatever could run or lead elsewhere, though the server
has escaped all that it put in.
"""

from __future__ import annotations

import streamlit as st

_DRAW = """export default function({data, parentElement}) {
  const place = parentElement.querySelector(".fj-drawing");
  const drawing = new DOMParser().parseFromString(data.svg, "image/svg+xml").documentElement;
  if (drawing.nodeName !== "svg") return;
  drawing.querySelectorAll("script, foreignObject, style, image, use, animate, set").forEach(part => part.remove());
  [drawing, ...drawing.querySelectorAll("*")].forEach(part => [...part.attributes].forEach(({name, value}) => {
    if (name.startsWith("on") || (name.endsWith("href") && !value.startsWith(data.leads + "?"))) part.removeAttribute(name);
  }));
  place.replaceChildren(document.importNode(drawing, true));
}"""


def draw(svg: str, key: str, leads: str) -> None:
    """Show a drawing.

    Args:
        svg: Well-formed XML; every text in it escaped.
        key: Of the component.
        leads: The path that its links lead to; others are taken out.
    """
    mount = st.components.v2.component(
        "fajian_drawing", html='<div class="fj-drawing"></div>', js=_DRAW, isolate_styles=False
    )
    mount(key=key, data={"svg": svg, "leads": leads}, height="content")
