# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What pages fetch beside their connections: whole or in parts, only by an address that was told."""

from pathlib import Path

import pytest

from vla_r1_ros.ros.console.kept import MAX_PART_BYTES, MAX_WHOLE_BYTES, PREFIX, Item, Kept


def test_an_address_is_the_same_for_the_same_and_old_ones_go() -> None:
    kept = Kept(most=2)
    first = kept.offer(b"a", "text/plain")
    assert first.startswith(PREFIX) and len(first) > 24 and kept.offer(b"a", "text/plain") == first
    others = [kept.offer(bytes([i]), "text/plain") for i in range(2)]
    assert kept.find(first) is None and all(kept.find(address) for address in others)
    assert kept.find(PREFIX) is None and kept.find("") is None


@pytest.mark.parametrize("file", [False, True])
def test_parts_are_what_the_browser_asks_for(tmp_path: Path, file: bool) -> None:
    body: bytes | Path = bytes(range(100))
    if file:
        (tmp_path / "clip.mp4").write_bytes(bytes(range(100)))
        body = tmp_path / "clip.mp4"
    item = Item(body, "video/mp4")
    assert item.part(None) == (bytes(range(100)), None)
    assert item.part("bytes=0-") == (bytes(range(100)), "bytes 0-99/100")
    assert item.part("bytes=10-19") == (bytes(range(10, 20)), "bytes 10-19/100")
    assert item.part("bytes=90-500")[1] == "bytes 90-99/100"
    assert item.part("bytes=-5,7-")[1] is None  # not understood: the whole, as the standard has it
    for wanted in ("bytes=100-", "bytes=20-10"):
        with pytest.raises(ValueError, match="no bytes"):
            item.part(wanted)


def test_no_answer_is_larger_than_the_bound(tmp_path: Path) -> None:
    large = tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.truncate(MAX_WHOLE_BYTES + 1)
    item = Item(large, "video/mp4")
    with pytest.raises(ValueError, match="range"):
        item.part(None)
    part, place = item.part("bytes=5-")
    assert len(part) == MAX_PART_BYTES and place == f"bytes 5-{MAX_PART_BYTES + 4}/{MAX_WHOLE_BYTES + 1}"
    large.unlink()
    with pytest.raises(OSError, match="large"):
        item.part("bytes=0-")
