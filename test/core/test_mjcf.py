# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A gripper's model on an arm's: names, files, what a class says, and what is refused. The poses of the real one are
held against MuJoCo's own attachment by the planner's contract."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.mjcf import mounted
from vla_r1_ros.core.robot_assets import installed_file, robot_model_data, whole_model
from vla_r1_ros.core.robot_models import PANDA, UR5E, ModelFile

ARM = """<mujoco><compiler angle="radian" meshdir="parts"/>
<default><default class="thing"><geom type="capsule"/></default></default>
<asset><mesh file="a.stl"/></asset>
<worldbody><body name="base" quat="0 0 0 1"><geom class="thing" size="1 1"/><body name="wrist">
<joint name="j" axis="0 0 1"/><site name="flange" pos="0 0 .1" quat="0 1 0 0"/></body></body></worldbody>
<actuator><position joint="j"/></actuator><keyframe><key qpos="0"/></keyframe></mujoco>"""
TOOL = """<mujoco><compiler angle="radian"/>
<default><default class="thing"><mesh scale="2 2 2"/><geom type="box" size="1 2 3" pos="0 0 1"/></default></default>
<asset><mesh class="thing" file="a.stl"/></asset>
<worldbody><body name="palm" childclass="thing"><geom class="thing" mesh="a"/><geom class="thing" size="4 5 6"/>
<joint name="j"/></body></worldbody>
<tendon><fixed name="t"><joint joint="j" coef="1"/></fixed></tendon>
<contact><exclude body1="palm" body2="palm"/></contact><actuator><general tendon="t"/></actuator></mujoco>"""


def made(folder: Path, arm: str = ARM, tool: str = TOOL, **changed: str) -> ElementTree.Element:
    (folder / "arm").mkdir(exist_ok=True)
    (folder / "arm.xml").write_text(arm)
    (folder / "tool.xml").write_text(tool)
    names = {"base": "base", "site": "flange", "prefix": "g_"} | changed
    text = mounted(folder / "arm.xml", folder / "tool.xml", foot=(0.1, 0.2), hand=("hand", "g_palm", (0, 0, 0, 1)),
                   **names)  # fmt: skip
    return ElementTree.fromstring(text)


def test_names_files_and_classes(tmp_path: Path) -> None:
    root = made(tmp_path)
    mount = root.find("worldbody/body/body/body")
    assert mount is not None and mount.attrib == {"name": "g_mount", "pos": "0 0 .1", "quat": "0 1 0 0"}
    palm = mount.find("body")
    assert palm is not None and palm.get("name") == "g_palm" and palm.get("childclass") == "g_thing"
    assert [body.get("name") for body in palm.iter("body")] == ["g_palm", "hand"]
    meshes = {mesh.get("name"): mesh.attrib for mesh in root.findall("asset/mesh")}
    assert meshes["a"]["file"] == str(tmp_path / "parts" / "a.stl") and "scale" not in meshes["a"]
    assert meshes["g_a"]["file"] == str(tmp_path / "a.stl") and meshes["g_a"]["scale"] == "2 2 2"
    first, second = palm.findall("geom")
    assert (first.get("mesh"), first.get("size"), first.get("pos")) == ("g_a", "1 2 3", "0 0 1")
    assert second.get("size") == "4 5 6", "what an element says itself stands"
    assert root.find("keyframe") is None
    assert [drive.attrib for drive in root.findall("actuator/*")] == [{"joint": "j"}, {"tendon": "g_t"}]
    assert {default.get("class") for default in root.findall("default/default")} == {"thing", "g_thing"}


def test_the_base_stands_unturned_on_its_foot(tmp_path: Path) -> None:
    base = made(tmp_path).find("worldbody/body")
    assert base is not None and "quat" not in base.attrib
    foot = base.findall("geom")[-1]
    assert foot.attrib == {"type": "cylinder", "size": "0.1 0.1", "pos": "0 0 0.1"}


@pytest.mark.parametrize(("arm", "tool", "changed", "words"), [
    (ARM, TOOL, {"site": "nowhere"}, "no site 'nowhere'"),
    (ARM, TOOL, {"base": "nobody"}, "no body 'nobody'"),
    (ARM.replace("radian", "degree"), TOOL, {}, "no MuJoCo model with angles in radians"),
    (ARM, "<robot/>", {}, "no MuJoCo model with angles in radians"),
    (ARM, TOOL.replace("palm", "paw"), {}, "no body 'g_palm'"),
    (ARM, TOOL[:-5], {}, "cannot be read"),
])  # fmt: skip
def test_what_does_not_fit_is_refused(tmp_path: Path, arm: str, tool: str, changed: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        made(tmp_path, arm, tool, **changed)
    assert caught.value.code == ErrorCode.INPUT_ENVIRONMENT


def test_a_robot_without_a_mounted_gripper_is_its_own_file() -> None:
    with whole_model(PANDA) as path:
        assert path.name == "panda.xml" and path == installed_file(PANDA.model)


def test_a_mounted_robot_is_there_for_as_long_as_it_is_read() -> None:
    assert robot_model_data("ur5e") is UR5E
    with whole_model(UR5E) as path:
        names = {element.get("name") for element in ElementTree.parse(path).iter("body")}
        assert {*UR5E.arm_bodies, *UR5E.hand_bodies, *UR5E.finger_bodies, UR5E.hand_body, UR5E.base_body} <= names
    assert not path.exists()


def test_a_missing_package_says_how_to_get_it() -> None:
    with pytest.raises(InputError, match="no_such_package is not installed") as caught:
        installed_file(ModelFile("no_such_package", "1.2", "a.xml"))
    assert caught.value.advice == "install it: pip install --no-deps no-such-package==1.2"
