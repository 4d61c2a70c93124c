// All at a glance: the owner, the subscribers, the tables, and what went wrong.

import { Chart } from './chart.js';
import { element, ms, whole } from './text.js';

const SUBSCRIBER = ['subscriber', 'node', 'state', 'rows/s', 'lag', 'rows behind', 'in flight', 'rejected', 'gaps', 'reason'];
const SUBSCRIBER_NUMBERS = [3, 4, 5, 6, 7, 8];
const TABLE = ['table', 'rows', 'rows/s', 'columns'];
const TABLE_NUMBERS = [1, 2];

export class Overview {
  constructor(bus, health) {
    this.health = health;
    this.known = new Map(); // table -> what was said of it last, for its rows/s
    this.cards = element('dl', { class: 'cards' });
    this.rate = new Chart('rows/s', { local: true, fromZero: true });
    this.lag = new Chart('lag, ms', { local: true, fromZero: true });
    this.subscribers = element('tbody');
    this.tableRows = element('tbody');
    this.messages = element('ol', { class: 'messages' });
    this.root = element('section', { class: 'overview' },
      this.cards,
      element('div', { class: 'charts' }, this.rate.root, this.lag.root),
      element('h2', {}, 'Subscribers'), grid(SUBSCRIBER, SUBSCRIBER_NUMBERS, this.subscribers),
      element('h2', {}, 'Tables'), grid(TABLE, TABLE_NUMBERS, this.tableRows),
      element('h2', {}, 'Rejected, and other events'), this.messages);
    this.ended = health.onTick(() => this.#draw());
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const parts = this.health.subscribers();
    const working = parts.filter(({ status }) => status.state !== 'STANDBY');
    const owner = this.health.owner;
    const rate = working.reduce((sum, part) => sum + part.rowsPerSecond, 0);
    const lag = Math.max(0, ...working.map(({ status }) => status.lagMs));
    this.cards.replaceChildren(
      ...card('owner', owner ? owner.node : 'none', owner ? `epoch ${owner.epoch}` : 'no node owns the tables'),
      ...card('subscribers live', `${working.filter(({ status }) => status.state === 'LIVE').length} of ${working.length}`),
      ...card('rows/s', whole(rate)),
      ...card('lag', ms(lag)));
    const names = [...this.health.history.keys()];
    this.rate.show(this.health.times, names.map((name) => [name, this.health.history.get(name).rate]));
    this.lag.show(this.health.times, names.map((name) => [name, this.health.history.get(name).lag]));
    this.subscribers.replaceChildren(...parts.map((part) => this.#subscriber(part)));
    this.messages.replaceChildren(...this.health.messages.map(({ at, what, place, reason, count }) =>
      element('li', {}, element('time', {}, at.toLocaleTimeString()), element('b', {}, what),
        `${place} ${reason}`, count > 1 ? element('span', { class: 'count' }, `${count} times`) : '')));
    if (this.health.messages.length === 0) {
      this.messages.replaceChildren(element('li', { class: 'faint' }, 'none since this page was opened'));
    }
  }

  #subscriber({ status, rowsPerSecond }) {
    const tone = status.state === 'LIVE' ? 'good' : status.state === 'STANDBY' ? 'faint' : 'bad';
    return row([status.name, status.node, element('span', { class: tone }, status.state), whole(rowsPerSecond),
      ms(status.lagMs), whole(status.lagRows), whole(status.inFlightRows), whole(status.rejected), whole(status.gaps),
      status.reason], SUBSCRIBER_NUMBERS);
  }

  /** What the owner says of its tables, now and then. */
  tables(all) {
    const now = performance.now() / 1000;
    this.tableRows.replaceChildren(...all.map(({ table, nextOffset, count, columns }) => {
      const before = this.known.get(table);
      this.known.set(table, { now, nextOffset });
      const rate = before && now > before.now ? (nextOffset - before.nextOffset) / (now - before.now) : 0;
      const link = element('a', { href: `#/table/${encodeURIComponent(table)}` }, table);
      return row([link, whole(count), whole(Math.max(0, rate)), Object.keys(columns ?? {}).join(', ')], TABLE_NUMBERS);
    }));
  }

  close() {
    this.ended();
    this.rate.close();
    this.lag.close();
  }
}

function card(name, value, more = '') {
  return [element('div', {}, element('dt', {}, name), element('dd', {}, value), element('dd', { class: 'faint' }, more))];
}

function grid(columns, numbers, body) {
  const head = element('tr', {}, ...columns.map((name, i) =>
    element('th', { scope: 'col', class: numbers.includes(i) ? 'number' : false }, name)));
  return element('div', { class: 'scroll', tabindex: '0' }, element('table', {}, element('thead', {}, head), body));
}

function row(cells, numbers) {
  return element('tr', {}, ...cells.map((content, i) => element('td', { class: numbers.includes(i) ? 'number' : false }, content)));
}
