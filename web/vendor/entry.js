// SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
// SPDX-License-Identifier: Apache-2.0
// What web/vendor/three.js is made of; `make vendor` makes it anew.
export {
  BoxGeometry, BufferGeometry, Color, CylinderGeometry, DirectionalLight, Float32BufferAttribute, GridHelper, Group,
  HemisphereLight, InstancedMesh, Matrix4, Mesh, MeshBasicMaterial, MeshStandardMaterial, PerspectiveCamera, Points,
  PointsMaterial, Quaternion, Scene, SphereGeometry, Vector3, WebGLRenderer,
} from "three";
export { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
export { ColladaLoader } from "three/examples/jsm/loaders/ColladaLoader.js";
export { OBJLoader } from "three/examples/jsm/loaders/OBJLoader.js";
export { STLLoader } from "three/examples/jsm/loaders/STLLoader.js";
export { default as URDFLoader } from "urdf-loader";
