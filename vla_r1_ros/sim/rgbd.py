# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The scene's RGB-D camera, and a view from the outside for pictures and clips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.types import CameraModel, FloatArray, ImageArray
from vla_r1_ros.sim.gl import ensure_gl
from vla_r1_ros.sim.labels import camera_of
from vla_r1_ros.sim.layout import IMAGE_SIZE
from vla_r1_ros.sim.noise import CameraNoise, NoiseSettings
from vla_r1_ros.sim.simulator import Simulator

_BUFFER = (1280, 960)


@dataclass(frozen=True)
class RgbdFrame:
    """One picture: colour (H, W, 3) uint8 RGB, depth (H, W) uint16 mm along the optical axis with 0 for holes,
    registered to colour; simulated time in s; number since the episode began."""

    colour: ImageArray
    depth_mm: NDArray[np.uint16]
    time: float
    number: int


class SceneCamera:
    """Renders one simulator's scene. Use it in the thread that made it, and close it (GL context).

    Args:
        simulator: its layout says where the camera stands.
        noise: sizes of the sensor's errors; the draw follows from the layout's seed and the frame number.
    """

    def __init__(self, simulator: Simulator, noise: NoiseSettings | None = None) -> None:
        ensure_gl()
        import mujoco

        self._mj: Any = mujoco
        self._sim = simulator
        width, height = IMAGE_SIZE
        K, self.T_base_camera = camera_of(simulator.layout.camera, width, height)
        self.model = CameraModel(width, height, K, np.zeros(5))
        self._noise = CameraNoise(simulator.layout.seed, noise)
        self._number = 0
        model = simulator.model
        model.vis.quality.shadowsize = 2048  # the default of 4096 doubles the time of a picture with shadows
        self._gl = mujoco.GLContext(*_BUFFER)
        self._gl.make_current()
        self._context = mujoco.MjrContext(model, mujoco.mjtFontScale.mjFONTSCALE_100)
        mujoco.mjr_setBuffer(mujoco.mjtFramebuffer.mjFB_OFFSCREEN, self._context)
        self._context.readDepthMap = mujoco.mjtDepthMap.mjDEPTH_ZEROFAR
        self._scene = mujoco.MjvScene(model, maxgeom=1000)
        self._option = mujoco.MjvOption()
        self._fixed = mujoco.MjvCamera()
        self._fixed.type = mujoco.mjtCamera.mjCAMERA_FIXED
        self._fixed.fixedcamid = model.cam("cam").id
        self._outside = mujoco.MjvCamera()
        self._outside.type = mujoco.mjtCamera.mjCAMERA_FREE
        self._outside.lookat[:] = (0.42, 0.0, 0.22)
        self._outside.distance, self._outside.azimuth, self._outside.elevation = 1.6, 140.0, -24.0
        near, far = (float(model.vis.map.znear * model.stat.extent), float(model.vis.map.zfar * model.stat.extent))
        # reversed z buffer: 1 is near, 0 is far; depth = scale / (z + offset)
        self._scale, self._offset = near * far / (far - near), near / (far - near)

    def close(self) -> None:
        """Free the GL context; a second call does nothing."""
        if self._gl is not None:
            self._gl.make_current()
            self._context.free()
            self._gl.free()
            self._gl = None

    def render(self, draw: int | None = None) -> RgbdFrame:
        """Return the next frame as the sensor gives it; `draw` numbers its noise, None draws anew for each frame."""
        colour, depth = self.render_true()
        draw = self._number if draw is None else draw
        frame = RgbdFrame(
            self._noise.colour(colour, draw),
            self._noise.depth_mm(depth, float(self.model.K[0, 0]), draw),
            self._sim.time,
            self._number,
        )
        self._number += 1
        return frame

    def render_true(self) -> tuple[ImageArray, NDArray[np.float32]]:
        """Return colour (H, W, 3) RGB and depth (H, W) in m without noise; for labels and tests."""
        width, height = self.model.width_px, self.model.height_px
        colour = np.empty((height, width, 3), np.uint8)
        z = np.empty((height, width), np.float32)
        rect = self._draw(self._fixed, width, height, shadows=False)
        self._mj.mjr_readPixels(colour, z, rect, self._context)
        depth = np.float32(self._scale) / (z + np.float32(self._offset))
        return np.ascontiguousarray(colour[::-1]), np.ascontiguousarray(depth[::-1])

    def render_view(self, width_px: int = 1280, height_px: int = 960) -> ImageArray:
        """Return a picture (H, W, 3) RGB of the scene from the outside, with shadows; at most 1280x960."""
        colour = np.empty((height_px, width_px, 3), np.uint8)
        rect = self._draw(self._outside, width_px, height_px, shadows=True)
        self._mj.mjr_readPixels(colour, None, rect, self._context)
        return np.ascontiguousarray(colour[::-1])

    def _draw(self, camera: Any, width: int, height: int, *, shadows: bool) -> Any:
        mj, sim = self._mj, self._sim
        self._gl.make_current()
        self._scene.flags[mj.mjtRndFlag.mjRND_SHADOW] = shadows
        self._scene.flags[mj.mjtRndFlag.mjRND_REFLECTION] = False
        mj.mjv_updateScene(sim.model, sim.data, self._option, None, camera, mj.mjtCatBit.mjCAT_ALL, self._scene)
        rect = mj.MjrRect(0, 0, width, height)
        mj.mjr_render(rect, self._scene, self._context)
        return rect


def invert(T: FloatArray) -> FloatArray:
    """Return the inverse of a rigid transform (4, 4)."""
    inverse = np.eye(4)
    inverse[:3, :3] = T[:3, :3].T
    inverse[:3, 3] = -T[:3, :3].T @ T[:3, 3]
    return inverse
