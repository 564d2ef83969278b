# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Pictures before and after, and a clip of the motion, of one episode."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path

import numpy as np

from vla_r1_ros.core.types import ImageArray
from vla_r1_ros.sim.world import World

CLIP_SIZE = (640, 480)
_STILL_S = 1.0
_CLOSE_S = 1.0


class Clip:
    """An H.264 file written by the ffmpeg of the package imageio-ffmpeg; frames are (480, 640, 3) RGB.

    Raises:
        OSError: ffmpeg does not start or ended early (disk full).
        ImportError: the package is missing; ask `Clip.possible` before.
    """

    possible = importlib.util.find_spec("imageio_ffmpeg") is not None

    def __init__(self, path: Path, rate_hz: float) -> None:
        import imageio_ffmpeg

        size = f"{CLIP_SIZE[0]}x{CLIP_SIZE[1]}"
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24",
            "-s", size, "-r", f"{rate_hz:g}", "-i", "-", "-an", "-c:v", "libx264", "-preset", "ultrafast",
            "-crf", "23", "-threads", "1", "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(path),
        ]  # fmt: skip
        # in a group of its own, so that Ctrl-C lets it end the file properly; it ends with its input
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, process_group=0)

    def add(self, frame: ImageArray) -> None:
        """Append a frame."""
        assert self._process.stdin is not None
        self._process.stdin.write(frame.tobytes())

    def close(self) -> None:
        """End the file; kills ffmpeg when it takes over a second."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
            self._process.wait(_CLOSE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class MediaWriter:
    """Writes `before.png` at once, `clip.mp4` while something moves, and `after.png` at the end, into a folder.

    What cannot be written (no ffmpeg, disk full) is told in `problem` and left out. Use it in the world's thread.
    """

    def __init__(self, folder: Path, world: World, rate_hz: float) -> None:
        self._folder, self._world, self._rate = folder, world, rate_hz
        self._next = self._moved = world.simulator.time
        self._clip: Clip | None = None
        self._closed = False
        self.problem = "" if Clip.possible else "no clip: the package imageio-ffmpeg is not installed"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._save("before.png", world.camera.render_view())
        except OSError as error:
            self.problem = str(error)

    def update(self) -> None:
        """Add a frame when its time has come and something moves or has just moved."""
        world, now = self._world, self._world.simulator.time
        if self.problem or now < self._next:
            return
        self._next += 1.0 / self._rate
        if world.moving():
            self._moved = now
        elif now - self._moved > _STILL_S or self._clip is None:
            return
        try:
            self._clip = self._clip or Clip(self._folder / "clip.mp4", self._rate)
            self._clip.add(world.camera.render_view(*CLIP_SIZE))
        except OSError as error:
            self.problem = f"the clip ends here: {error}"

    def close(self) -> None:
        """Write `after.png` and end the clip; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        try:
            self._save("after.png", self._world.camera.render_view())
            if self._clip is not None:
                self._clip.close()
        except OSError as error:
            self.problem = self.problem or str(error)

    def _save(self, name: str, picture: ImageArray) -> None:
        import cv2

        if not cv2.imwrite(str(self._folder / name), np.ascontiguousarray(picture[:, :, ::-1])):
            raise OSError(f"{self._folder / name} could not be written")
