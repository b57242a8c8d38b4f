"""Links from a page to itself: followed without loading the page anew, and with the address that they show.

Streamlit follows its own links to the open page without changing the address, so that a copied address would show something else; links in HTML would
load everything anew. Opened in a new tab, or without this, every link works by itself.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

import streamlit as st

from web.link import link_params, parse_link

KEY = "fj_here"
_FOLLOWED = "followed"
_COMPONENT = "fajian_here"

# A link of the class fj-choose changes only what it names and keeps the rest of the address: the question that one came from.
_FOLLOWING = """export default function({setTriggerValue}) {
  const follow = event => {
    const link = event.target.closest?.("[data-testid=stMain] a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.pathname !== location.pathname || link.target === "_blank" || link.hash || link.hasAttribute("download")) return;
    // Streamlit writes its links to the start page without a path, which elsewhere looks like one to the open page.
    if (link.matches("[data-testid=stPageLink-NavLink]") && /^([?]|$)/.test(link.getAttribute("href")) && !location.pathname.endsWith("/")) return;
    event.preventDefault();
    event.stopPropagation();
    const wanted = new URL(link.href);
    if (link.matches(".fj-choose")) {
      const kept = new URL(location.href);
      kept.searchParams.delete("at");
      wanted.searchParams.forEach((value, name) => kept.searchParams.set(name, value));
      wanted.search = kept.search;
    }
    setTriggerValue("followed", wanted.search || "?");
  };
  document.addEventListener("click", follow, true);
  return () => document.removeEventListener("click", follow, true);
}"""


def follow_links_here() -> None:
    """Have the links of this page to itself followed in place."""
    mount = st.components.v2.component(_COMPONENT, js=_FOLLOWING)
    with st.container(key="fj-here"):
        mount(key=KEY, on_followed_change=follow)


def follow() -> None:
    """The address comes from the browser and may be anything: it is understood like every link."""
    search = st.session_state[KEY].get(_FOLLOWED)
    if isinstance(search, str):
        view = parse_link(dict(parse_qsl(search.removeprefix("?"), keep_blank_values=True)))
        st.query_params.from_dict(link_params(view))
