// The status reports and events that the page has received, and those that its node received before.

const OVERVIEW_MS = 5000;
const KEPT_SECONDS = 300;
const RATE_SECONDS = 2;
const STALE_SECONDS = 5;
/** Largest number of rejections and events; the oldest are discarded. */
export const MESSAGES_MAX = 100;

/** One subscriber on one node: its last report, and its rows/s. */
class Part {
  #heard = [];

  take(status, now) {
    this.status = status;
    this.now = now;
    this.#heard.push([now, status.applied]);
    while (this.#heard.length > 2 && this.#heard[1][0] <= now - RATE_SECONDS) {
      this.#heard.shift();
    }
  }

  get rowsPerSecond() {
    const [since, before] = this.#heard[0];
    const [at, rows] = this.#heard[this.#heard.length - 1];
    return at > since ? Math.max(0, (rows - before) / (at - since)) : 0; // a restarted part counts from 0
  }
}

const place = (names) => names.filter(Boolean).join(' ');
const byNameAndNode = (a, b) => a.status.name.localeCompare(b.status.name) || a.status.node.localeCompare(b.status.node);
const isSame = (one, other) => one.what === other.what && one.place === other.place && one.reason === other.reason;

export class Health {
  #parts = new Map();
  #overview = null; // what the node of this page answered last; null while it does not
  #asked = false;
  #listeners = new Set();
  /** Rows/s and lag in ms of each subscriber, one point a second. */
  times = [];
  history = new Map(); // name -> {rate: [], lag: []}
  messages = []; // rejections and events, newest first; a new array at each change
  errors = new Map(); // subscriber -> {at, reason} of its last error

  constructor(bus) {
    bus.listen('tickbus.status', (status) => this.#take(status));
    bus.listen('tickbus.rejected', ({ source, topic, reason, rows }) => {
      this.#note('rejected', [source, topic], reason, rows);
      this.#blame(source, `rejected: ${reason}`);
    });
    bus.listen('tickbus.events', ({ event, table, partition, reason, rows }) => {
      this.#note(event, [table, partition], reason, rows);
      if (event === 'gap') {
        this.#blame(partition, `gap in ${table}: ${reason}`);
      }
    });
    setInterval(() => this.#tick(), 1000);
    setInterval(() => this.fill(), OVERVIEW_MS);
  }

  /** Whether anything is known of the pipeline, good or bad. */
  get isKnown() {
    return this.#asked || this.#parts.size > 0;
  }

  /** The symbols of the node of this page; null while it does not answer. */
  get symbols() {
    return this.#overview?.symbols ?? null;
  }

  #take(status) {
    const key = JSON.stringify([status.part, status.name, status.node]);
    if (!this.#parts.has(key)) {
      this.#parts.set(key, new Part());
    }
    this.#parts.get(key).take(status, Date.now() / 1000);
    if (status.state === 'BACKING_OFF') {
      this.#blame(status.name, status.reason);
    }
  }

  #blame(subscriber, reason) {
    this.errors.set(subscriber, { at: new Date(), reason });
  }

  /** Adds what the node received before this page was opened, or while the page had no connection. */
  async fill() {
    try {
      const answer = await fetch(new URL('api/overview', document.baseURI));
      const overview = await answer.json();
      const { subscribers, rejected, events } = overview;
      this.#overview = overview;
      this.#asked = true;
      for (const { name, lastError } of subscribers.filter((one) => one.lastError)) {
        this.errors.set(name, { at: new Date(lastError.at), reason: lastError.reason });
      }
      for (const { source, table, reason, count, rows, last } of rejected) {
        this.#put({ at: new Date(last), what: 'rejected', place: place([source, table]), reason, rows: Number(rows), count: Number(count) });
      }
      for (const { event, table, partition, reason, count, rows, last } of events) {
        this.#put({ at: new Date(last), what: event, place: place([table, partition]), reason, rows: Number(rows), count: Number(count) });
      }
    } catch {
      this.#overview = null; // the page then shows only what is published from now on
    }
  }

  #note(what, where, reason, rows) {
    const one = { at: new Date(), what, place: place(where), reason: reason ?? '', rows: rows ?? 0, count: 1 };
    const known = this.messages.find((other) => isSame(one, other));
    one.rows += known?.rows ?? 0;
    one.count += known?.count ?? 0;
    this.#put(one);
  }

  #put(message) {
    const others = this.messages.filter((other) => !isSame(message, other));
    this.messages = [message, ...others].sort((a, b) => b.at - a.at).slice(0, MESSAGES_MAX);
  }

  #tick() {
    const now = Date.now() / 1000;
    for (const [key, part] of this.#parts) {
      if (now - part.now > STALE_SECONDS) {
        this.#parts.delete(key); // its node is gone or silent
      }
    }
    this.times.push(now);
    const live = new Map(this.#of('subscriber').filter(({ status }) => status.state !== 'STANDBY')
      .map((part) => [part.status.name, part]));
    for (const name of new Set([...this.history.keys(), ...live.keys()])) {
      const known = this.history.get(name) ?? { rate: this.times.slice(1).map(() => null), lag: this.times.slice(1).map(() => null) };
      this.history.set(name, known);
      known.rate.push(live.get(name)?.rowsPerSecond ?? null);
      known.lag.push(live.get(name)?.status.lagMs ?? null);
      if (known.rate.every((rate) => rate === null)) {
        this.history.delete(name); // it has not run in the time that the chart shows
      }
    }
    if (this.times.length > KEPT_SECONDS) {
      this.times.shift();
      this.history.forEach(({ rate, lag }) => { rate.shift(); lag.shift(); });
    }
    this.#listeners.forEach((listener) => listener());
  }

  /** Returns the subscribers that have reported in the last seconds, and those that the node misses, by name and node. */
  subscribers() {
    const heard = this.#of('subscriber');
    const isHeard = ({ name, node }) => heard.some(({ status }) => status.name === name && status.node === node);
    const told = (this.#overview?.subscribers ?? []).filter((one) => !isHeard(one)).map((one) => ({
      status: { ...one, state: one.silentSeconds ? 'SILENT' : one.state, lagMs: Number(one.lagMs) },
      rowsPerSecond: Number(one.rowsPerSecond ?? 0),
    }));
    return [...heard, ...told].sort(byNameAndNode);
  }

  tables() {
    return this.#of('table');
  }

  /** Returns the status of the owner of the tables, or null if none has reported in the last seconds. */
  get owner() {
    return this.tables().map(({ status }) => status).filter(({ state }) => state === 'LIVE')
      .sort((a, b) => b.epoch - a.epoch)[0] ?? this.#overview?.owner ?? null;
  }

  #of(part) {
    return [...this.#parts.values()].filter(({ status }) => status.part === part).sort(byNameAndNode);
  }

  /** Calls a function each second. Returns a function that ends this. */
  onTick(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
