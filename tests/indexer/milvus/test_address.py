"""Addresses of servers, and what collections are called."""

from __future__ import annotations

import pytest

from errors import StoreError
from indexer.milvus.address import Address, parse_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("milvus://db:19531/fajian", Address("db", 19531, "fajian")),
        ("milvus://db/fajian", Address("db", 19530, "fajian")),
        ("milvus+tls://db.example.cn:443/f_1", Address("db.example.cn", 443, "f_1", tls=True)),
        ("milvus://[::1]:1/f", Address("::1", 1, "f")),
        ("milvus://db/f?words=server&database=law", Address("db", 19530, "f", database="law", server_words=True)),
    ],
)
def test_addresses(text: str, address: Address) -> None:
    assert parse_address(text) == address
    assert parse_address(str(address)) == address


def test_local_is_no_server() -> None:
    assert parse_address("local") is None


@pytest.mark.parametrize(
    "text",
    ["", "milvus", "milvus://", "milvus://db", "milvus://db/a/b", "milvus://db/1a", "milvus://db/a-b", "http://db/a", "milvus://db:x/a",
     "milvus://db/a?words=both", "milvus://db/a?token=x", "milvus://db/a?database=1", f"milvus://db/{'a' * 101}", "milvus://db:99999/a"],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(StoreError, match="is no store; write milvus://host"):
        parse_address(text)


def test_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(StoreError, match="FAJIAN_MILVUS_TOKEN") as caught:
        parse_address("milvus://root:hunter2@db/fajian")
    assert "hunter2" not in str(caught.value)


def test_names() -> None:
    address = Address("db", 1, "fajian")
    assert address.uri == "http://db:1"
    assert Address("::1", 1, "f", tls=True).uri == "https://[::1]:1"
    assert address.of_version("20261122T231500-1a2b3c4d") == "fajian_v20261122T231500_1a2b3c4d"
