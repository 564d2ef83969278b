# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The report as one page: whole, bounded, and safe whatever stands in the bags."""

import base64
import json
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("rclpy")

import cv2
from nav_msgs.msg import Path as PathMsg
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import String
from vision_msgs.msg import Detection2DArray

from vla_r1_ros.cli.main import main
from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.types import Box
from vla_r1_ros.evaluation import html_report
from vla_r1_ros.evaluation.bag_pictures import read_seen
from vla_r1_ros.evaluation.bag_summary import summarise
from vla_r1_ros.evaluation.html_charts import Dot, decision, strip
from vla_r1_ros.evaluation.html_markup import file_link, tag, text
from vla_r1_ros.evaluation.html_report import report_page
from vla_r1_ros.evaluation.meanings import _OTHERS, meaning
from vla_r1_ros.evaluation.plain_text import plain
from vla_r1_ros.evaluation.verdicts import FailureReason, Source, Verdict, VerdictFile, save_verdicts

from .bags import Item, items, report, result, stamped, write

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&<!--</style></title>\u202egnp.exe\ud800\x00\x1b[2J"
VOID = {"meta", "img", "br"}
NAMES = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "nav", "a", "section", "div",
         "b", "span", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "article", "figure", "figcaption", "img",
         "details", "summary", "blockquote", "code", "br", "svg", "g", "rect", "line", "circle", "polyline", "polygon",
         "text"}  # fmt: skip


class Reader(HTMLParser):
    """What a browser would make of the page; raises where elements do not close."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((name, dict(attrs)))
        if name not in VOID:
            self._open.append(name)

    def handle_endtag(self, name: str) -> None:
        assert self._open.pop() == name

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def of(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for found, attrs in self.found if found == name]


def checked(page: str) -> Reader:
    """The page's elements are ours, nothing runs, nothing is fetched, all can be written."""
    page.encode("utf-8")
    read = Reader(page)
    assert {name for name, _ in read.found} <= NAMES
    for name, attrs in read.found:
        assert not any(key.startswith("on") for key in attrs), attrs
        assert name == "img" or not {"src", "srcset", "xlink:href"} & attrs.keys()
    for image in read.of("img"):
        assert str(image["src"]).startswith(("data:image/jpeg;base64,", "data:image/webp;base64,"))
    for link in read.of("a"):
        assert ":" not in str(link["href"]) and not str(link["href"]).startswith("//")
    anchors = {attrs["id"] for _, attrs in read.found if "id" in attrs}
    assert {str(a["href"])[1:] for a in read.of("a") if str(a["href"]).startswith("#")} <= anchors
    assert "url(" not in page and "@import" not in page
    return read


def picture(stamp: int, seed: int = 0, encoding: str = "rgb8") -> Image:
    pixels = np.random.default_rng(seed).integers(0, 255, (48, 64, 3), dtype=np.uint8)
    return stamped(Image(height=48, width=64, step=192, encoding=encoding, data=pixels.tobytes()), stamp, "cam")


def seen_items(name: str, *, good: bool = True, begin: float = 0.0, stamp: int = 7,
               words: str = "I see it.") -> list[Item]:
    """A carry with its picture and its reasoning, which grows."""
    told = [*items(name, good=good, begin=begin, stamp=stamp)]
    return [*told, (begin + 0.15, "/cell/image_raw", picture(stamp)),
            (begin + 0.5, "/reasoning", String(data=words[:3])), (begin + 0.9, "/reasoning", String(data=words))]


def page_of(folders: Iterable[Path], where: Path, source: Source | None = None) -> str:
    results = [result(folder) for folder in folders]
    return report_page(results, summarise(results, source), where)


def test_an_attempt_on_the_page(tmp_path: Path) -> None:
    told = [*seen_items("a-1", words="the red cube is on the left"),
            *seen_items("a-2", good=False, begin=20.0, stamp=8)]  # fmt: skip
    gate = {"reason": "0.2 m out", "advice": "see the robot file"}
    told.append(report(26.5, "planner_node", "failed", stamp=8, code=ErrorCode.SAFETY_WORKSPACE, **gate))
    folder = write(tmp_path / "run" / "bag", sorted(told, key=lambda item: item[0]))
    (tmp_path / "run" / "clip.mp4").write_bytes(b"film")
    page = page_of([folder], tmp_path / "pages")
    read = checked(page)
    words = " ".join(read.texts)
    assert len(read.of("article")) == 2 and len(read.of("img")) == 2
    assert "the red cube is on the left" in words and "the model gave a box and a path" in words
    assert "SAFETY_WORKSPACE" in words and "0.2 m out" in words and "see the robot file" in words
    assert "an object fell off the table" in words and "the object slipped out" in words, "codes are explained"
    hrefs = [str(a["href"]) for a in read.of("a")]
    assert "../run/bag" in hrefs and "../run/clip.mp4" in hrefs
    assert all((tmp_path / "pages" / h).resolve().exists() for h in hrefs if h.startswith("../"))
    data = base64.b64decode(str(read.of("img")[0]["src"]).partition(",")[2])
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert pixels.shape == (48, 64, 3)
    assert len(read.of("polyline")) == 2 and [r["class"] for r in read.of("rect")].count("box") == 2
    box = next(r for r in read.of("rect") if r["class"] == "box")
    sides = [float(str(box[key])) for key in ("x", "y", "width", "height")]
    assert sides == pytest.approx([28.8, 21.6, 6.4, 4.8], abs=0.06)


@pytest.mark.parametrize("field", ["instruction", "reason", "words", "notes", "facts", "referee", "stage"])
def test_text_of_a_bag_stays_text(tmp_path: Path, field: str) -> None:
    evil = EVIL.replace("\ud800", "").replace("\x00", "")  # DDS knows neither
    told = seen_items("a-1", words=evil if field == "words" else "fine")
    if field == "instruction":
        told[2] = report(0, "vla_node", "accepted", "a-1", 0, instruction=evil, model=evil)
    elif field == "reason":
        told[-5] = report(8.0, "vla_node", "failed", "a-1", 7, ErrorCode.GRASP_LOST, reason=evil, advice=evil)
    elif field == "stage":
        told.append(report(7.5, "planner_node", evil, stamp=7, seconds="1", code=ErrorCode.SAFETY_STOPPED, advice=evil))
    elif field == "referee":
        told[-4] = (9.0, "/sim_node/referee", String(data=json.dumps({
            "seed": EVIL, "task": EVIL, "instruction": "put the red cube in the blue bowl", "verdict": "failure",
            "success": False, "code": "FORCE", "reason": EVIL})))  # fmt: skip
    folder = write(tmp_path / f"b'\"><i>{field}:x", sorted(told, key=lambda item: item[0]))
    if field in ("notes", "facts"):
        verdict = Verdict(Source.HUMAN, False, "OTHER", evil, evil)
        facts = {name: evil for name in ("scene", "robot", "model", "task")} if field == "facts" else {}
        save_verdicts(folder, VerdictFile().having("a-1", verdict, facts=facts))
    page = page_of([folder], tmp_path)
    read = checked(page)
    assert "\u202e" not in page and "\x1b" not in page
    assert "<script>alert(1)</script>" in "".join(read.texts), "it is shown, as text"
    assert any("default-src 'none'" in str(meta["content"]) for meta in read.of("meta") if "http-equiv" in meta)


def test_bounds_are_kept_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [item for i in range(6) for item in seen_items(f"a-{i}", good=i != 3, begin=20.0 * i, stamp=10 + i)]
    folder = write(tmp_path / "bag", sorted(told, key=lambda item: item[0]))
    monkeypatch.setattr(html_report, "MAX_PARTS", 2)
    read = checked(page_of([folder], tmp_path, Source.STACK))
    assert [a["id"] for a in read.of("article")] == ["a1", "a4"], "the failure has a part, and what comes first"
    assert "2 of 6 attempts have a part of the page" in " ".join(read.texts)
    monkeypatch.setattr(html_report, "MAX_PARTS", 6)
    monkeypatch.setattr(html_report, "MAX_PICTURE_BYTES", 20_000)
    read = checked(page_of([folder], tmp_path))
    assert 0 < len(read.of("img")) < 6 and "of 6 looks have a picture" in " ".join(read.texts)


def test_pictures_of_a_look(tmp_path: Path) -> None:
    """The camera's before the overlay's; compressed ones; no depth; none of another stamp; broken ones are left out."""
    pixels = np.zeros((40, 800, 3), np.uint8)
    jpeg = CompressedImage(format="jpeg", data=cv2.imencode(".jpg", pixels)[1].tobytes())
    overlay = (1.2, "/overlay", picture(7))
    for extra, expected in (
        ([overlay], (64, 48, True)),
        ([overlay, (0.1, "/cam/image_raw", picture(7))], (64, 48, False)),
        ([(0.1, "/cam/image_raw/compressed", stamped(jpeg, 7, "cam"))], (200, 10, False)),
        ([(0.1, "/cam/near", picture(7, encoding="32FC1")), (0.1, "/cam/image_raw", picture(6))], None),
        ([(0.1, "/cam/image_raw", picture(7, encoding="yuv422")), overlay], (64, 48, True)),
        ([(0.1, "/cam/image_raw/compressed", stamped(CompressedImage(data=b"no"), 7, "cam"))], None),
    ):
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        told = sorted([*items("a-1", good=True), *extra], key=lambda item: item[0])
        found = result(write(folder, told))
        (look,) = found.attempts[0].story.looks
        shown = read_seen(found.bag, [look], 200).picture(look)
        assert (shown and (shown.width_px, shown.height_px, shown.drawn)) == expected


def test_a_damaged_bag_has_a_page(tmp_path: Path) -> None:
    """One wrong bit in every other message, of those that a checksum would not find."""
    rng = np.random.default_rng(4)

    def flip(data: bytes) -> bytes:
        spoilt = bytearray(data)
        if rng.random() < 0.5:
            spoilt[int(rng.integers(min(len(data), 400)))] ^= 1 << int(rng.integers(8))
        return bytes(spoilt)

    pictures = 0
    for i in range(12):
        folder = write(tmp_path / f"{i}", seen_items("a-1", words="x" * 300), change=flip)
        pictures += len(checked(page_of([folder], tmp_path)).of("img"))
    assert pictures > 0


def test_as_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "runs" / "bag", seen_items("a-1"))
    other = write(tmp_path / "others" / "bag", seen_items("b-1", good=False))
    (folder / "labels.json").write_text('[{"stamp_ns": 7, "affordance": null}]')
    page = tmp_path / "new" / "report.html"
    assert main(["evaluate", str(folder), "--against", str(other), "--scene", "S1", "--html", str(page)]) == 0
    assert f"{page}: 0." in capsys.readouterr().out
    words = " ".join(checked(page.read_text()).texts)
    assert "not yet known" in words and "paper's layout" in words and "against labels" in words
    assert not list(page.parent.glob("*.part"))


def test_absent_is_said_only_of_an_answer_that_is_in_the_bag(tmp_path: Path) -> None:
    whole = [*items("a-1", good=True)]
    nothing = [(1.0, "/cell/affordance", stamped(Detection2DArray(), 7, "cam")),
               (1.0, "/cell/trajectory_2d", stamped(PathMsg(), 7, "cam"))]  # fmt: skip
    answered = {"/cell/affordance", "/cell/trajectory_2d"}
    rest = [item for item in whole if item[1] not in answered]
    for told, words in (
        (sorted([*rest, *nothing], key=lambda item: item[0]), "the model called it absent"),
        (rest, "the answer, or the camera's info, is not in the bag"),
        ([item for item in whole if item[1] != "/cell/camera_info"], "the answer, or the camera's info"),
        ([item for item in rest if item[0] != 1.1], "no decision"),
    ):
        folder = write(tmp_path / f"{len(list(tmp_path.iterdir()))}", told)
        assert words in " ".join(checked(page_of([folder], tmp_path)).texts)


def test_a_terminal_gets_no_escapes_and_a_file_no_half_characters(tmp_path: Path,
                                                                  capsys: pytest.CaptureFixture[str]) -> None:
    word = {"task": EVIL, "instruction": "put the red cube in the blue bowl", "success": True}
    told = [*items("a-1", good=True)][:-1]
    told[-1] = report(8.0, "vla_node", "failed\x1b[31m", "a-1", 7, ErrorCode.GRASP_LOST)
    folder = write(tmp_path / "bag", [*told, (9.0, "/sim_node/referee", String(data=json.dumps(word)))])
    files = [f"--{kind}={tmp_path / kind}" for kind in ("csv", "json", "html")]
    assert main(["evaluate", str(folder), *files]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown and "\u202e" not in shown and "alert(1)" in shown
    assert all((tmp_path / kind).read_text(encoding="utf-8") for kind in ("csv", "json", "html"))


def test_an_empty_bag_has_a_page_too(tmp_path: Path) -> None:
    read = checked(page_of([write(tmp_path / "bag", [(0.0, "/overlay", picture(7))])], tmp_path))
    assert "nothing to evaluate" in " ".join(read.texts)


def test_markup_is_safe_by_construction(tmp_path: Path) -> None:
    assert tag("p", EVIL, title=EVIL).count("<") == 2 and text(tag("b", "x")) == "<b>x</b>"
    assert plain("a\x00\u202e\ud800b") == "a\ufffd\ufffd\ufffdb" and len(plain("x" * 9000)) < 520
    with pytest.raises(ValueError, match="no attribute"):
        tag("p", onclick="x")
    with pytest.raises(ValueError, match="no element"):
        tag("script", "x")
    link = file_link("x", tmp_path / "javascript:alert(1)" / "a?b#c", tmp_path)
    assert 'href="javascript%3Aalert%281%29/a%3Fb%23c"' in link


def test_charts_stand_odd_numbers() -> None:
    way = np.array([[1e9, -1e9], [0.5, 0.5], [0.5, 0.5]])
    checked_svg: list[Any] = [strip([Dot(-1.0, "x"), Dot(1e300, "y", True, 1e308)], "s", "z"), strip([], "s", "z"),
                              strip([Dot(float(i), "x") for i in range(5000)], "s", "z"),
                              decision(Box(0.5, 0.5, 9e9, 1e-9), way, 640, 480)]  # fmt: skip
    for svg in checked_svg:
        assert "nan" not in svg and "inf" not in svg
        Reader(svg)
    assert checked_svg[2].count("<circle") <= 400


def test_codes_have_meanings() -> None:
    from vla_r1_ros.sim.referee import Reason

    assert {str(reason) for reason in Reason} <= set(_OTHERS)
    assert all(meaning(str(reason))[0] for reason in FailureReason)
    assert all(meaning(code.name)[0] and meaning(code.name)[1] for code in ErrorCode if code)
    assert "`" not in meaning("SAFETY_STOPPED")[1] and meaning("NO_SUCH") == ("", "")
