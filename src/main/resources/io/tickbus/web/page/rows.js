// The rows of an HTML table. A row keeps its element across updates, so that focus and selection stay.

import { element } from './text.js';

/** Replaces the text of an element if it differs. */
export function write(into, text) {
  if (into.textContent !== text) {
    into.textContent = text;
  }
}

export class Rows {
  #known = new Map(); // key -> tr

  /** @param columns titles; a # in front marks a column of numbers */
  constructor(columns) {
    this.numbers = columns.map((name) => name.startsWith('#'));
    this.body = element('tbody');
    const head = columns.map((name, i) => element('th', { scope: 'col', class: this.#class(i) }, name.replace('#', '')));
    this.root = element('div', { class: 'scroll', tabindex: '0' },
      element('table', {}, element('thead', {}, element('tr', {}, ...head)), this.body));
  }

  #class(i, tone = '') {
    return `${this.numbers[i] ? 'number ' : ''}${tone}`;
  }

  /** @param rows pairs of a key and cells; a cell is a text or {text, tone, href} */
  show(rows) {
    const keys = new Set(rows.map(([key]) => key));
    for (const [key, row] of this.#known) {
      if (!keys.has(key)) {
        row.remove();
        this.#known.delete(key);
      }
    }
    rows.forEach(([key, cells], at) => {
      const row = this.#known.get(key) ?? element('tr', {}, ...cells.map(() => element('td')));
      this.#known.set(key, row);
      cells.forEach((content, i) => this.#fill(row.cells[i], i, content));
      if (this.body.rows[at] !== row) {
        this.body.insertBefore(row, this.body.rows[at] ?? null);
      }
    });
  }

  #fill(cell, i, content) {
    const { text, tone, href } = typeof content === 'string' ? { text: content } : content;
    if (href && !cell.firstElementChild) {
      cell.replaceChildren(element('a', { href }));
    }
    write(href ? cell.firstElementChild : cell, text);
    if (cell.className !== this.#class(i, tone)) {
      cell.className = this.#class(i, tone);
    }
  }
}
