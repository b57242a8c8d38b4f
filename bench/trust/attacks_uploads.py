"""Attacks by clients that ignore the widgets: uploads of any size, number, name and session, and orders to a page that may change nothing."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg

from bench.trust.attacks_open import Answer, ask
from bench.trust.served import Client, Seen, Served, visit

CORPUS = "corpus"
NAMES = ("../../out.txt", "..\\..\\out.txt", "/etc/out.txt", "C:\\out.txt", "a/../../out.txt", ".hidden.txt", "CON.txt", "a\x00b.txt", "a\r\nb.txt", "\u202etxt.exe", "=cmd.txt", "x" * 400 + ".txt", "<img src=x>.txt", "run.exe", "page.toml", ".htaccess", "metadata.csv")  # fmt: skip
"""What a file may be called."""
_PAGES = (
    "",
    "overview",
    "practices",
    "themes",
    "followup",
    "indicators",
    "copying",
    "completeness",
    "excerpts",
    "corpus",
    "report",
    "similar",
)
_ORDERS = (
    "remove",
    "delete",
    "discard",
    "take",
    "build",
    "rebuild",
    "reset",
    "clear",
    "excerpt",
    "add",
    "logout",
    "rename",
    "put_back",
)


async def forged_uploads(served: Served, data: Path) -> tuple[int, list[str]]:
    """Without the token against forgery, with another's, for sessions that are not there, and of more than is allowed."""
    broken = []
    client, _ = await _on_corpus(served)
    token = _token(served)
    tries: list[tuple[str, Answer, set[int]]] = [
        ("without a token", _put(served, client.session, b"x", token=None), {403}),
        ("with half of the token", _put(served, client.session, b"x", token=token, sent="2|0|0|0"), {403}),
        ("for no session", _put(served, str(uuid.uuid4()), b"x", token=token), {400}),
        ("for a session of an odd name", _put(served, "..%2f..%2fx", b"x", token=token), {400, 403, 404, 405}),
        ("larger than allowed", _put(served, client.session, b"x" * (2 * 2**20), token=token), {413}),
        ("announced as smaller", _announced(served, client.session, token), {400, 403, 411, 413}),
    ]
    broken += [
        f"an upload {told} is answered with {answer.status}"
        for told, answer, right in tries
        if answer.status not in right
    ]
    taken = [_put(served, client.session, b"x" * 1000, token=token).status for _ in range(40)]
    if taken.count(204) > 10 or 413 not in taken:
        broken.append(f"of 40 files {taken.count(204)} are taken, where three are kept")
    await client.socket.close()
    return len(tries) + len(taken), broken


async def hostile_files(served: Served, data: Path) -> tuple[int, list[str]]:
    """Names that lead elsewhere, types that nobody reads, bombs: handed over as the widget would."""
    broken, tried = [], 0
    before = _outside(data)
    bomb = _bomb()
    for name in (*NAMES, "bomb.zip"):
        client, seen = await _on_corpus(served)
        identity = str(uuid.uuid4())
        content = bomb if name == "bomb.zip" else f"{name} 执法".encode()
        tried += 1
        if _put(served, client.session, content, token=_token(served), identity=identity, name=name).status == 204:
            # Of types that the widget does not offer Streamlit itself refuses the message, and with it this session's page.
            shown = await _hand_over(client, seen, identity, name)
            if "<img src=x>" in shown.body:
                broken.append(f"{name!r} is markup")
        await client.socket.close()
    kept = [path for path in (data / "staging").rglob("*") if path.is_file()] if (data / "staging").is_dir() else []
    broken += [
        f"{path.name!r} was kept" for path in kept if path.suffix in {".exe", ".toml"} or path.stat().st_size > 2**20
    ]
    broken += [f"{path} was written" for path in _outside(data) - before]
    return tried, broken


async def anothers_uploads(served: Served, data: Path) -> tuple[int, list[str]]:
    """A file of one session, named by another."""
    owner, _ = await _on_corpus(served)
    thief, seen = await _on_corpus(served)
    identity, broken = str(uuid.uuid4()), []
    if (
        _put(
            served, owner.session, "坏镇 SECRET-OF-A".encode(), token=_token(served), identity=identity, name="a.txt"
        ).status
        != 204
    ):
        broken.append("the upload that was to be stolen was refused")
    shown = await _hand_over(thief, seen, identity, "a.txt")
    if "a.txt" in shown.body or "SECRET-OF-A" in shown.body:
        broken.append("another session was shown it")
    deleted = ask(served, f"/_stcore/upload_file/{owner.session}/{identity}", "DELETE", {})
    if deleted.status < 400:
        broken.append("it can be deleted without the token")
    for client in (owner, thief):
        await client.socket.close()
    return 3, broken


async def orders(served: Served, data: Path) -> tuple[int, list[str]]:
    """Links that order something, on every page: a link only shows."""
    before = _hashes(data.parent)
    client, broken = await visit(served), []
    for page in _PAGES:
        seen = await client.see(page, {**dict.fromkeys(_ORDERS, "1"), "action": "remove", "file": "../index/CURRENT"})
        broken += [f"{page}: {error}" for error in seen.errors]
    await client.socket.close()
    broken += [f"{path} was changed by a link" for path in _changed(before, data)]
    return len(_PAGES) * len(_ORDERS), broken


async def read_only(served: Served, data: Path) -> tuple[int, list[str]]:
    """Every button of a page that may be changed, pressed in the same session after it may not any more; and uploads."""
    settings, pressed, broken = data / "page.toml", 0, []
    told = settings.read_text(encoding="utf-8")
    client = await visit(served)
    for page in _PAGES:
        settings.write_text(told.replace("read_only = true", "read_only = false"), encoding="utf-8")
        params = {"q": "执法人员不足怎么解决"} if page in {"", "practices"} else {}
        buttons = (await client.see(page, params)).buttons
        settings.write_text(told, encoding="utf-8")
        before = _hashes(data.parent)
        for button in buttons:
            said = BackMsg()
            said.rerun_script.page_name = page
            state = said.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = button, True
            await client.say(said)
            pressed += 1
        broken += [f"{path} was changed by a button of {page or 'the search'}" for path in _changed(before, data)]
    if pressed < 10:
        broken.append(f"only {pressed} buttons were found to press")
    if (await client.see(CORPUS)).uploaders:
        broken.append("there is a place to drop files")
    if _put(served, client.session, b"x", token=_token(served)).status != 403:
        broken.append("an upload is taken")
    await client.socket.close()
    return pressed + 2, broken


ATTACKS = (orders, forged_uploads, hostile_files, anothers_uploads)
READ_ONLY = (read_only, orders)


async def _on_corpus(served: Served) -> tuple[Client, Seen]:
    client = await visit(served)
    return client, await client.see(CORPUS)


async def _hand_over(client: Client, seen: Seen, identity: str, name: str) -> Seen:
    """What the browser says once a file has been uploaded; and the page after it, which is drawn twice."""
    said = BackMsg()
    said.rerun_script.page_name = CORPUS
    state = said.rerun_script.widget_states.widgets.add()
    state.id = seen.uploaders[0]
    file = state.file_uploader_state_value.uploaded_file_info.add()
    file.file_id, file.name, file.size = identity, name, 10
    file.file_urls.file_id = identity
    await client.say(said)
    return await client.see(CORPUS)


def _token(served: Served) -> str:
    """A token against forgery, which any visitor is given."""
    cookie = ask(served, "/_stcore/health").headers["set-cookie"]
    return cookie.partition("=")[2].partition(";")[0]


def _put(
    served: Served,
    session: str,
    content: bytes,
    *,
    token: str | None,
    sent: str | None = None,
    identity: str | None = None,
    name: str = "a.txt",
) -> Answer:
    quoted = name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    head = f'--b\r\nContent-Disposition: form-data; name="f"; filename="{quoted}"\r\nContent-Type: text/plain\r\n\r\n'
    body = head.encode() + content + b"\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    if token:
        headers |= {"Cookie": f"_streamlit_xsrf={token}", "X-Xsrftoken": sent or token}
    return ask(served, f"/_stcore/upload_file/{session}/{identity or uuid.uuid4()}", "PUT", headers, body)


def _announced(served: Served, session: str, token: str) -> Answer:
    """No length at all, and more than allowed."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    headers = {
        "Content-Type": "multipart/form-data; boundary=b",
        "Cookie": f"_streamlit_xsrf={token}",
        "X-Xsrftoken": token,
    }
    try:
        connection.request(
            "PUT",
            f"/_stcore/upload_file/{session}/{uuid.uuid4()}",
            iter([b"x" * 2**16] * 64),
            headers,
            encode_chunked=True,
        )
        answer = connection.getresponse()
        return Answer(answer.status, {}, "")
    except (BrokenPipeError, ConnectionResetError):
        return Answer(413, {}, "the server hung up")
    finally:
        connection.close()


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.txt", b"\0" * 60_000_000)
        for number in range(2000):
            archive.writestr(f"../{number}.txt", "x")
    return packed.getvalue()


def _changed(before: dict[str, str], data: Path) -> list[str]:
    """Files that are others than before, but for what is worked out of reports and may be again."""
    now = _hashes(data.parent)
    differing = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
    return sorted(path for path in differing if "derived" not in Path(path).parts)


def _outside(data: Path) -> set[Path]:
    """Files near the data directory that are not below what the page keeps."""
    return {
        path
        for path in data.parent.rglob("*")
        if path.is_file() and not path.is_relative_to(data / "staging") and path.parent != data
    }


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
