# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a consumer RGB-D camera does to a perfect picture: noise, quantisation, holes. numpy only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BANK = 1 << 20


@dataclass(frozen=True)
class NoiseSettings:
    """Sizes of the errors. Depth noise is `depth_sigma` m at 1 m and grows with the square of the distance."""

    depth_sigma: float = 0.0015
    edge_jump: float = 0.02
    edge_loss: float = 0.8
    grazing_deg: float = 80.0
    grazing_loss: float = 0.6
    blobs: int = 4
    blob_radius_px: float = 5.0
    depth_min: float = 0.15
    depth_max: float = 3.0
    colour_sigma: float = 1.5


class CameraNoise:
    """Noise drawn from (seed, frame number): the same frame is the same on every machine.

    Gaussian samples come from one bank that each frame reads from another place; drawing them anew costs 10 ms.
    """

    def __init__(self, seed: int, settings: NoiseSettings | None = None) -> None:
        self.settings = settings or NoiseSettings()
        self._seed = seed
        self._bank = np.random.default_rng([seed, 1]).standard_normal(_BANK, dtype=np.float32)
        self._uniform = np.random.default_rng([seed, 2]).random(_BANK, dtype=np.float32)

    def depth_mm(self, depth: NDArray[np.float32], focal_px: float, frame: int) -> NDArray[np.uint16]:
        """Return what the sensor reports, (H, W) in mm with 0 for holes, from true depth (H, W) in m."""
        s, rng = self.settings, np.random.default_rng([self._seed, 3, frame])
        noisy = depth + self._take(self._bank, rng, depth.shape) * (s.depth_sigma * depth * depth)
        lost = (depth < s.depth_min) | (depth > s.depth_max) | (noisy <= 0)
        lost |= self._edges(depth, focal_px, self._take(self._uniform, rng, depth.shape))
        self._punch(lost, rng)
        return np.where(lost, 0, np.rint(noisy * 1000.0)).astype(np.uint16)

    def colour(self, image: NDArray[np.uint8], frame: int) -> NDArray[np.uint8]:
        """Return the image (H, W, 3) with a little sensor noise."""
        if self.settings.colour_sigma <= 0:
            return image
        rng = np.random.default_rng([self._seed, 4, frame])
        noise = np.rint(self._take(self._bank, rng, image.shape) * self.settings.colour_sigma).astype(np.int16)
        noisy: NDArray[np.uint8] = np.clip(image + noise, 0, 255).astype(np.uint8)
        return noisy

    def _take(self, bank: NDArray[np.float32], rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float32]:
        count = int(np.prod(shape))
        if count > _BANK:
            return np.resize(np.roll(bank, int(rng.integers(_BANK))), shape)
        start = int(rng.integers(_BANK - count + 1))
        return bank[start:start + count].reshape(shape)

    def _edges(self, depth: NDArray[np.float32], focal_px: float, draw: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Pixels beside a jump of depth or on a surface seen at a grazing angle, lost by chance."""
        s = self.settings
        step = np.zeros_like(depth)
        across, down = np.abs(np.diff(depth, axis=1)), np.abs(np.diff(depth, axis=0))
        for view, jump in ((step[:, :-1], across), (step[:, 1:], across), (step[:-1], down), (step[1:], down)):
            np.maximum(view, jump, out=view)
        # a plane tilted by an angle a against the view steps by z tan(a) / f from pixel to pixel
        grazing = step > depth * np.float32(np.tan(np.deg2rad(s.grazing_deg)) / focal_px)
        lost: NDArray[np.bool_] = ((step > s.edge_jump) & (draw < s.edge_loss)) | (grazing & (draw < s.grazing_loss))
        return lost

    def _punch(self, lost: NDArray[np.bool_], rng: np.random.Generator) -> None:
        height, width = lost.shape
        for _ in range(int(rng.integers(0, self.settings.blobs + 1))):
            u, v = rng.uniform(0, width), rng.uniform(0, height)
            a, b = rng.uniform(0.3, 1.0, 2) * self.settings.blob_radius_px
            u0, u1, v0, v1 = int(max(0, u - a)), int(u + a) + 2, int(max(0, v - b)), int(v + b) + 2
            part = lost[v0:v1, u0:u1]
            rows, columns = np.ogrid[v0:v0 + part.shape[0], u0:u0 + part.shape[1]]
            part |= ((columns - u) / a) ** 2 + ((rows - v) / b) ** 2 <= 1.0
