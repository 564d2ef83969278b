// SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
// SPDX-License-Identifier: Apache-2.0
// The connection for commands and facts, and the enable heartbeat that lives on it.

const SILENT_MS = 700; // the server speaks every 50 ms
const REOPEN_MS = 3000;
const BEAT_MS = 80;
const POLICY = 1008;

export const address = (path) => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;

// The token comes behind '#', which browsers do not send; it is kept for this tab and taken out of the address.
function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem("token") ?? "";
}

export class Link {
  // on: {state(name, words), message(parts), enable(why)}; states: connecting, open, lost, token
  constructor(on) {
    this.on = on;
    this.token = takeToken();
    this.state = "connecting";
    this.number = 0;
    this.waiting = new Map();
    this.heardAt = performance.now();
    this.offset = 0;
    this.wantsEnable = false;
    this.mine = false;
    this.beatAt = 0;
    this.open();
    setInterval(() => this.watch(), 100);
    document.addEventListener("visibilitychange", () => document.hidden && this.disable("the page was hidden"));
    addEventListener("pagehide", () => this.disable("the page was closed"));
    addEventListener("offline", () => this.lose("this device is offline"));
  }

  open() {
    this.openedAt = performance.now();
    const socket = new WebSocket(address("/control"));
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ do: "hello", text: this.token }));
    socket.onmessage = (event) => socket === this.socket && this.hear(JSON.parse(event.data));
    socket.onclose = (event) => socket === this.socket && this.closed(event);
  }

  closed(event) {
    if (event.code === POLICY && /token/.test(event.reason)) {
      this.change("token", this.token ? event.reason : "");
      return;
    }
    this.lose(event.reason || "the console does not answer");
    setTimeout(() => this.socket.readyState === WebSocket.CLOSED && this.open(), 700);
  }

  useToken(token) {
    sessionStorage.setItem("token", token);
    this.token = token;
    this.open();
  }

  hear(parts) {
    this.heardAt = performance.now();
    this.offset = parts.now - this.heardAt / 1000;
    this.tick = parts.tick;
    if (this.state !== "open") this.change("open", "");
    for (const answer of parts.answers ?? []) {
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    }
    if (this.mine && !parts.mine) {
      this.wantsEnable = false;
      this.on.enable(parts.ended);
    }
    this.mine = parts.mine;
    if (this.wantsEnable && this.mine && this.heardAt - this.beatAt >= BEAT_MS) {
      this.beatAt = this.heardAt;
      this.send({ do: "beat", number: this.tick });
    }
    this.on.message(parts);
  }

  // Server time now, in the seconds of its messages.
  now() {
    return performance.now() / 1000 + this.offset;
  }

  silence() {
    return performance.now() - this.heardAt;
  }

  watch() {
    if (this.state === "token") return;
    if (this.silence() > SILENT_MS && this.state === "open") this.lose("nothing was heard from the console");
    const stuck = this.silence() > REOPEN_MS && performance.now() - this.openedAt > REOPEN_MS;
    if (this.state !== "open" && stuck) {
      this.socket.close();
      this.open();
    }
  }

  lose(words) {
    if (this.wantsEnable || this.mine) this.on.enable("the connection was lost");
    this.wantsEnable = false;
    this.mine = false;
    for (const done of this.waiting.values()) done({ ok: false, words: "the connection was lost" });
    this.waiting.clear();
    this.change("lost", words);
  }

  change(state, words) {
    this.state = state;
    this.on.state(state, words);
  }

  send(fields) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(fields));
  }

  ask(fields) {
    if (this.state !== "open") return Promise.resolve({ ok: false, words: "there is no connection" });
    const id = ++this.number;
    return new Promise((done) => {
      this.waiting.set(id, done);
      this.send({ ...fields, id });
    });
  }

  async enable() {
    this.wantsEnable = true;
    const answer = await this.ask({ do: "enable", number: this.tick });
    this.wantsEnable = answer.ok && this.wantsEnable;
    return answer;
  }

  disable(why) {
    const had = this.wantsEnable || this.mine;
    this.wantsEnable = false;
    if (had) this.send({ do: "disable", text: why });
  }

  // Two ways at once: the open connection, and a request of its own that needs neither token nor anything else here.
  async stop() {
    this.wantsEnable = false;
    const request = fetch("stop", { method: "POST", keepalive: true, signal: AbortSignal.timeout(3000) })
      .then((response) => response.json())
      .catch(() => ({ ok: false, words: "the console did not take the stop: use the emergency stop" }));
    const message = this.state === "open" ? this.ask({ do: "stop" }) : Promise.reject();
    const good = (answer) => (answer.ok ? answer : Promise.reject(answer));
    return Promise.any([request.then(good), message.then(good)]).catch(() => request);
  }
}

// Pictures of one view, the newest only; each is acknowledged when it is drawn, and only then does another come.
export class Pictures {
  constructor(token, view, draw) {
    this.draw = draw;
    this.token = token;
    this.show(view);
  }

  show(view) {
    this.view = view;
    clearTimeout(this.again);
    if (this.socket) this.socket.onclose = null;
    this.socket?.close();
    const socket = new WebSocket(address(`/camera?view=${view}`));
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(JSON.stringify({ do: "hello", text: this.token }));
    socket.onmessage = async (event) => {
      try {
        await this.take(event.data, () => this.socket === socket);
      } finally {
        if (socket.readyState === WebSocket.OPEN) socket.send("");
      }
    };
    socket.onclose = () => (this.again = setTimeout(() => this.show(this.view), 1500));
  }

  close() {
    clearTimeout(this.again);
    this.socket.onclose = null;
    this.socket.close();
  }

  async take(data, current) {
    const head = new DataView(data, 0, 16);
    const frame = { number: head.getUint32(0), arrived: head.getFloat64(4), width: head.getUint16(12), height: head.getUint16(14) };
    frame.bitmap = await createImageBitmap(new Blob([new Uint8Array(data, 16)], { type: "image/jpeg" }));
    if (current()) this.draw(frame);
    frame.bitmap.close();
  }
}
