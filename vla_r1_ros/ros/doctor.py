# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""All checks that ROS is needed for, in the order in which they are told."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from vla_r1_ros.core.findings import NamedCheck
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.ros import doctor_arm, doctor_camera, doctor_stream, doctor_system, doctor_tf
from vla_r1_ros.ros.doctor_ear import Ear
from vla_r1_ros.ros.transport import transport_environment


@contextmanager
def listening(robot: RobotDescription, seconds: float, ros_args: Sequence[str] = ()) -> Iterator[list[NamedCheck]]:
    """Listen to the cell for `seconds`, then give the checks of what was heard. Nothing is commanded.

    The process gets the transport settings that the launch files of this package set, where the user has none.

    Raises:
        InputError: INPUT_ENVIRONMENT where the middleware does not start or does not take `ros_args`.
    """
    chosen = transport_environment()
    os.environ.update(chosen)
    with Ear(robot, ros_args, seconds) as ear:
        ear.listen(seconds)
        yield [
            ("middleware", partial(doctor_system.check_middleware, ear)),
            ("transport", partial(doctor_system.check_transport, ear.middleware, chosen)),
            ("reach", partial(doctor_system.check_reach, ear.middleware)),
            ("qos", partial(doctor_stream.check_qos, ear)),
            ("clock", partial(doctor_system.check_clock, ear)),
            ("clock skew", partial(doctor_system.check_skew, ear)),
            ("image", partial(doctor_camera.check_image, ear)),
            ("camera_info", partial(doctor_camera.check_info, ear, "camera_info", "image")),
            ("depth/image", partial(doctor_camera.check_depth, ear)),
            ("depth/camera_info", partial(doctor_camera.check_info, ear, "depth/camera_info", "depth/image")),
            ("depth pairs", partial(doctor_camera.check_pairing, ear)),
            ("camera tf", partial(doctor_tf.check_camera_tf, ear, robot)),
            ("robot tf", partial(doctor_tf.check_robot_tf, ear, robot)),
            ("view", partial(doctor_tf.check_view, ear, robot)),
            ("robot_description", partial(doctor_arm.check_description, ear, robot)),
            ("joint_states", partial(doctor_arm.check_joint_states, ear, robot)),
            ("arm controller", partial(doctor_arm.check_action, ear, "arm")),
            ("gripper", partial(doctor_arm.check_action, ear, "gripper")),
            ("enable_motion", partial(doctor_arm.check_enable, ear)),
        ]
