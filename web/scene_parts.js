// SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
// SPDX-License-Identifier: Apache-2.0
// What the 3D view shows, built from the facts of vla_r1_ros/ros/console/scene.py: arm, markers, cloud.

import * as THREE from "./vendor/three.js";

const X = new THREE.Vector3(0, 1, 0); // the axis of three's cylinders

const loaders = { stl: THREE.STLLoader, obj: THREE.OBJLoader, dae: THREE.ColladaLoader };

function loadMesh(url, kind, material, done) {
  new loaders[kind]().load(url, (loaded) => {
    const made = new THREE.Group(); // a bare mesh would get the loader's own material
    const inner = kind === "stl" ? new THREE.Mesh(loaded, material) : loaded.scene ?? loaded;
    inner.quaternion.identity(); // a COLLADA file's up axis means nothing in a URDF
    made.add(inner);
    made.traverse((part) => part.isMesh && (part.material = material));
    done(made);
  }, undefined, (error) => done(null, error));
}

export function makeRobot(fact, colour, opacity, changed) {
  const material = new THREE.MeshStandardMaterial({ color: colour, roughness: 0.55, metalness: 0.05, transparent: opacity < 1, opacity, depthWrite: opacity === 1 });
  const loader = new THREE.URDFLoader();
  loader.parseCollision = /<collision/.test(fact.urdf); // lighter than what is drawn elsewhere, and it is what collides
  loader.parseVisual = !loader.parseCollision;
  loader.packages = (name) => `package://${name}`;
  loader.loadMeshCb = (name, _manager, _material, done) => {
    const known = fact.meshes[name];
    const kind = name.split(".").at(-1).toLowerCase();
    if (!known || !loaders[kind]) return done(null, new Error(`no mesh ${name}`));
    loadMesh(known, kind, material, (mesh, error) => {
      done(mesh, error);
      changed();
    });
  };
  const robot = loader.parse(fact.urdf);
  robot.traverse((part) => part.isMesh && (part.material = material));
  return robot;
}

// Put the robot so that its base link is at the origin: all else is told in the base frame.
export function atBase(robot, base) {
  const link = robot.links?.[base];
  robot.position.set(0, 0, 0);
  robot.quaternion.identity();
  robot.updateMatrixWorld(true);
  if (!link) return;
  const inverse = new THREE.Matrix4().copy(link.matrixWorld).invert();
  inverse.decompose(robot.position, robot.quaternion, robot.scale);
}

function cylinders(pairs, width, colours, material) {
  const mesh = new THREE.InstancedMesh(new THREE.CylinderGeometry(width / 2, width / 2, 1, 6), material, pairs.length);
  const place = new THREE.Matrix4();
  for (const [i, [from, to]] of pairs.entries()) {
    const along = to.clone().sub(from);
    const length = Math.max(along.length(), 1e-6);
    const turn = new THREE.Quaternion().setFromUnitVectors(X, along.clone().divideScalar(length));
    mesh.setMatrixAt(i, place.compose(from.clone().lerp(to, 0.5), turn, new THREE.Vector3(1, length, 1)));
    if (colours) mesh.setColorAt(i, colours[i]);
  }
  return mesh;
}

function many(geometry, points, colours, material) {
  const mesh = new THREE.InstancedMesh(geometry, material, points.length);
  const place = new THREE.Matrix4();
  for (const [i, point] of points.entries()) {
    mesh.setMatrixAt(i, place.makeTranslation(point.x, point.y, point.z));
    if (colours) mesh.setColorAt(i, colours[i]);
  }
  return mesh;
}

const triples = (flat, make) => Array.from({ length: flat.length / 3 }, (_, i) => make(flat[3 * i], flat[3 * i + 1], flat[3 * i + 2]));

export function makeMarker(marker) {
  const [red, green, blue, alpha] = marker.colour;
  const points = triples(marker.points, (x, y, z) => new THREE.Vector3(x, y, z));
  const colours = marker.colours.length === marker.points.length && points.length ? triples(marker.colours, (r, g, b) => new THREE.Color(r, g, b)) : null;
  const material = new THREE.MeshBasicMaterial({ color: colours ? 0xffffff : new THREE.Color(red, green, blue), transparent: alpha < 1, opacity: alpha, depthWrite: alpha === 1 });
  const [width, height, depth] = marker.scale;
  const cube = () => new THREE.BoxGeometry(width, height, depth);
  const ball = () => new THREE.SphereGeometry(width / 2, 14, 10);
  const make = {
    cube: () => new THREE.Mesh(cube(), material),
    sphere: () => new THREE.Mesh(ball(), material),
    cubes: () => many(cube(), points, colours, material),
    spheres: () => many(ball(), points, colours, material),
    strip: () => cylinders(points.slice(1).map((point, i) => [points[i], point]), width, colours, material),
    lines: () => cylinders(points.flatMap((point, i) => (i % 2 ? [[points[i - 1], point]] : [])), width, colours?.filter((_, i) => i % 2), material),
    arrow: () => arrow(points, width, height, depth, material),
  }[marker.kind];
  const made = make?.() ?? new THREE.Group();
  made.position.fromArray(marker.at);
  made.quaternion.fromArray(marker.turn);
  made.name = marker.ns;
  return made;
}

function arrow(points, shaft, head, length, material) {
  const made = new THREE.Group();
  if (points.length !== 2) return made;
  const [from, to] = points;
  made.add(cylinders([[from, to]], shaft, null, material));
  const cone = new THREE.Mesh(new THREE.CylinderGeometry(0, head, Math.max(length, 0.01), 12), material);
  cone.quaternion.setFromUnitVectors(X, to.clone().sub(from).normalize());
  cone.position.copy(to);
  made.add(cone);
  return made;
}

export function makeCloud(fact) {
  const bytes = Uint8Array.from(atob(fact.mm), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const place = new Float32Array(bytes.length / 2).map((_, i) => view.getInt16(2 * i, true) / 1000);
  const colour = new Float32Array(place.length);
  const shade = new THREE.Color();
  for (let i = 0; i < place.length; i += 3) shade.setHSL(0.62 - Math.min(Math.max(place[i + 2] / 0.4, 0), 1) * 0.45, 0.5, 0.58).toArray(colour, i);
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute("position", new THREE.Float32BufferAttribute(place, 3));
  geometry.setAttribute("color", new THREE.Float32BufferAttribute(colour, 3));
  return new THREE.Points(geometry, new THREE.PointsMaterial({ size: 0.008, vertexColors: true }));
}

export function dispose(object) {
  object.removeFromParent();
  object.traverse((part) => {
    part.geometry?.dispose();
    part.material?.dispose?.();
    part.dispose?.();
  });
}
