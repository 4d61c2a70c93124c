// A column over time: at first the whole table, aggregated in bars, then each new row.

import { seconds } from './text.js';

const BARS = 600;
const POINTS_MAX = 4000;
const HALF_DAY_SECONDS = 12 * 3600; // a time without a date that falls by more belongs to the next day
const DISORDER_SECONDS = 60; // rows of several feeds are only roughly in the order of their times
const UNITS_PER_SECOND = { timestamp: 1e9, timespan: 1e9, time: 1000, second: 1, minute: 1 / 60 };
const PLAIN_SYM = /^[A-Za-z0-9._:]+$/;

const timeColumn = (columns) => Object.entries(columns).find(([, type]) => UNITS_PER_SECOND[type]);

/** Returns whether a table has a time column for the x axis. */
export const charted = (columns) => timeColumn(columns) !== undefined;

export class Series {
  x = [];
  y = [];

  /** @param keyed whether rows are in the order of their keys' first arrival instead of their times */
  constructor(bus, table, columns, column, symColumn, sym, keyed = false) {
    this.bus = bus;
    this.table = table;
    [this.time, this.timeType] = timeColumn(columns);
    this.column = column;
    this.symColumn = symColumn;
    this.sym = sym;
    this.keyed = keyed;
  }

  /** Loads the last value of each bar. */
  async load() {
    if (this.sym && !PLAIN_SYM.test(this.sym)) {
      throw new Error(`${this.sym} cannot be written as a symbol in a query`);
    }
    const conditions = [...await this.#today(), ...(this.sym ? [`${this.symColumn}=\`${this.sym}`] : [])];
    const where = conditions.length ? ` where ${conditions.join(',')}` : '';
    const [range] = await this.#select(`select lo:min ${this.time},hi:max ${this.time} from ${this.table}${where}`);
    const width = ((seconds(range?.hi) - seconds(range?.lo)) * UNITS_PER_SECOND[this.timeType]) / BARS;
    const bar = Math.max(1, Math.ceil(width || 1));
    const bars = await this.#select(
      `select last ${this.column} by ${this.time}:${bar} xbar ${this.time} from ${this.table}${where}`);
    this.x = [];
    this.y = [];
    this.#take(bars);
  }

  /**
   * Returns the condition that selects the newest day of a table whose times have no date. The day begins after the
   * last row whose time of day is later than that of the newest row.
   */
  async #today() {
    if (this.timeType === 'timestamp' || this.keyed) {
      return [];
    }
    const { rows: [newest] } = await this.#ask({ op: 'last', rows: 1 });
    const later = seconds(newest?.[this.time]) + DISORDER_SECONDS;
    if (!(later < 2 * HALF_DAY_SECONDS)) {
      return [];
    }
    const clock = new Date(later * 1000).toISOString().slice(11, 19);
    const [before] = await this.#select(`select row:max i from ${this.table} where ${this.time}>${clock}`);
    return before?.row > 0 ? [`i>${before.row}`] : [];
  }

  #ask(question) {
    return this.bus.ask(`tickbus.table.${this.table}.query`, question);
  }

  async #select(query) {
    return (await this.#ask({ op: 'select', query })).rows;
  }

  /** Adds rows that are later than the known ones. Returns false if there are none. */
  add(rows) {
    const before = this.x.at(-1);
    this.#take(this.keyed ? this.#later(rows, before ?? -Infinity) : rows);
    return this.x.at(-1) !== before;
  }

  #later(rows, than) {
    const at = (row) => seconds(row[this.time]);
    return rows.filter((row) => at(row) > than).sort((one, other) => at(one) - at(other));
  }

  #take(rows) {
    for (const row of rows) {
      const at = seconds(row[this.time]);
      if (this.timeType !== 'timestamp' && at < this.x.at(-1) - HALF_DAY_SECONDS) {
        this.x = [];
        this.y = [];
      }
      if (at > (this.x.at(-1) ?? -Infinity)) {
        const value = Number(row[this.column] ?? NaN);
        this.x.push(at);
        this.y.push(Number.isFinite(value) ? value : null); // null and infinity are gaps
      }
    }
    if (this.x.length > POINTS_MAX) {
      this.x = this.x.slice(-POINTS_MAX);
      this.y = this.y.slice(-POINTS_MAX);
    }
  }
}
