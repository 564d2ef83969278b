# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""R16, the reader: a recording that was cut, or in which bits are wrong, anywhere."""

import io
import random
import tempfile
from pathlib import Path

import pytest

pytest.importorskip("rclpy")

from vla_r1_ros.evaluation.bag_read import Raw
from vla_r1_ros.evaluation.bag_summary import report_text, summarise

from ..ros.planner.counted import Note, Series
from .bags import read, readable, result, two, write

_PACKED = ("none", "lz4", "zstd")


class Bags:
    """Undamaged recordings, one of each compression, with what is in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=folder))
        self.whole: dict[str, bytes] = {}
        self.full: dict[str, list[Raw]] = {}
        for packed in _PACKED:
            bag = write(self.folder / packed / "bag", two(picture=2000), packed)
            self.whole[packed] = (bag / "bag_0.mcap").read_bytes()
            self.full[packed], lost = read(bag)
            assert not lost

    def close(self) -> None:
        """Nothing was started."""


def trial(bags: Bags, rng: random.Random, note: Note) -> None:
    how, packed = rng.choice(("cut", "flipped")), rng.choice(_PACKED)
    whole, full = bags.whole[packed], bags.full[packed]
    at = rng.randrange(len(whole))
    note |= {"how": how, "packed": packed, "at": at}
    data = bytearray(whole[:at] if how == "cut" else whole)
    if how == "flipped":
        places = [at, *(rng.randrange(at, len(whole)) for _ in range(rng.choice((0, 0, 1, 5, 20))))]
        for place in places:
            data[place] ^= 1 << rng.randrange(8)
    folder = bags.folder / packed / "bag"
    (folder / "bag_0.mcap").write_bytes(data)
    found, lost = read(folder)
    before = [message.data for _, message in readable(io.BytesIO(whole[:at]))]
    note |= {"before": len(before), "read": len(found)}
    assert [raw.data for raw in found[: len(before)]] == before, "what stands before the damage was not read"
    assert lost or found == full, "the loss was not told"
    recorded = {(raw.topic, raw.log_ns, raw.data) for raw in full}  # a type's name may be lost with another chunk
    strange = [raw.topic for raw in found if (raw.topic, raw.log_ns, raw.data) not in recorded]
    assert not strange, f"something was read that was never recorded: {strange}"
    report_text(summarise([result(folder)]))


def test_all_before_the_damage_is_read_and_the_loss_is_told(tmp_path: Path) -> None:
    Series("R16 damaged recordings", full=1000, few=60).run(lambda: Bags(tmp_path), trial)
