# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Fast pictures of many layouts with a Panda: one compiled model whose objects are moved, re-scaled and re-coloured
per scene."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vla_r1_ros.core.robot_models import PANDA
from vla_r1_ros.sim.gl import ensure_gl
from vla_r1_ros.sim.labels import TrueBox, true_boxes
from vla_r1_ros.sim.layout import IMAGE_SIZE, MAX_PER_KIND, SceneLayout, sample_layout
from vla_r1_ros.sim.model import base_spec
from vla_r1_ros.sim.objects import KINDS, add_object

_PANDA_HOME = (0.0, -0.785398, 0.0, -2.35619, 0.0, 1.5707, 0.785398)
_TOOL, _TOOL_IN_HAND_M = "tool", 0.1034

@dataclass(frozen=True, slots=True)
class Shot:
    """A picture (H, W, 3) uint8 RGB, the true boxes by object name and the tool point (base frame, metres)."""

    image: NDArray[np.uint8]
    boxes: dict[str, TrueBox]
    tool: tuple[float, float, float]


class ScenePool:
    """Renders layouts, 640x480 by default. Close it (or use `with`) to free the GL contexts."""

    def __init__(self, size: tuple[int, int] = IMAGE_SIZE) -> None:
        ensure_gl()
        import mujoco

        self._mj: Any = mujoco
        spec = base_spec(sample_layout(0), PANDA)
        site = {"pos": [0, 0, _TOOL_IN_HAND_M], "size": [0.002, 0.002, 0.002], "group": 5}
        spec.body(PANDA.hand_body).add_site(name=_TOOL, **site)
        names = [f"{kind}{index}" for kind in KINDS for index in range(MAX_PER_KIND)]
        for name in names:
            body = spec.worldbody.add_body(name=name, mocap=True, pos=[0, 0, -5])
            add_object(body, name.rstrip("0123456789"), (1, 1, 1, 0), 1.0, physics=False)
        self._model = spec.compile()
        self._data = mujoco.MjData(self._model)
        self._bodies = {name: self._model.body(name).id for name in names}
        self._geoms = {
            name: np.flatnonzero(self._model.geom_bodyid == body) for name, body in self._bodies.items()
        }
        self._size = {name: self._model.geom_size[ids].copy() for name, ids in self._geoms.items()}
        self._pos = {name: self._model.geom_pos[ids].copy() for name, ids in self._geoms.items()}
        width, height = size
        self._context = mujoco.GLContext(width, height)
        self._context.make_current()
        self._render = mujoco.MjrContext(self._model, mujoco.mjtFontScale.mjFONTSCALE_100)
        mujoco.mjr_setBuffer(mujoco.mjtFramebuffer.mjFB_OFFSCREEN, self._render)
        self._scene = mujoco.MjvScene(self._model, maxgeom=1000)
        self._option, self._view = mujoco.MjvOption(), mujoco.MjvCamera()
        self._view.type = mujoco.mjtCamera.mjCAMERA_FIXED
        self._view.fixedcamid = self._model.cam("cam").id
        self._rect = mujoco.MjrRect(0, 0, width, height)
        for flag in (mujoco.mjtRndFlag.mjRND_SHADOW, mujoco.mjtRndFlag.mjRND_REFLECTION):
            self._scene.flags[flag] = False

    def __enter__(self) -> ScenePool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Frees the GL context."""
        self._render.free()
        self._context.free()

    def shoot(self, layout: SceneLayout) -> Shot:
        """Renders one layout. Raises IndexError where a kind occurs more than `MAX_PER_KIND` times."""
        model, data, mj = self._model, self._data, self._mj
        shown = self._place(layout)
        self._dress(layout)
        data.qpos[:7] = np.add(_PANDA_HOME, layout.arm_offset)
        data.qpos[7:9] = 0.04
        mj.mj_kinematics(model, data)
        mj.mj_camlight(model, data)
        mj.mjv_updateScene(
            model, data, self._option, None, self._view, mj.mjtCatBit.mjCAT_ALL, self._scene
        )
        image = self._draw(segments=False)
        # segments are numbered in drawing order plus one; below 256 of them the red channel says it all
        order = np.zeros(256, dtype=np.uint8)
        for geom in self._scene.geoms[: self._scene.ngeom]:
            if geom.objtype == int(mj.mjtObj.mjOBJ_GEOM) and geom.segid >= 0:
                order[geom.segid + 1] = model.geom_bodyid[geom.objid]
        bodies = order[self._draw(segments=True)[..., 0]]
        tool = data.site(_TOOL).xpos
        return Shot(image, true_boxes(bodies, shown), (float(tool[0]), float(tool[1]), float(tool[2])))

    def _draw(self, *, segments: bool) -> NDArray[np.uint8]:
        mj, flags = self._mj, self._scene.flags
        flags[mj.mjtRndFlag.mjRND_SEGMENT] = flags[mj.mjtRndFlag.mjRND_IDCOLOR] = segments
        image = np.empty((self._rect.height, self._rect.width, 3), dtype=np.uint8)
        mj.mjr_render(self._rect, self._scene, self._render)
        mj.mjr_readPixels(image, None, self._rect, self._render)
        return image[::-1]

    def _place(self, layout: SceneLayout) -> dict[int, str]:
        model, data = self._model, self._data
        for ids in self._geoms.values():
            model.geom_rgba[ids, 3] = 0.0  # a geom with alpha 0 is not drawn at all
        used = dict.fromkeys(KINDS, 0)
        shown: dict[int, str] = {}
        for item in layout.objects:
            if used[item.kind] >= MAX_PER_KIND:
                raise IndexError(f"more than {MAX_PER_KIND} objects of kind {item.kind}")
            name = f"{item.kind}{used[item.kind]}"
            used[item.kind] += 1
            ids, body = self._geoms[name], self._bodies[name]
            model.geom_size[ids] = self._size[name] * item.scale
            model.geom_pos[ids] = self._pos[name] * item.scale
            model.geom_rgba[ids] = [*item.rgb, 1.0]
            slot = model.body_mocapid[body]
            data.mocap_pos[slot] = [item.x, item.y, 0.0]
            data.mocap_quat[slot] = [math.cos(item.yaw / 2), 0.0, 0.0, math.sin(item.yaw / 2)]
            shown[int(body)] = item.name
        return shown

    def _dress(self, layout: SceneLayout) -> None:
        model, mj = self._model, self._mj
        camera = model.cam("cam").id
        eye, aim = np.array(layout.camera.position), np.array(layout.camera.target)
        back = (eye - aim) / np.linalg.norm(eye - aim)
        right = np.cross([0.0, 0.0, 1.0], back)
        right /= np.linalg.norm(right)
        axes = np.stack([right, np.cross(back, right), back], axis=1)
        mj.mju_mat2Quat(model.cam_quat[camera], axes.ravel())
        model.cam_pos[camera] = eye
        model.cam_fovy[camera] = layout.camera.fovy_deg
        model.geom_rgba[model.geom("table").id, :3] = layout.table_rgb
        model.geom_rgba[model.geom("floor").id, :3] = layout.floor_rgb
        light = model.light("sun").id
        model.light_dir[light] = layout.light_dir
        model.light_diffuse[light] = layout.light_diffuse
        model.vis.headlight.diffuse[:] = layout.headlight
