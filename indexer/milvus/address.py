"""Where a Milvus server is and what its collections are called: ``milvus://host:port/collection``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from errors import StoreError, echoed

LOCAL = "local"
"""What ``--store`` says for an index without a server."""
TOKEN = "FAJIAN_MILVUS_TOKEN"
"""The variable of the environment that holds the token, or ``user:password``; it stands nowhere else."""
DEFAULT_PORT = 19530
_SCHEMES = {"milvus": False, "milvus+tls": True}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
"""What Milvus takes for a name, and room for what names a version."""
_VERSION_MARK = "_v"


@dataclass(frozen=True, slots=True)
class Address:
    """A server, and the name by which the collection in force is found there. ``tls`` says whether the connection is encrypted."""

    host: str
    port: int
    collection: str
    tls: bool = False
    database: str = ""
    server_words: bool = False

    @property
    def uri(self) -> str:
        """As the client library has it."""
        return f"http{'s' if self.tls else ''}://{self.where}"

    @property
    def where(self) -> str:
        """Host and port, as sentences name the server."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def prefix(self) -> str:
        """With which the names of all versions begin."""
        return self.collection + _VERSION_MARK

    def of_version(self, version: str) -> str:
        """The collection of a version of the index."""
        return self.prefix + version.replace("-", "_")

    def __str__(self) -> str:
        options = [f"database={self.database}"] * bool(self.database) + ["words=server"] * self.server_words
        return f"milvus{'+tls' * self.tls}://{self.where}/{self.collection}{'?' * bool(options)}{'&'.join(options)}"


def parse_address(text: str) -> Address | None:
    """The address that ``--store`` names; ``None`` for ``local``.

    Raises:
        StoreError: It is none. A password in it is not repeated.
    """
    if text == LOCAL:
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port or DEFAULT_PORT
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        parts, host, port, options = urlsplit(""), None, 0, {}
    if "@" in text:
        raise StoreError(f"A store's address holds no user and no password; put them into the environment as {TOKEN}")
    name, database, words = parts.path.strip("/"), options.pop("database", ""), options.pop("words", "index")
    named = _NAME.fullmatch(name) and (not database or _NAME.fullmatch(database))
    if parts.scheme not in _SCHEMES or not host or not named or options or words not in {"index", "server"}:
        raise StoreError(
            f"{echoed(text)!r} is no store; write milvus://host:port/collection, milvus+tls://host:port/collection, or {LOCAL}"
        )
    return Address(host, port, name, _SCHEMES[parts.scheme], database, words == "server")
