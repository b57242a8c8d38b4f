"""Files that a report was read from, given out again: the same bytes, and nothing else."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings import HashingEncoder
from errors import UnreadableFileError
from indexer.build import build_index
from indexer.index import Index
from indexer.originals import Original, originals

TEXT = "刚察县沙柳河镇{year}年法治政府建设工作报告\n\n一、主要工作\n{year}年开展执法培训三次，新增持证人员六名，评查案卷二十份。\n"


def report(year: int) -> bytes:
    return TEXT.format(year=year).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files on disk and in archives, described by sidecars beside them and further up."""
    folder = tmp_path / "reports"
    (folder / "东").mkdir(parents=True)
    (folder / "东" / "甲 2020.txt").write_bytes(report(2020))
    (folder / "东" / "副本.txt").write_bytes(report(2020) + b"\n")
    (folder / "metadata.csv").write_text("source,year\n东/甲 2020.txt,2020\n", encoding="utf-8")
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("丙.txt", report(2022))
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("西/乙.txt", report(2021))
        archive.writestr("西/metadata.csv", "source,year\n乙.txt,2021\n")
        archive.write(inner, "内.zip")
    return folder


@pytest.fixture
def found(folder: Path, tmp_path: Path) -> dict[str, Original]:
    """The originals of all reports by their names."""
    build_index(tmp_path / "index", [folder], HashingEncoder())
    index = Index.open(tmp_path / "index")
    found = [original for facts in index.reports for original in originals(index.catalogue, facts.id)]
    assert sorted(len(originals(index.catalogue, facts.id)) for facts in index.reports) == [1, 1, 2]
    index.close()
    return {original.entry.name: original for original in found}


def test_every_file_comes_back_as_it_lies_on_disk(folder: Path, found: dict[str, Original]) -> None:
    assert {name: original.load() for name, original in found.items()} == {
        "东/甲 2020.txt": report(2020),
        "东/副本.txt": report(2020) + b"\n",
        "包.zip/西/乙.txt": report(2021),
        "包.zip/内.zip/丙.txt": report(2022),
    }
    assert found["包.zip/内.zip/丙.txt"].file_name == "丙.txt"
    assert found["东/甲 2020.txt"].source == "reports/东/甲 2020.txt"


def test_a_changed_file_is_not_given_out(folder: Path, found: dict[str, Original]) -> None:
    path, original = folder / "东" / "甲 2020.txt", found["东/甲 2020.txt"]
    before = original.stamp()
    path.write_bytes(report(2020) + "改".encode())
    with pytest.raises(UnreadableFileError, match="not as it was indexed"):
        original.load()
    assert original.stamp() not in {before, None}
    path.write_bytes(report(2020))
    assert original.load() == report(2020)
    (folder / "metadata.csv").write_text("source,year\n东/甲 2020.txt,2019\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="not as it was indexed"):
        original.load()


@pytest.mark.parametrize("name", ["东/甲 2020.txt", "包.zip/西/乙.txt"])
def test_a_file_that_is_gone_is_told(folder: Path, found: dict[str, Original], name: str) -> None:
    (folder / "东" / "甲 2020.txt").unlink()
    (folder / "包.zip").unlink()
    assert found[name].stamp() is None
    with pytest.raises(UnreadableFileError, match="no longer where it was indexed"):
        found[name].load()


@pytest.mark.parametrize(
    "name", ["../secret.txt", "东/../../secret.txt", "/etc/passwd", "link.txt", "link/secret.txt", ""]
)
def test_nothing_outside_of_the_folder_is_given_out(folder: Path, found: dict[str, Original], name: str) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    for secret in (folder.parent / "secret.txt", outside / "secret.txt"):
        secret.write_bytes(report(2020))
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "link").symlink_to(outside)
    entry = replace(found["东/甲 2020.txt"].entry, name=name)
    assert Original(entry).stamp() is None
    with pytest.raises(UnreadableFileError):
        Original(entry).load()
