# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From a layout to a MuJoCo specification: arm, table, floor, light, camera `cam` and the objects."""

from __future__ import annotations

import math
from typing import Any

from vla_r1_ros.core.robot_assets import RobotModelData
from vla_r1_ros.sim.assets import robot_spec
from vla_r1_ros.sim.camera import mujoco_axes
from vla_r1_ros.sim.gl import ensure_gl
from vla_r1_ros.sim.layout import SceneLayout
from vla_r1_ros.sim.objects import FRICTION, SOLREF, add_object

TIMESTEP_S = 0.002
TABLE_CENTRE = (0.62, 0.0)
TABLE_HALF = (0.42, 0.70, 0.02)


def base_spec(layout: SceneLayout, data: RobotModelData) -> Any:
    """The scene with a robot and without its objects, with the physics options that hold a grasp by friction."""
    ensure_gl()
    import mujoco

    spec = robot_spec(data)
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
    _tune_robot(spec, data)
    return spec


def _tune_robot(spec: Any, data: RobotModelData) -> None:
    """Gravity compensation, pads that hold, a gripper strong and calm enough."""
    import mujoco

    todo = list(spec.body(data.base_body).bodies)
    while todo:
        body = todo.pop()
        body.gravcomp = 1.0
        todo += list(body.bodies)
    for name in data.pad_bodies:
        boxes = [geom for geom in spec.body(name).geoms if geom.type == mujoco.mjtGeom.mjGEOM_BOX]
        pads = [max(boxes, key=lambda geom: geom.size[0])] if data.one_pad else boxes
        for geom in boxes:
            if geom not in pads:
                geom.contype = geom.conaffinity = 0
        for pad in pads:
            if data.one_pad:
                pad.size[1] = pad.pos[1]  # its face takes the others' place
            pad.friction, pad.condim, pad.solref, pad.priority = list(FRICTION), 4, list(SOLREF), 1
    for name, inertia in data.armature:
        spec.joint(name).armature = inertia
    gripper = spec.actuators[len(data.arm_joints)]
    gripper.gainprm[0] *= data.gripper_gain
    gripper.biasprm[1] *= data.gripper_gain
    gripper.biasprm[2] *= math.sqrt(data.gripper_gain)


def build_spec(layout: SceneLayout, data: RobotModelData, *, free_bodies: bool) -> Any:
    """`mujoco.MjSpec` of the whole scene.

    With `free_bodies` each object is a body named after its ObjectSpec with a free joint `<name>_free`, resting on the
    table; without, objects are mocap bodies that do not collide (pictures only). Joint angles are not part of a
    specification: set `qpos` after compiling, of the arm's joints and of `data.finger_joints`.
    """
    spec = base_spec(layout, data)
    for item in layout.objects:
        quat = [math.cos(item.yaw / 2), 0.0, 0.0, math.sin(item.yaw / 2)]
        body = spec.worldbody.add_body(
            name=item.name, pos=[item.x, item.y, 0.0005], quat=quat, mocap=not free_bodies
        )
        if free_bodies:
            body.add_freejoint(name=f"{item.name}_free")
        add_object(body, item.kind, (*item.rgb, 1.0), item.scale, physics=free_bodies)
    return spec
