# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Make the pictures of README.md and docs/console.md from a run of the whole stack: `make pictures`.

Shipped checkpoint, vLLM, nodes, physics, and the operator's page in a headless Chromium, which says the instruction and
approves the plan. Leaves docs/pictures: the page while the plan waits, what the model drew with the table before and
after, the motion as a clip, and the attempt in the report.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from browser import PROGRAMS, Browser, Tab, find_browser
from PIL import Image

from vla_r1_ros.cli.demo import DEFAULT_SAY, Teller, keep_overlay, keep_verdicts
from vla_r1_ros.cli.model_server import model_endpoint
from vla_r1_ros.cli.stack import StackOptions, ros_environment, running_stack
from vla_r1_ros.core.processes import interruptible

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PAGE = "http://127.0.0.1:8090/"
SEED = 1
PLAN_SHOWN_S = 6.0  # until the waiting plan is on its way in the 3D view
GAP_PX = 6
CLIP_SPEED, CLIP_RATE, CLIP_WIDTH_PX = 2, 8, 480


def look_and_approve(page: Tab) -> None:
    """Wait for the plan, take the page's picture, approve."""
    page.until("!document.getElementById('approve').disabled", 180)
    page.until("document.getElementById('scene').dataset.plays === 'true'", 60)
    time.sleep(PLAN_SHOWN_S)
    page.picture(FOLDER / "console.png")
    page.click("approve")


def play(folder: Path, arguments: argparse.Namespace, browser: Browser) -> None:
    """One attempt, said by this process and approved on the page; everything it leaves is in `folder`."""
    from vla_r1_ros.ros.session import StackSession

    teller = Teller()
    sim = {"seed": SEED, "instruction": DEFAULT_SAY, "media_dir": str(folder)}
    with model_endpoint(arguments, folder, teller.say) as (endpoint, model, wait_model):
        options = StackOptions(folder, endpoint, model, sim, record=True, console=True,
                               planner={"require_approval": True})
        with running_stack(options, dict(os.environ), teller.say) as stack:
            session = StackSession()
            try:
                session.wait_ready(180.0, stack.check)
                wait_model(stack.check)
                page = browser.tab()
                page.size(1440, 1000)
                page.go(PAGE)
                page.until("document.body?.dataset.link === 'open'", 60)
                page.click("view-scene")
                with ThreadPoolExecutor(1) as beside_it:
                    approved = beside_it.submit(look_and_approve, page)
                    attempt = session.run(DEFAULT_SAY, seconds=300.0, listener=teller.hear, watch=stack.check)
                    approved.result(1.0)
                verdict = session.verdict()
                keep_overlay(session, folder)
                keep_verdicts(folder, attempt.final, verdict, model, teller)
            finally:
                session.close()
    if not verdict["success"]:
        raise SystemExit(f"the attempt did not succeed: {verdict}")


def beside(run: Path, overlay: Path, out: Path) -> None:
    """The overlay, and right of it the table before and after."""
    large = Image.open(overlay).convert("RGB")
    small = [Image.open(run / name).convert("RGB") for name in ("before.png", "after.png")]
    height = large.height // 2
    small = [picture.resize((round(picture.width * height / picture.height), height)) for picture in small]
    whole = Image.new("RGB", (large.width + GAP_PX + small[0].width, large.height), "white")
    whole.paste(large, (0, 0))
    for index, picture in enumerate(small):
        whole.paste(picture, (large.width + GAP_PX, index * height))
    whole.save(out, optimize=True)


def clip(file: Path, out: Path) -> None:
    """A clip as an animated WebP, faster than it was."""
    import imageio_ffmpeg

    filters = f"setpts=PTS/{CLIP_SPEED},fps={CLIP_RATE},scale={CLIP_WIDTH_PX}:-2"
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-i", str(file), "-vf", filters,
                    "-c:v", "libwebp", "-quality", "60", "-loop", "0", str(out)], check=True)


def report(browser: Browser, run: Path) -> None:
    """The attempt's page of `vla_r1 evaluate --html`."""
    page_file = run / "report.html"
    subprocess.run([sys.executable, "-m", "vla_r1_ros.cli.main", "evaluate", str(run), "--html", str(page_file)],
                   check=True, stdout=subprocess.DEVNULL)
    tab = browser.tab()
    tab.size(1280, 1000)
    tab.go(page_file.as_uri())
    tab.until("document.readyState === 'complete' && document.getElementById('a1') !== null", 30)
    tab.js("document.getElementById('a1').scrollIntoView()")
    time.sleep(1.0)
    tab.picture(FOLDER / "report.png")
    browser.drop(tab)


def main() -> int:
    """Run it; 0 when all pictures are there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--endpoint", default="", help="a model server that runs already")
    parser.add_argument("--model", default="tabletop")
    arguments = parser.parse_args()
    program = find_browser()
    if program is None:
        sys.exit(f"no browser: none of {', '.join(PROGRAMS)} is installed (apt-get install chromium)")
    FOLDER.mkdir(exist_ok=True)
    os.environ.update(ros_environment())
    with interruptible(), tempfile.TemporaryDirectory() as scratch:
        run = Path(scratch) / "recordings" / "run"
        run.mkdir(parents=True)
        browser = Browser(program, Path(scratch))
        try:
            play(run, arguments, browser)
            report(browser, run)
        finally:
            browser.close()
        beside(run, run / "overlay.png", FOLDER / "demo.png")
        clip(run / "clip.mp4", FOLDER / "demo.webp")
    for file in sorted(FOLDER.iterdir()):
        print(f"{file.name}: {file.stat().st_size / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
