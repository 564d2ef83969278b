# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""TF for every node: tf2_ros where it is installed, else the same calls in this package. Import from here only."""

import importlib.util

if importlib.util.find_spec("tf2_ros") is not None:
    from tf2_ros import (
        Buffer,
        ConnectivityException,
        ExtrapolationException,
        InvalidArgumentException,
        LookupException,
        StaticTransformBroadcaster,
        TimeoutException,
        TransformBroadcaster,
        TransformException,
        TransformListener,
    )
else:
    from vla_r1_ros.core.tf_history import (
        ConnectivityException,
        ExtrapolationException,
        InvalidArgumentException,
        LookupException,
        TimeoutException,
        TransformException,
    )
    from vla_r1_ros.ros.tf_buffer import Buffer
    from vla_r1_ros.ros.tf_topics import StaticTransformBroadcaster, TransformBroadcaster, TransformListener

__all__ = [
    "Buffer", "ConnectivityException", "ExtrapolationException", "InvalidArgumentException", "LookupException",
    "StaticTransformBroadcaster", "TimeoutException", "TransformBroadcaster", "TransformException",
    "TransformListener",
]
