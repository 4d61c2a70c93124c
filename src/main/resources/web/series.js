// A column over time: first from the whole table, in bars, then from the rows that come.

import { seconds } from './text.js';

const BARS = 600;
const POINTS_MAX = 4000;
const UNITS_PER_SECOND = { timestamp: 1e9, timespan: 1e9, time: 1000, second: 1, minute: 1 / 60 };
const PLAIN_SYM = /^[A-Za-z0-9._:]+$/;

const timeColumn = (columns) => Object.entries(columns).find(([, type]) => UNITS_PER_SECOND[type]);

/** Whether a table has a time that a column can be drawn over. */
export const charted = (columns) => timeColumn(columns) !== undefined;

export class Series {
  x = [];
  y = [];

  constructor(bus, table, columns) {
    this.bus = bus;
    this.table = table;
    [this.time, this.timeType] = timeColumn(columns);
  }

  /** The last value of each of so many bars. */
  async load(column, symColumn, sym) {
    if (sym && !PLAIN_SYM.test(sym)) {
      throw new Error(`${sym} cannot be written as a symbol in a query`);
    }
    const where = sym ? ` where ${symColumn}=\`${sym}` : '';
    this.column = column;
    const [range] = await this.#select(`select lo:min ${this.time},hi:max ${this.time} from ${this.table}${where}`);
    const width = ((seconds(range?.hi) - seconds(range?.lo)) * UNITS_PER_SECOND[this.timeType]) / BARS;
    const bar = Math.max(1, Math.ceil(width || 1));
    const bars = await this.#select(
      `select last ${column} by ${this.time}:${bar} xbar ${this.time} from ${this.table}${where}`);
    this.x = [];
    this.y = [];
    this.#take(bars);
  }

  async #select(query) {
    const { rows } = await this.bus.ask(`tickbus.table.${this.table}.query`, { op: 'select', query });
    return rows;
  }

  /** Adds rows that are later than what is known; false when none is. */
  add(rows) {
    const before = this.x.length;
    this.#take(rows);
    return this.x.length > before;
  }

  #take(rows) {
    for (const row of rows) {
      const at = seconds(row[this.time]);
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
