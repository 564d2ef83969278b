# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Clips in the report: the pictures of the attempt, bounded, and none where there are too few."""

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("rclpy")

import cv2
from sensor_msgs.msg import CompressedImage, Image

from vla_r1_ros.cli.main import main
from vla_r1_ros.core.types import ImageArray
from vla_r1_ros.evaluation import bag_clips, html_report
from vla_r1_ros.evaluation.bag_clips import Clip, ClipMaker, can_clip
from vla_r1_ros.evaluation.bag_pictures import pixels_of, read_seen
from vla_r1_ros.evaluation.bag_read import Raw
from vla_r1_ros.evaluation.bag_summary import summarise
from vla_r1_ros.evaluation.html_report import report_page
from vla_r1_ros.evaluation.verdicts import Source

from .bags import Item, items, result, stamped, write
from .test_html import Reader, checked

pytestmark = pytest.mark.skipif(not can_clip(), reason="this OpenCV writes no animated WebP")
_RATE, _SECONDS = 4, 9.5


def shade(at: float, begin: float) -> int:
    return round(20 * (at - begin)) + 20


def film(begin: float = 0.0, frame: str = "cam", topic: str = "/cell/image_raw", kind: str = "rgb8",
         width: int = 64) -> list[Item]:
    """Grey pictures that grow lighter by 20 each second; JPEG where that is the kind."""
    told: list[Item] = []
    for i in range(int(_SECONDS * _RATE)):
        at = begin + 0.01 + i / _RATE
        pixels = np.full((width * 3 // 4, width, 3), shade(at, begin), np.uint8)
        message: Any = Image(height=len(pixels), width=width, step=3 * width, encoding=kind, data=pixels.tobytes())
        if kind == "jpeg":
            jpeg = cv2.imencode(".jpg", pixels)[1].tobytes()
            message = CompressedImage(format="rgb8; jpeg compressed bgr8", data=jpeg)
        told.append((at, topic, stamped(message, 100 + i, frame)))
    return told


def bag(folder: Path, *films: list[Item], names: int = 1, good: bool = True) -> Path:
    told = [item for i in range(names) for item in items(f"a-{i}", good=good, begin=20.0 * i, stamp=7 + i)]
    return write(folder, sorted([*told, *(item for one in films for item in one)], key=lambda item: item[0]))


def clips_of(folder: Path) -> list[Clip | None]:
    found = result(folder)
    maker = ClipMaker(found.attempts)
    read_seen(found.bag, [], 320, maker.see)
    made = maker.clips()
    return [made.get(id(attempt)) for attempt in found.attempts]


def decoded(url: str) -> Any:
    done, animation = cv2.imdecodeanimation(np.frombuffer(base64.b64decode(url.partition(",")[2]), np.uint8)[None])
    assert done
    return animation


def page_of(*folders: Path, source: Source | None = None, clips: bool = True) -> Reader:
    results = [result(folder) for folder in folders]
    return checked(report_page(results, summarise(results, source), folders[0].parent, clips=clips))


def clips_on(page: Reader) -> list[str]:
    return [src for image in page.of("img") if (src := str(image["src"])).startswith("data:image/webp")]


@pytest.mark.parametrize("kind", ["rgb8", "bgr8", "jpeg"])
def test_a_clip_of_an_attempt(tmp_path: Path, kind: str) -> None:
    """Evenly over the 8 s, sped up; the last picture stands; scaled down."""
    page = page_of(bag(tmp_path / "bag", film(kind=kind, width=640)))
    (url,) = clips_on(page)
    clip = decoded(url)
    assert len(clip.frames) == 16 and clip.frames[0].shape[:2] == (240, 320) and clip.loop_count == 0
    assert 4000 < sum(clip.durations[:-1]) < 6000 and clip.durations[-1] == 1000
    shades = [float(picture[:, :, :3].mean()) for picture in clip.frames]
    assert shades == pytest.approx(np.linspace(20, 20 * 7.75 + 20, 16), abs=6)
    words = " ".join(page.texts)
    assert "16 pictures of the camera over 7.7 s, 1.5 times as fast as it was" in words
    assert [d["class"] for d in page.of("details")] == ["clip"] and "open" not in page.of("details")[0]
    image = next(image for image in page.of("img") if image["src"] == url)
    assert image["loading"] == "lazy" and "put the red cube in the blue bowl" in str(image["alt"])


def test_colours_are_kept(tmp_path: Path) -> None:
    told = film()
    for i, (_, _, message) in enumerate(told):
        message.data = np.full((48, 64, 3), (200, 6 * i, 20), np.uint8).tobytes()
    (clip,) = clips_of(bag(tmp_path / "bag", told))
    assert clip is not None
    blue, _, red = decoded(clip.url).frames[3][:, :, :3].mean((0, 1))
    assert red > 180 and blue < 60


def test_damaged_pictures_are_passed_over(tmp_path: Path) -> None:
    """Where a slot has another picture it comes in, else the one before stands longer."""
    told = film()
    for place, (_, _, message) in enumerate(told):
        if place == 8 or 15 <= place < 18:
            message.data = message.data[:100]
    (clip,) = clips_of(bag(tmp_path / "bag", told))
    assert clip is not None
    lasts = decoded(clip.url).durations
    assert clip.frames == 15 and max(lasts[:-1]) == pytest.approx(2 * min(lasts), abs=3)
    assert sum(lasts) == pytest.approx(6000, abs=30), "all of the time, whatever is left out"


def test_only_what_is_shown_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def counted(raw: Raw, message: Any) -> ImageArray:
        tries.append(raw.topic)
        return pixels_of(raw, message)

    monkeypatch.setattr(bag_clips, "pixels_of", counted)
    told = film(), film(topic="/cell/image_raw/compressed", kind="jpeg"), film(topic="/wrist/image_raw", frame="wrist")
    (clip,) = clips_of(bag(tmp_path / "bag", *told))
    assert clip is not None and clip.frames == 16
    assert tries.count("/cell/image_raw") == 16 and len(tries) <= 17, "at most one before the looks' camera is heard"


@pytest.mark.parametrize("told", [
    [], film()[:3], film(topic="/cell/overlay"), film(kind="16UC1"), film(kind="mono8"),
    film(begin=9.5), [(at, topic, CompressedImage(format="jpeg", data=b"no")) for at, topic, _ in film()],
])  # fmt: skip
def test_too_few_colour_pictures_give_no_clip(tmp_path: Path, told: list[Item]) -> None:
    folder = bag(tmp_path / "bag", told)
    assert clips_of(folder) == [None]
    page = page_of(folder)
    assert not clips_on(page) and "0 of 1 attempts have a clip" in " ".join(page.texts)


def test_each_attempt_has_its_own_time_and_the_camera_of_its_looks(tmp_path: Path) -> None:
    other = film(frame="wrist", topic="/a_wrist/image_raw")
    for _, _, message in other:
        message.data = bytes(len(message.data))
    found = clips_of(bag(tmp_path / "bag", other, film(), film(20.0), names=2))
    for clip in found:
        assert clip is not None
        assert [float(p[:, :, :3].mean()) for p in decoded(clip.url).frames][-1] == pytest.approx(175, abs=8)


def test_clips_are_bounded_and_failures_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [bag(tmp_path / f"{i}", film(), good=i == 0) for i in range(3)]
    size = len(clips_on(page_of(folders[0]))[0])
    monkeypatch.setattr(html_report, "MAX_CLIP_BYTES", 2 * size + 10)
    page = page_of(*folders, source=Source.STACK)
    assert len(clips_on(page)) == 2
    kinds = [name if name == "article" else str(attrs.get("class")) for name, attrs in page.found
             if name == "article" or attrs.get("class") == "clip"]
    assert kinds == ["article", "article", "clip", "article", "clip"], "the two failures"
    assert "2 of 3 attempts have a clip: 1 lie beyond" in " ".join(page.texts)
    monkeypatch.setattr(html_report, "MAX_CLIPS", 1)
    assert len(clips_on(page_of(*folders, source=Source.STACK))) == 1


def test_noise_is_kept_small(tmp_path: Path) -> None:
    told, rng = film(width=320), np.random.default_rng(1)
    for _, _, message in told:
        message.data = rng.integers(0, 255, len(message.data), dtype=np.uint8).tobytes()
    (clip,) = clips_of(bag(tmp_path / "bag", told))
    assert clip is not None and clip.frames == 9 and len(clip.url) < 500_000


def test_left_out_on_demand_or_where_opencv_is_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    folder, page = bag(tmp_path / "bag", film()), tmp_path / "report.html"
    for option, clips in ((["--no-clips"], 0), ([], 1)):
        assert main(["evaluate", str(folder), "--html", str(page), *option]) == 0
        read = checked(page.read_text())
        assert len(clips_on(read)) == clips and "have a clip" not in " ".join(read.texts)
    monkeypatch.delattr(cv2, "imencodeanimation")
    can_clip.cache_clear()
    try:
        read = page_of(folder)
    finally:
        can_clip.cache_clear()
    assert not clips_on(read) and "cannot write animated WebP" in " ".join(read.texts)
    capsys.readouterr()
