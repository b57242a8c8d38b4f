"""What was worked out is kept, and nothing depends on it being there."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from insight.derived import FOLDER, Derived


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    made: list[str] = []

    def make(key: str) -> dict[str, object]:
        made.append(key)
        return {"key": key, "数": [1, None, 2.5]}

    first = Derived(tmp_path, "figures", 1)
    assert first.fill(["a", "b"], make, at_once=1)["b"] == {"key": "b", "数": [1, None, 2.5]}
    first.close()
    second = Derived(tmp_path, "figures", 1)
    assert set(second.fill(["b", "c"], make)) == {"b", "c"}
    assert made == ["a", "b", "c"]


def test_another_version_of_the_code_starts_anew(tmp_path: Path) -> None:
    for view in ("figures", "figures-all"):
        old = Derived(tmp_path, view, 1)
        old.put({"a": 1})
        old.close()
    assert Derived(tmp_path, "figures", 2).get(["a"]) == {}
    names = {path.name for path in (tmp_path / FOLDER).glob("*.sqlite")}
    assert names == {"figures-2.sqlite", "figures-all-1.sqlite"}


def test_what_another_version_left_may_stay_where_nothing_can_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Derived(tmp_path, "figures", 1).close()

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    assert Derived(tmp_path, "figures", 2).get(["a"]) == {}


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    kept = Derived(tmp_path, "figures", 1)
    kept.put({"a": 1})
    kept.close()
    path = tmp_path / FOLDER / "figures-1.sqlite"
    path.write_bytes(b"no database at all" * 100)
    again = Derived(tmp_path, "figures", 1)
    assert again.get(["a"]) == {}
    again.put({"a": 2})
    assert again.get(["a"]) == {"a": 2}


def test_a_damaged_entry_is_made_anew(tmp_path: Path) -> None:
    kept = Derived(tmp_path, "figures", 1)
    kept.put({"a": 1})
    kept._db.execute("UPDATE entries SET value = x'00ff'")
    assert kept.fill(["a"], lambda key: 7) == {"a": 7}
    assert kept.get(["a"]) == {"a": 7}


def test_without_a_place_to_write_entries_stay_in_memory(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file in the place of the folder")
    kept = Derived(tmp_path, "figures", 1)
    kept.put({"a": 1})
    assert kept.get(["a"]) == {"a": 1}


def test_what_left_the_index_is_forgotten(tmp_path: Path) -> None:
    kept = Derived(tmp_path, "figures", 1)
    kept.put({str(number): number for number in range(1200)})
    kept.keep_only(str(number) for number in range(600, 1300))
    assert sorted(kept.get([str(number) for number in range(1300)]).values()) == list(range(600, 1200))


@pytest.mark.parametrize("same_file", [True, False])
def test_threads_may_share_it(tmp_path: Path, same_file: bool) -> None:
    shared = Derived(tmp_path, "figures", 1)

    def work(number: int) -> None:
        own = shared if same_file else Derived(tmp_path, "figures", 1)
        own.fill([f"{number}/{key}" for key in range(50)], lambda key: key, at_once=10)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = [f"{number}/{key}" for number in range(8) for key in range(50)]
    assert shared.get(keys) == {key: key for key in keys}
