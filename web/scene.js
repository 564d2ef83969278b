// SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
// SPDX-License-Identifier: Apache-2.0
// The 3D view: arm, measured cloud, target, grasps, path and swept motion, and the plan that waits as a second, moving
// arm. It is loaded when it is first looked at; nothing on the page depends on it.

import { address } from "./link.js";
import * as THREE from "./vendor/three.js";

const FRAME_MS = 33; // least time between pictures, and most where drawing is slow: the page has more to do
const SLOWEST_MS = 500;
const SHARE = 5; // of the time, drawing gets one part
const HOLD_S = 0.8; // the playing plan rests at its end
const ARM = 0xdfe3ea;
const GHOST = 0xff9a1a;
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

function makeRobot(fact, colour, opacity, changed) {
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
function atBase(robot, base) {
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

function makeMarker(marker) {
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

function makeCloud(fact) {
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

function dispose(object) {
  object.removeFromParent();
  object.traverse((part) => {
    part.geometry?.dispose();
    part.material?.dispose?.();
    part.dispose?.();
  });
}

export class Scene {
  // canvas: where it is drawn; token: of this page
  constructor(canvas, token) {
    this.canvas = canvas;
    this.token = token;
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: true, powerPreference: "low-power" });
    this.scene = new THREE.Scene();
    this.camera = new THREE.PerspectiveCamera(42, 4 / 3, 0.01, 30);
    this.camera.up.set(0, 0, 1);
    this.camera.position.set(1.75, -1.35, 1.1);
    this.controls = new THREE.OrbitControls(this.camera, canvas);
    this.controls.target.set(0.35, 0, 0.32);
    this.controls.addEventListener("change", () => (this.dirty = true));
    const grid = new THREE.GridHelper(2, 20, 0x5b6675, 0x39424e);
    grid.rotation.x = Math.PI / 2;
    const sun = new THREE.DirectionalLight(0xffffff, 1.6);
    sun.position.set(1, -2, 3);
    this.scene.background = new THREE.Color(0x171c23);
    this.scene.add(grid, new THREE.HemisphereLight(0xffffff, 0x46505e, 1.5), sun);
    this.facts = {};
    this.markers = [];
    this.waiting = "";
    this.playedAt = 0;
    this.problem = "";
    this.period = FRAME_MS;
    this.drew = 0; // when the last frame was drawn, until the next one comes
    canvas.dataset.drawn = 0;
  }

  // Begin to hear and draw; again after each loss of the connection.
  start() {
    if (this.running) return;
    this.running = true;
    this.connect();
    const tick = (now) => {
      if (!this.running) return;
      requestAnimationFrame(tick);
      this.pace(now);
      if (now - (this.at ?? 0) >= this.period) this.draw(now);
    };
    requestAnimationFrame(tick);
  }

  stop() {
    this.running = false;
    clearTimeout(this.again);
    if (this.socket) this.socket.onclose = null;
    this.socket?.close();
  }

  connect() {
    this.socket = new WebSocket(address("/scene"));
    this.socket.onopen = () => this.socket.send(JSON.stringify({ do: "hello", text: this.token }));
    this.socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    this.socket.onclose = () => (this.again = setTimeout(() => this.connect(), 1500));
  }

  hear(news) {
    Object.assign(this.facts, news);
    if (news.robot) this.setRobot(news.robot);
    if (news.joints) this.robot?.setJointValues(news.joints);
    if (news.markers) this.setMarkers(news.markers);
    if (news.cloud) this.setCloud(news.cloud);
    if ("plan" in news || news.robot || news.markers) this.setBase();
    this.dirty = true;
  }

  setRobot(fact) {
    for (const robot of [this.robot, this.ghost]) if (robot) dispose(robot);
    this.robot = this.ghost = null;
    this.problem = fact.problem;
    if (!fact.urdf) return;
    const changed = () => (this.dirty = true);
    try {
      this.robot = makeRobot(fact, ARM, 1, changed);
      this.ghost = makeRobot(fact, GHOST, 0.4, changed);
    } catch (error) {
      this.problem = `the robot description cannot be drawn: ${error.message}`;
      return;
    }
    this.ghost.visible = false;
    this.scene.add(this.robot, this.ghost);
    if (this.facts.joints) this.robot.setJointValues(this.facts.joints);
  }

  setBase() {
    const base = this.facts.plan?.base || this.facts.markers?.[0]?.base || this.facts.cloud?.base;
    for (const robot of [this.robot, this.ghost]) if (robot && base) atBase(robot, base);
  }

  setMarkers(markers) {
    for (const marker of this.markers) dispose(marker);
    this.markers = markers.map(makeMarker);
    this.scene.add(...this.markers);
    this.canvas.dataset.markers = [...new Set(this.markers.map((marker) => marker.name))].sort().join(" ");
  }

  setCloud(fact) {
    if (this.cloud) dispose(this.cloud);
    this.cloud = makeCloud(fact);
    this.scene.add(this.cloud);
    this.canvas.dataset.points = this.cloud.geometry.attributes.position.count;
  }

  // The look whose plan waits for a person; empty: none does.
  wait(look) {
    if (look !== this.waiting) this.playedAt = 0;
    this.waiting = look;
  }

  // Without a GPU a picture takes long, and the frame after it is late: then there are fewer of them.
  pace(now) {
    if (this.drew) this.period = Math.min(Math.max(FRAME_MS, SHARE * (now - this.drew - 17)), SLOWEST_MS);
    this.drew = 0;
  }

  play(now) {
    const plan = this.facts.plan;
    const plays = Boolean(this.ghost && plan && this.waiting && plan.look === this.waiting && plan.times.length > 1);
    if (this.ghost && this.ghost.visible !== plays) {
      this.ghost.visible = plays;
      this.dirty = true;
    }
    this.canvas.dataset.plays = plays;
    if (!plays) return;
    this.playedAt ||= now;
    const whole = plan.times.at(-1) + HOLD_S;
    const at = ((now - this.playedAt) / 1000) % whole;
    const next = Math.max(1, plan.times.findIndex((time) => time > at));
    const last = at >= plan.times.at(-1);
    const [before, after] = last ? [plan.positions.at(-1), plan.positions.at(-1)] : [plan.positions[next - 1], plan.positions[next]];
    const share = last ? 0 : (at - plan.times[next - 1]) / Math.max(plan.times[next] - plan.times[next - 1], 1e-6);
    if (this.facts.joints) this.ghost.setJointValues(this.facts.joints);
    for (const [i, name] of plan.names.entries()) this.ghost.setJointValue(name, before[i] + (after[i] - before[i]) * share);
    this.dirty = true;
  }

  draw(now) {
    this.at = now;
    this.play(now);
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height) return;
    const ratio = Math.min(devicePixelRatio, 2);
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.renderer.setPixelRatio(ratio);
      this.renderer.setSize(width, height, false);
      this.camera.aspect = width / height;
      this.camera.updateProjectionMatrix();
      this.dirty = true;
    }
    if (!this.dirty) return;
    this.dirty = false;
    this.renderer.render(this.scene, this.camera);
    this.drew = now;
    this.canvas.dataset.drawn = Number(this.canvas.dataset.drawn) + 1;
  }

  get words() {
    if (this.problem) return this.problem;
    return this.robot ? "" : "no arm: nothing is heard on robot_description";
  }
}
