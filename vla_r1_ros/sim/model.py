# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a layout to a MuJoCo specification: arm, table, floor, light, camera `cam` and the objects."""

from __future__ import annotations

import math
from typing import Any

from vla_r1_ros.sim.assets import panda_spec
from vla_r1_ros.sim.camera import mujoco_axes
from vla_r1_ros.sim.gl import ensure_gl
from vla_r1_ros.sim.layout import SceneLayout
from vla_r1_ros.sim.objects import FRICTION, SOLREF, add_object

TIMESTEP_S = 0.002
TABLE_CENTRE = (0.62, 0.0)
TABLE_HALF = (0.42, 0.70, 0.02)
TCP_IN_HAND_M = 0.1034
GRIPPER_GAIN = 10.0
TCP_SITE = "panda_hand_tcp"
_ARM_BODIES = ("link1", "link2", "link3", "link4", "link5", "link6", "link7", "hand", "left_finger", "right_finger")


def base_spec(layout: SceneLayout) -> Any:
    """The scene without its objects, with the physics options that hold a grasp by friction."""
    ensure_gl()
    import mujoco

    spec = panda_spec()
    spec.modelname = "tabletop"
    spec.option.timestep = TIMESTEP_S
    spec.option.integrator = mujoco.mjtIntegrator.mjINT_IMPLICITFAST
    spec.option.cone = mujoco.mjtCone.mjCONE_ELLIPTIC
    spec.option.impratio = 10.0
    spec.visual.global_.offwidth, spec.visual.global_.offheight = 1280, 960
    spec.visual.map.znear = 0.02
    spec.visual.quality.offsamples = 0
    spec.visual.headlight.diffuse = [layout.headlight] * 3
    world = spec.worldbody
    world.add_light(
        name="sun",
        pos=[0.3, -0.6, 1.8],
        dir=list(layout.light_dir),
        type=mujoco.mjtLightType.mjLIGHT_DIRECTIONAL,
        diffuse=[layout.light_diffuse] * 3,
    )
    table = world.add_body(name="table", pos=[*TABLE_CENTRE, -TABLE_HALF[2]])
    table.add_geom(
        name="table",
        type=mujoco.mjtGeom.mjGEOM_BOX,
        size=list(TABLE_HALF),
        rgba=[*layout.table_rgb, 1.0],
        friction=[1.0, 0.005, 0.0001],
    )
    world.add_geom(
        name="floor",
        type=mujoco.mjtGeom.mjGEOM_PLANE,
        size=[3, 3, 0.1],
        pos=[0, 0, -0.75],
        rgba=[*layout.floor_rgb, 1.0],
    )
    camera = layout.camera
    world.add_camera(
        name="cam",
        pos=list(camera.position),
        xyaxes=mujoco_axes(camera.position, camera.target),
        fovy=camera.fovy_deg,
    )
    _tune_arm(spec)
    return spec


def _tune_arm(spec: Any) -> None:
    """Gravity compensation, pads that hold, a gripper strong enough, and a site at the tool point."""
    import mujoco

    for name in _ARM_BODIES:
        spec.body(name).gravcomp = 1.0
    for name in ("left_finger", "right_finger"):
        boxes = [geom for geom in spec.body(name).geoms if geom.type == mujoco.mjtGeom.mjGEOM_BOX]
        pad = max(boxes, key=lambda geom: geom.size[0])
        for geom in boxes:
            if geom is not pad:  # four small knobs: round things wedge between their edges and stick to one finger
                geom.contype = geom.conaffinity = 0
        pad.size[1] = pad.pos[1]  # its face takes the knobs' place
        pad.friction, pad.condim, pad.solref, pad.priority = list(FRICTION), 4, list(SOLREF), 1
    gripper = spec.actuators[7]
    gripper.gainprm[0] *= GRIPPER_GAIN
    gripper.biasprm[1] *= GRIPPER_GAIN
    gripper.biasprm[2] *= math.sqrt(GRIPPER_GAIN)
    spec.body("hand").add_site(name=TCP_SITE, pos=[0, 0, TCP_IN_HAND_M], size=[0.002, 0.002, 0.002], group=5)


def build_spec(layout: SceneLayout, *, free_bodies: bool) -> Any:
    """`mujoco.MjSpec` of the whole scene.

    With `free_bodies` each object is a body named after its ObjectSpec with a free joint `<name>_free`, resting on the
    table; without, objects are mocap bodies that do not collide (pictures only). Joint angles are not part of a
    specification: set `qpos[:7]` from `layout.arm_q` after compiling, and `qpos[7:9]` for the fingers.
    """
    spec = base_spec(layout)
    for item in layout.objects:
        quat = [math.cos(item.yaw / 2), 0.0, 0.0, math.sin(item.yaw / 2)]
        body = spec.worldbody.add_body(
            name=item.name, pos=[item.x, item.y, 0.0005], quat=quat, mocap=not free_bodies
        )
        if free_bodies:
            body.add_freejoint(name=f"{item.name}_free")
        add_object(body, item.kind, (*item.rgb, 1.0), item.scale, physics=free_bodies)
    return spec
