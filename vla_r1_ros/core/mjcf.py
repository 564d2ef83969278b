# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Two models (MJCF) as one text: a gripper fixed to a site of an arm. Without MuJoCo: the planner reads it too."""

from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from vla_r1_ros.core.errors import ErrorCode, InputError

_NAMES = ("name", "class", "childclass", "joint", "joint1", "joint2", "body1", "body2", "tendon", "mesh", "material",
          "site")  # fmt: skip
_SECTIONS = ("asset", "default", "contact", "tendon", "equality", "actuator")
_TURNS = ("pos", "quat", "euler", "axisangle", "xyaxes", "zaxis")


def mounted(arm: Path, gripper: Path, *, base: str, foot: tuple[float, float], site: str, prefix: str,
            hand: tuple[str, str, tuple[float, float, float, float]]) -> str:  # fmt: skip
    """Return the model of an arm with a gripper on its site, all files by their whole paths.

    Args:
        base: the arm's first body; it stands unturned in the world's origin, whatever the file says.
        foot: radius and height (m) of a cylinder on the origin that stands for the base.
        site: where the gripper is fixed; x, y and z of both are the same.
        prefix: stands in front of each of the gripper's names.
        hand: name of a body that is added, the body that it is added to, its turn (w, x, y, z).

    Raises:
        InputError: INPUT_ENVIRONMENT where a file lacks one of these, or is no MJCF with angles in radians.
    """
    root, tool = _read(arm), _read(gripper)
    for element in tool.iter():
        for key in _NAMES:
            if key in element.attrib:
                element.set(key, prefix + element.attrib[key])
    foot_body = _named(root, "body", base, arm)
    for key in _TURNS:
        foot_body.attrib.pop(key, None)
    radius, height = foot
    ElementTree.SubElement(foot_body, "geom", {"type": "cylinder", "size": f"{radius!r} {height / 2!r}",
                                               "pos": f"0 0 {height / 2!r}"})  # fmt: skip
    at = _named(root, "site", site, arm)
    flange = next(body for body in root.iter("body") if at in list(body))
    mount = ElementTree.SubElement(flange, "body", {"name": f"{prefix}mount"} | _pose(at))
    mount.extend(_section(tool, "worldbody"))
    name, inside, quat = hand
    frame = {"name": name, "quat": " ".join(map(repr, quat))}
    ElementTree.SubElement(_named(tool, "body", inside, gripper), "body", frame)
    for keyframe in root.findall("keyframe"):
        root.remove(keyframe)  # it has no positions for the gripper
    for section in _SECTIONS:
        _section(root, section).extend(_section(tool, section))
    return ElementTree.tostring(root, encoding="unicode")


def _read(path: Path) -> Element:
    """The model with its meshes' names and whole paths, and what roboplan needs, written out."""
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{path} cannot be read: {error}", "install it again") from error
    compiler = root.find("compiler")
    if root.tag != "mujoco" or compiler is None or compiler.get("angle") != "radian":
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{path} is no MuJoCo model with angles in radians",
                         "give another file in core/robot_models.py")  # fmt: skip
    folder = path.parent / compiler.attrib.pop("meshdir", "")
    for mesh in _section(root, "asset").iter("mesh"):
        file = mesh.attrib["file"]
        mesh.set("name", mesh.get("name") or Path(file).stem)
        mesh.set("file", str((folder / file).resolve()))
    for tag, key in (("mesh", "scale"), ("joint", "pos"), ("geom", "type"), ("geom", "size"), ("geom", "pos")):
        _write_out(root, tag, key)
    return root


def _write_out(root: Element, tag: str, key: str) -> None:
    """Copy what a class says to those of the class: roboplan's reader of models does not look these up."""
    said = {default.get("class"): element.attrib[key] for default in root.iter("default")
            for element in default.findall(tag) if key in element.attrib}  # fmt: skip
    for section in ("asset", "worldbody"):
        for element in _section(root, section).iter(tag):
            if element.get("class") in said:
                element.attrib.setdefault(key, said[element.get("class")])


def _section(root: Element, name: str) -> Element:
    found = root.find(name)
    return ElementTree.SubElement(root, name) if found is None else found


def _named(root: Element, tag: str, name: str, path: Path) -> Element:
    for element in root.iter(tag):
        if element.get("name") == name:
            return element
    raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{path} has no {tag} {name!r}", "install the version that was tried")


def _pose(element: Element) -> dict[str, str]:
    return {key: element.attrib[key] for key in _TURNS if key in element.attrib}
