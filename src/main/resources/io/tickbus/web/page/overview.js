// The overview page: the owner, the subscribers, the tables, and recent errors.

import { Chart } from './chart.js';
import { MESSAGES_MAX } from './health.js';
import { Rows, write } from './rows.js';
import { element, ms, whole } from './text.js';

const SUBSCRIBER = ['subscriber', 'node', 'state', '#rows/s', '#lag', '#rows behind', '#in flight', '#rejected', '#gaps', 'trouble'];
const CONNECTING = 'connecting ...';
const TABLE = ['table', '#rows', '#rows/s', '#missing rows', '#discarded rows', 'columns'];

export class Overview {
  constructor(bus, health) {
    this.health = health;
    this.known = new Map(); // table -> its last description, to compute rows/s
    this.owner = new Card('owner');
    this.live = new Card('subscribers live');
    this.allRate = new Card('rows/s');
    this.worstLag = new Card('lag');
    this.symbols = new Card('symbols of this node');
    this.memory = new Card('memory for tables');
    this.rate = new Chart('rows/s', { local: true, fromZero: true });
    this.lag = new Chart('lag, ms', { local: true, fromZero: true });
    this.subscribers = new Rows(SUBSCRIBER);
    this.tableRows = new Rows(TABLE);
    this.messages = element('ol', { class: 'messages', tabindex: '0' });
    this.root = element('section', { class: 'overview' },
      element('dl', { class: 'cards' }, this.owner.root, this.live.root, this.allRate.root, this.worstLag.root,
        this.memory.root, this.symbols.root),
      element('div', { class: 'charts' }, this.rate.root, this.lag.root),
      element('h2', {}, 'Subscribers'), this.subscribers.root,
      element('h2', {}, 'Tables'), this.tableRows.root,
      element('h2', {}, 'Rejected, and other events ', element('small', { class: 'faint' }, `the newest ${MESSAGES_MAX}`)),
      this.messages);
    this.ended = health.onTick(() => this.#draw());
    requestAnimationFrame(() => this.#draw());
  }

  /** Shows the number and the limit of symbols of the node that serves this page. */
  #drawSymbols({ count, countMax, bytes, bytesMax, nearlyFull }) {
    const most = `of ${whole(countMax)}, ${whole(bytes / 1e6)} of ${whole(bytesMax / 1e6)} MB`;
    this.symbols.show(whole(count), nearlyFull ? `${most}: nearly full` : most);
  }

  #draw() {
    if (!this.health.isKnown) {
      this.owner.show(CONNECTING, '');
      this.live.show(CONNECTING);
      return;
    }
    if (this.health.symbols) {
      this.#drawSymbols(this.health.symbols); // without an answer what is known stays
    }
    const parts = this.health.subscribers();
    const working = parts.filter(({ status }) => status.state !== 'STANDBY');
    const owner = this.health.owner;
    this.owner.show(owner ? owner.node : 'none', owner ? `epoch ${owner.epoch}` : 'no node owns the tables');
    const memory = owner?.memory;
    this.memory.show(memory ? `${Math.floor(100 * memory.bytes / memory.bytesMax)} %` : '', memory?.reason ?? '',
      memory && memory.level !== 'normal' ? 'bad' : '');
    this.live.show(`${working.filter(({ status }) => status.state === 'LIVE').length} of ${working.length}`);
    this.allRate.show(whole(working.reduce((sum, part) => sum + part.rowsPerSecond, 0)));
    const speaking = working.filter(({ status }) => status.state !== 'SILENT');
    this.worstLag.show(ms(Math.max(0, ...speaking.map(({ status }) => status.lagMs))));
    const names = [...this.health.history.keys()];
    this.rate.show(this.health.times, names.map((name) => [name, this.health.history.get(name).rate]));
    this.lag.show(this.health.times, names.map((name) => [name, this.health.history.get(name).lag]));
    this.subscribers.show(parts.map((part) => [`${part.status.name}\n${part.status.node}`, this.#subscriber(part)]));
    this.#drawMessages();
  }

  #subscriber({ status, rowsPerSecond }) {
    const tone = status.state === 'LIVE' ? 'good' : status.state === 'STANDBY' ? 'faint' : 'bad';
    const error = this.health.errors.get(status.name);
    const last = error ? `${error.at.toLocaleTimeString()} ${error.reason}` : '';
    const trouble = status.state === 'LIVE' ? [status.reason, last].filter(Boolean).join('; ') : status.reason || last;
    return [status.name, status.node, { text: status.state, tone }, whole(rowsPerSecond), ms(status.lagMs),
      whole(status.lagRows), whole(status.inFlightRows), whole(status.rejected), whole(status.gaps), trouble];
  }

  #drawMessages() {
    if (this.drawn === this.health.messages) {
      return;
    }
    this.drawn = this.health.messages;
    const lines = this.drawn.map(({ at, what, place, reason, rows, count }) =>
      element('li', {}, element('time', {}, at.toLocaleTimeString()), element('b', {}, what),
        `${place} ${reason}${rows ? ` (${rows} rows)` : ''}`, count > 1 ? element('span', { class: 'count' }, `${count} times`) : ''));
    this.messages.replaceChildren(...(lines.length ? lines : [element('li', { class: 'faint' }, 'none')]));
  }

  /** Shows the tables, as their owner describes them every few seconds. */
  tables(all) {
    const now = performance.now() / 1000;
    this.tableRows.show(all.map(({ table, nextOffset, count, missingRows, missingUnknown, rebuilds = 0, discardedRows = 0, columns }) => {
      const before = this.known.get(table);
      this.known.set(table, { now, nextOffset });
      const rate = before && now > before.now ? (nextOffset - before.nextOffset) / (now - before.now) : 0;
      const missing = { text: `${missingUnknown ? 'at least ' : ''}${whole(missingRows)}`, tone: missingRows || missingUnknown ? 'bad' : '' };
      const discarded = { text: `${whole(discardedRows)}${rebuilds ? ` in ${whole(rebuilds)} rebuild${rebuilds === 1 ? '' : 's'}` : ''}`,
        tone: discardedRows ? 'bad' : '' };
      return [table, [{ text: table, href: `#/table/${encodeURIComponent(table)}` }, whole(count), whole(Math.max(0, rate)),
        missing, discarded, Object.keys(columns ?? {}).join(', ')]];
    }));
  }

  close() {
    this.ended();
    this.rate.close();
    this.lag.close();
  }
}

class Card {
  constructor(name) {
    this.value = element('dd');
    this.more = element('dd', { class: 'faint' });
    this.root = element('div', {}, element('dt', {}, name), this.value, this.more);
  }

  show(value, more = '', tone = '') {
    write(this.value, value);
    write(this.more, more);
    this.value.className = tone;
  }
}
