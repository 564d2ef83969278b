# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the camera's topics: present, quick enough, lossless, decodable, paired, and with depth that measures."""

import numpy as np
from sensor_msgs.msg import CompressedImage, Image

from vla_r1_ros.core.errors import VlaError
from vla_r1_ros.core.findings import Finding, Level
from vla_r1_ros.core.types import CameraModel
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.doctor_ear import Ear
from vla_r1_ros.ros.doctor_stream import silence, stream_finding

LEAST_VALID, GOOD_VALID = 0.05, 0.4
PAIR_TOLERANCE_S = 0.05  # as projection_node: depth_tolerance_s
LEAST_PAIRED, GOOD_PAIRED = 0.5, 0.95
_DARK = 2.0  # spread of grey values below which a picture shows nothing


def check_image(ear: Ear) -> Finding:
    """The colour stream: rate, loss, encoding, and whether the picture shows anything.

    Raises:
        InputError: INPUT_IMAGE_* where the message cannot be decoded.
    """
    if (silent := silence(ear, "image")) is not None:
        return silent
    message: Image | CompressedImage = ear.heard["image"].last
    picture = convert.image_from_msg(message)
    spread = float(picture.std())
    seen = f"{picture.shape[1]}x{picture.shape[0]} {_form(message)}"
    if spread < _DARK:
        return Finding.warn(f"{seen}, but the picture is all one colour (standard deviation {spread:.1f} of 255)",
                            "is the lens covered, the light off, the exposure fixed?", spread=spread)  # fmt: skip
    return stream_finding(ear, "image", seen, encoding=_form(message))


def check_depth(ear: Ear) -> Finding:
    """The depth stream: rate, loss, encoding, share of pixels that were measured, and their middle distance.

    Raises:
        InputError: INPUT_DEPTH_* where the message cannot be decoded.
    """
    if (silent := silence(ear, "depth/image")) is not None:
        return silent
    message: Image | CompressedImage = ear.heard["depth/image"].last
    depth = convert.depth_from_msg(message)
    valid = np.isfinite(depth)
    share = float(valid.mean())
    seen = f"{depth.shape[1]}x{depth.shape[0]} {_form(message)}, {share:.0%} of the pixels measured"
    if share < LEAST_VALID:
        return Finding.fail(f"{seen} (between 0.1 and 5 m){_unit_hint(message)}",
                            "is the depth stream on, the scene within range, the unit right (16UC1 mm, 32FC1 m)?",
                            valid_share=share)  # fmt: skip
    middle = float(np.median(depth[valid]))
    seen += f", median {middle:.2f} m"
    if share < GOOD_VALID:
        return Finding.warn(seen, f"under {GOOD_VALID:.0%}: too near, shiny or dark surfaces, sunlight? Look at the "
                            "depth image", valid_share=share, median_m=middle)  # fmt: skip
    return stream_finding(ear, "depth/image", seen, encoding=_form(message), valid_share=share, median_m=middle)


def _form(message: Image | CompressedImage) -> str:
    return str(message.format if isinstance(message, CompressedImage) else message.encoding)[:60]


def _size(ear: Ear, image: str) -> tuple[int, int] | None:
    """Width and height of the last image; None where none came, or a compressed one that cannot be unpacked."""
    message = ear.heard[image].last
    if not isinstance(message, CompressedImage):
        return None if message is None else (message.width, message.height)
    try:
        unpacked = (convert.image_from_msg if image == "image" else convert.depth_from_msg)(message)
    except VlaError:
        return None  # told by the image's own line
    return unpacked.shape[1], unpacked.shape[0]


def _unit_hint(message: Image | CompressedImage) -> str:
    if isinstance(message, CompressedImage) or message.encoding != "32FC1":
        return ""
    raw = np.frombuffer(bytes(message.data), dtype=">f4" if message.is_bigendian else "<f4")
    raw = raw[np.isfinite(raw) & (raw > 0)]
    middle = float(np.median(raw)) if raw.size else 0.0
    return f"; the median is {middle:.0f}, which looks like millimetres in 32FC1" if middle > 100.0 else ""


def check_info(ear: Ear, info: str, image: str) -> Finding:
    """A camera_info topic: calibrated, and of the size and frame of its image.

    Raises:
        InputError: INPUT_CAMERA_INFO_INVALID.
    """
    if (silent := silence(ear, info)) is not None:
        return silent
    message = ear.heard[info].last
    camera = convert.camera_from_msg(message)
    seen = f"{camera.width_px}x{camera.height_px}, fx {camera.K[0, 0]:.1f}, frame {message.header.frame_id!r}"
    of, size = ear.heard[image].last, _size(ear, image)
    if size is None:
        return Finding.ok(f"{seen}; there is no image to compare with")
    if size != (camera.width_px, camera.height_px):
        return Finding.fail(f"{seen}, but {ear.heard[image].topic} is {size[0]}x{size[1]}",
                            "remap the camera_info that belongs to this image")  # fmt: skip
    if of.header.frame_id != message.header.frame_id:
        return Finding.warn(f"{seen}, but its image is in frame {of.header.frame_id!r}",
                            "remap the camera_info that belongs to this image")  # fmt: skip
    return Finding.ok(seen, fx=float(camera.K[0, 0]), frame=message.header.frame_id)


def check_pairing(ear: Ear) -> Finding:
    """Share of the colour images with a depth image at most 50 ms away by stamp, and how the two are registered."""
    colour, depth = ear.heard["image"], ear.heard["depth/image"]
    if colour.last is None or depth.last is None:
        return Finding.skip("needs colour and depth")
    of = np.sort(np.array(depth.stamps_ns, dtype=np.int64))
    asked = np.array([ns for ns in colour.stamps_ns if ns <= of[-1] + int(PAIR_TOLERANCE_S * 1e9)], dtype=np.int64)
    if not len(asked):
        asked = np.array(colour.stamps_ns, dtype=np.int64)
    after = np.clip(np.searchsorted(of, asked), 1, max(1, len(of) - 1))
    gaps_s = np.minimum(np.abs(asked - of[after - 1]), np.abs(of[np.minimum(after, len(of) - 1)] - asked)) * 1e-9
    share, worst_s = float((gaps_s <= PAIR_TOLERANCE_S).mean()), float(gaps_s.max())
    same = colour.last.header.frame_id == depth.last.header.frame_id
    how = "registered to colour" if same else f"in its own frame {depth.last.header.frame_id!r}, moved by TF"
    seen = f"{share:.0%} of the colour images have depth within {PAIR_TOLERANCE_S * 1e3:.0f} ms; depth is {how}"
    values = {"paired_share": share, "worst_gap_s": worst_s}
    todo = (f"largest gap {worst_s:.2f} s: switch on the camera's frame sync, check that both carry the time of "
            "exposure; or raise depth_tolerance_s of projection_node")  # fmt: skip
    if share < LEAST_PAIRED:
        return Finding.fail(seen, todo, **values)
    return Finding.ok(seen, **values) if share >= GOOD_PAIRED else Finding.warn(seen, todo, **values)


def camera_model(ear: Ear) -> CameraModel | None:
    """The colour camera, None where its camera_info did not come or is not usable."""
    message = ear.heard["camera_info"].last
    try:
        return None if message is None else convert.camera_from_msg(message)
    except VlaError:
        return None


def usable(finding: Finding) -> bool:
    """Whether what a finding is about can be worked with."""
    return finding.level in (Level.OK, Level.WARN)
