# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The recorder's benchmark on the real recorder: it counts what is in the bag."""

import json
from pathlib import Path

import pytest

pytest.importorskip("rclpy")

from mcap.reader import make_reader

from vla_r1_ros.cli.main import main


@pytest.mark.slow
@pytest.mark.parametrize("images", ["raw", "packed"])
def test_what_it_counts_is_in_the_bag(images: str, tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    status = main(["bench", "record", "--seconds", "2", "--rate", "10", "--images", images, "--folder", str(tmp_path),
                   "--json", str(out)])  # fmt: skip
    figures = json.loads(out.read_text())
    assert figures["sent"] == 40 and status == int(figures["kept"] != 40)
    (bag,) = tmp_path.glob("bench_record*/*.mcap")
    with bag.open("rb") as file:
        topics = [channel.topic for _, channel, _ in make_reader(file).iter_messages()]
    assert len(topics) == figures["kept"] > 20
    assert set(topics) == ({"/image", "/depth"} if images == "raw" else {"/image/compressed", "/depth/compressedDepth"})
    # 20 frames of 0.92 and 1.23 MB, as noisy as a camera's
    assert figures["size_mib"] == pytest.approx(bag.stat().st_size / 2**20) and figures["cpu_s"] > 0.1
    assert (figures["size_mib"] > 20.0) == (images == "raw")


def test_bad_options_have_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "record", "--seconds", "0"]) == 1
    assert "INPUT_PARAMETER" in capsys.readouterr().err
