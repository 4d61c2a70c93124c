// The page of one table: its schema, its newest rows, and a column over time.

import { Chart } from './chart.js';
import { Series, charted } from './series.js';
import { cell, element, whole } from './text.js';

const ROWS = 40; // the newest rows; for a keyed table the first ones, in the order in which the keys arrived
const POLL_MS_MIN = 250; // faster changes cannot be seen
const POLL_SHARE = 4; // requests take at most about a quarter of the time
const SYMS_MAX = 2000;
const TYPED_MS = 300; // pause after which a typed sym is complete
const NUMBERS = ['short', 'int', 'long', 'real', 'float', 'byte'];

export class TablePage {
  constructor(bus, name) {
    this.bus = bus;
    this.name = name;
    this.address = `tickbus.table.${name}.query`;
    this.sym = '';
    this.paused = false;
    this.closed = false;
    this.count = element('output', { class: 'count', 'aria-label': 'rows' });
    this.filter = element('input', { type: 'search', list: 'syms', placeholder: 'all', oninput: () => this.#typed() });
    this.column = element('select', { onchange: () => this.#rechart() });
    this.pause = element('button', { type: 'button', 'aria-pressed': 'false', onclick: () => this.#toggle() }, 'Pause');
    this.syms = element('datalist', { id: 'syms' });
    this.said = element('p', { class: 'bad', role: 'alert' });
    this.schema = element('p', { class: 'schema faint' });
    this.gridRoot = element('div', { class: 'rows' });
    this.chart = new Chart('');
    this.hint = element('p', { class: 'faint' });
    this.root = element('section', { class: 'table' },
      element('h2', {}, name, ' ', this.count), this.schema,
      element('form', { class: 'tools', onsubmit: (event) => event.preventDefault() },
        element('label', {}, 'Filter ', this.filter), this.syms,
        element('label', {}, 'Chart ', this.column), this.pause),
      this.said, this.chart.root, this.hint, this.gridRoot);
    this.keys = (event) => event.key === 'p' && !event.ctrlKey && !event.metaKey && !event.altKey
      && !/^(INPUT|SELECT)$/.test(event.target.tagName) && this.#toggle();
    addEventListener('keydown', this.keys);
    this.#open();
  }

  async #open() {
    try {
      const { columns, keys } = await this.bus.ask(this.address, { op: 'schema' });
      if (!this.closed) {
        this.#build(columns, keys);
        this.polling ??= this.#poll();
      }
    } catch (refused) {
      this.said.textContent = refused.type === 'NO_HANDLERS'
        ? `There is no table ${this.name} now. A table comes from the configuration, with its columns, or from a subscriber.`
        : refused.message;
      setTimeout(() => this.closed || this.#open(), 1000);
    }
  }

  #build(columns, keys) {
    this.said.textContent = '';
    const named = Object.entries(columns);
    this.symColumn = (named.find(([, type]) => type === 'symbol') ?? [])[0];
    this.schema.textContent = named.map(([name, type]) => `${keys.includes(name) ? '*' : ''}${name} ${type}`).join(' · ');
    const numbers = named.filter(([, type]) => NUMBERS.includes(type)).map(([name]) => name);
    this.column.replaceChildren(...numbers.map((name) => element('option', {}, name)));
    this.filter.disabled = !this.symColumn;
    this.columns = columns;
    this.keyed = keys.length > 0;
    this.series = null;
    this.grid?.destroy();
    const grid = element('div');
    this.gridRoot.replaceChildren(grid);
    this.grid = new Tabulator(grid, {
      layout: 'fitData',
      placeholder: 'no rows',
      columns: named.map(([name, type]) => ({
        title: name,
        titleFormatter: 'plaintext', // a column name is not HTML
        field: name,
        headerSort: false,
        hozAlign: NUMBERS.includes(type) ? 'right' : 'left',
        headerHozAlign: NUMBERS.includes(type) ? 'right' : 'left',
        formatter: 'plaintext', // a symbol is not HTML
        mutator: (value) => cell(value),
      })),
      nestedFieldSeparator: false,
    });
    this.ready = new Promise((built) => this.grid.on('tableBuilt', built));
    this.#listSyms();
    this.#rechart();
  }

  async #listSyms() {
    if (!this.symColumn) {
      return;
    }
    try {
      const { rows } = await this.bus.ask(this.address, {
        op: 'select', query: `select n:count i by ${this.symColumn} from ${this.name}` });
      this.syms.replaceChildren(...rows.slice(0, SYMS_MAX)
        .map((row) => element('option', { value: row[this.symColumn] ?? '' })));
    } catch {
      // too many syms to list: the user can type them
    }
  }

  #typed() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.closed || this.#choose(), TYPED_MS);
  }

  #choose() {
    this.sym = this.filter.value.trim();
    this.#rechart();
    if (this.paused) {
      this.#refresh();
    }
  }

  async #rechart() {
    const column = this.column.value;
    this.series = null; // discards a series that is still loading
    this.chart.root.hidden = true;
    this.hint.textContent = !charted(this.columns) || !column ? 'no time column to draw'
      : this.symColumn && !this.sym ? `filter by ${this.symColumn} to see ${column} over time` : '';
    if (this.hint.textContent) {
      return;
    }
    const series = new Series(this.bus, this.name, this.columns, column, this.symColumn, this.sym, this.keyed);
    this.series = series;
    try {
      await series.load();
      if (this.series === series && !this.closed) {
        this.chart.root.querySelector('figcaption').textContent = `${column} of ${this.sym || this.name}`;
        this.chart.root.hidden = false;
        this.#draw();
      }
    } catch (refused) {
      if (this.series === series) {
        this.hint.textContent = refused.message;
      }
    }
  }

  #draw() {
    if (!this.chart.root.hidden) {
      this.chart.show(this.series.x, [[this.column.value, this.series.y]]);
    }
  }

  #toggle() {
    this.paused = !this.paused;
    this.pause.textContent = this.paused ? 'Resume' : 'Pause';
    this.pause.setAttribute('aria-pressed', String(this.paused));
  }

  async #poll() {
    let spent = 0;
    while (!this.closed) {
      if (!this.paused && !document.hidden) {
        const began = performance.now();
        await this.#refresh();
        spent = performance.now() - began;
      }
      await new Promise((passed) => setTimeout(passed, Math.max(POLL_MS_MIN, spent * POLL_SHARE)));
    }
  }

  async #refresh() {
    const { sym, grid } = this;
    const where = sym ? { [this.symColumn]: sym } : {};
    try {
      const { rows } = await this.bus.ask(this.address, { op: this.keyed ? 'first' : 'last', rows: ROWS, where });
      await this.ready;
      if (this.closed || sym !== this.sym || grid !== this.grid) {
        return; // the user has selected something else meanwhile
      }
      this.said.textContent = '';
      if (!this.chart.root.hidden && this.series.add(this.keyed ? rows : rows.slice(-1))) {
        this.#draw();
      }
      await this.grid.replaceData(this.keyed ? rows : rows.reverse());
    } catch (refused) {
      this.said.textContent = refused.message;
    }
  }

  tables(all) {
    const own = all.find(({ table }) => table === this.name);
    const more = own?.keys?.length && own.count > ROWS ? `, the first ${ROWS} below` : '';
    this.count.textContent = own ? `${whole(own.count)} rows${more}` : '';
    const columns = JSON.stringify(own?.columns);
    if (own && this.told && columns !== this.told) {
      this.#open(); // the columns of the table have changed
    }
    this.told = own ? columns : this.told;
  }

  close() {
    this.closed = true;
    clearTimeout(this.typing);
    removeEventListener('keydown', this.keys);
    this.chart.close();
    this.grid?.destroy();
  }
}
