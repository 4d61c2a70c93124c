// What the parts of Tickbus publish of themselves, kept for as long as the page is open.

const KEPT_SECONDS = 300;
const RATE_SECONDS = 2;
const STALE_SECONDS = 5;
const MESSAGES_KEPT = 100;

/** One subscriber on one node: what it said last, and its rows/s. */
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
    return at > since ? Math.max(0, (rows - before) / (at - since)) : 0; // a new start counts from 0 again
  }
}

export class Health {
  #parts = new Map();
  #listeners = new Set();
  /** Rows/s and lag in ms of each subscriber, a second a point. */
  times = [];
  history = new Map(); // name -> {rate: [], lag: []}
  messages = []; // what was rejected and what happened, the newest first
  owner = null;

  constructor(bus) {
    bus.listen('tickbus.status', (status) => this.#take(status));
    bus.listen('tickbus.owner', (owner) => (this.owner = owner));
    bus.listen('tickbus.rejected', ({ source, topic, reason, rows }) =>
      this.#note('rejected', [source, topic], `${reason}${rows ? ` (${rows} rows)` : ''}`));
    bus.listen('tickbus.events', ({ event, table, partition, reason }) => this.#note(event, [table, partition], reason));
    setInterval(() => this.#tick(), 1000);
  }

  #take(status) {
    const key = JSON.stringify([status.part, status.name, status.node]);
    if (!this.#parts.has(key)) {
      this.#parts.set(key, new Part());
    }
    this.#parts.get(key).take(status, Date.now() / 1000);
  }

  #note(what, where, reason) {
    const place = where.filter(Boolean).join(' ');
    const same = this.messages.find((known) => known.what === what && known.place === place && known.reason === reason);
    if (same) {
      same.count++;
      same.at = new Date();
    } else {
      this.messages.unshift({ at: new Date(), what, place, reason: reason ?? '', count: 1 });
      this.messages.length = Math.min(this.messages.length, MESSAGES_KEPT);
    }
  }

  #tick() {
    const now = Date.now() / 1000;
    for (const [key, part] of this.#parts) {
      if (now - part.now > STALE_SECONDS) {
        this.#parts.delete(key); // its node is gone, or does not say anything any more
      }
    }
    this.times.push(now);
    const live = new Map(this.subscribers().filter(({ status }) => status.state !== 'STANDBY')
      .map((part) => [part.status.name, part]));
    for (const name of new Set([...this.history.keys(), ...live.keys()])) {
      const known = this.history.get(name) ?? { rate: this.times.slice(1).map(() => null), lag: this.times.slice(1).map(() => null) };
      this.history.set(name, known);
      known.rate.push(live.get(name)?.rowsPerSecond ?? null);
      known.lag.push(live.get(name)?.status.lagMs ?? null);
    }
    if (this.times.length > KEPT_SECONDS) {
      this.times.shift();
      this.history.forEach(({ rate, lag }) => { rate.shift(); lag.shift(); });
    }
    this.#listeners.forEach((listener) => listener());
  }

  /** All that were heard of in the last seconds, by name and node. */
  subscribers() {
    return this.#of('subscriber');
  }

  tables() {
    return this.#of('table');
  }

  #of(part) {
    return [...this.#parts.values()].filter(({ status }) => status.part === part)
      .sort((a, b) => a.status.name.localeCompare(b.status.name) || a.status.node.localeCompare(b.status.node));
  }

  /** Called each second; gives a function that ends it. */
  onTick(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
