# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Pictures of a source: read, checked, and passed on with the bytes that they have."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from PIL.ExifTags import Base

from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.types import ImageArray
from vla_r1_ros.posttrain.cot.sample import BadSample, Picture, Reason, Sample
from vla_r1_ros.vla.image import check_image

MAX_FILE_BYTES = 32 * 1024 * 1024
MAX_RAW_BYTES = 128 * 1024 * 1024
ASPECT_TOLERANCE = 0.02
_MAGIC = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True)
class Loaded:
    """A checked picture: `data` as PNG or JPEG (`kind`), and its size."""

    data: bytes
    kind: str
    width_px: int
    height_px: int

    @property
    def file_name(self) -> str:
        """A name made of the content, so that one picture is stored once."""
        return f"{hashlib.sha256(self.data).hexdigest()[:20]}.{'jpg' if self.kind == 'jpeg' else self.kind}"

    @property
    def data_url(self) -> str:
        """For a request; a picture never travels as an address."""
        return f"data:image/{self.kind};base64,{base64.b64encode(self.data).decode('ascii')}"


def file_picture(root: Path, name: str) -> Picture:
    """The picture `name` below folder `root`.

    Raises:
        BadSample: malformed, for a name that leads out of the folder.
    """
    path = root / name
    if not name or not path.resolve().is_relative_to(root.resolve()):
        raise BadSample(Reason.MALFORMED, f"the picture's name {name[:80]!r} does not lie in {root}")

    def read() -> bytes:
        try:
            if path.stat().st_size > MAX_FILE_BYTES:
                raise BadSample(Reason.IMAGE_UNREADABLE, f"{path} has over {MAX_FILE_BYTES} bytes")
            return path.read_bytes()
        except FileNotFoundError:
            raise BadSample(Reason.IMAGE_MISSING, f"no picture {path}") from None
        except OSError as error:
            raise BadSample(Reason.IMAGE_UNREADABLE, f"{path}: {error.strerror}") from None

    return Picture(name, read)


def png_bytes(rgb: ImageArray) -> bytes:
    """An RGB picture (H, W, 3) uint8 as PNG."""
    done, encoded = cv2.imencode(".png", np.ascontiguousarray(rgb[:, :, ::-1]), [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not done:
        raise BadSample(Reason.IMAGE_UNREADABLE, f"a picture of {rgb.shape} cannot be encoded")
    return bytes(encoded.tobytes())


def load(picture: Picture) -> Loaded:
    """Read and check a picture; a format other than PNG and JPEG becomes PNG. Raises BadSample."""
    data = picture.read()
    try:
        bgr = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        bgr = None
    if bgr is None:
        raise BadSample(Reason.IMAGE_UNREADABLE, f"{picture.name} is no picture that can be decoded")
    if _turned(data):
        raise BadSample(Reason.IMAGE_TURNED, f"{picture.name} says by EXIF that it is to be shown turned; store it "
                                             "upright, as its label was drawn")
    try:
        check_image(bgr, MAX_RAW_BYTES)
    except InputError as error:
        raise BadSample(Reason.IMAGE_UNREADABLE, f"{picture.name}: {error.message}") from None
    kind = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")
    if not kind:
        data, kind = png_bytes(bgr[:, :, ::-1]), "png"
    return Loaded(data, kind, bgr.shape[1], bgr.shape[0])


def _turned(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as image:
            return bool(image.getexif().get(Base.Orientation, 1) != 1)
    except (OSError, ValueError, SyntaxError):  # no format of Pillow's; the decoder above had no trouble
        return False


def load_for(sample: Sample) -> Loaded:
    """The sample's picture; its sides must be in the proportion of the one that the label was drawn on."""
    loaded = load(sample.picture)
    if sample.size_px is not None:
        width, height = sample.size_px
        if abs(loaded.width_px * height / (loaded.height_px * width) - 1.0) > ASPECT_TOLERANCE:
            raise BadSample(Reason.IMAGE_SIZE, f"{sample.picture.name} is {loaded.width_px} x {loaded.height_px}, "
                                               f"its label was drawn on {width} x {height}")
    return loaded
