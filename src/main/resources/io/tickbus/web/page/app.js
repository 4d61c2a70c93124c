// Shows the page that the fragment of the URL (the part after #) selects.

import { Bus } from './bus.js';
import { Health } from './health.js';
import { Overview } from './overview.js';
import { TablePage } from './table.js';
import { element } from './text.js';

const TABLES_MS = 2000;

const connection = document.getElementById('connection');
const nav = document.querySelector('nav');
const main = document.querySelector('main');
const bus = new Bus((open, reason) => {
  connection.textContent = open ? 'live' : reason;
  connection.className = open ? 'good' : 'bad';
  if (open) {
    refreshTables();
    health.fill();
  }
});
const health = new Health(bus);
let page = null;
let tables = [];

/** Returns the table that a fragment names, or null. A name whose last escape is incomplete counts as none. */
function tableOf(hash) {
  const table = /^#\/table\/(.+)$/.exec(hash);
  try {
    return table && decodeURIComponent(table[1]);
  } catch {
    return null;
  }
}

function show() {
  page?.close();
  const table = tableOf(location.hash);
  page = table ? new TablePage(bus, table) : new Overview(bus, health);
  document.title = table ? `${table} - Tickbus` : 'Tickbus';
  main.replaceChildren(page.root);
  page.tables?.(tables);
  mark();
}

function mark() {
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === location.hash) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
}

async function refreshTables() {
  try {
    tables = await bus.ask('tickbus.tables', {});
  } catch {
    return; // no owner at present: keep the known tables
  }
  const names = tables.map(({ table }) => table).join('\n');
  if (names !== nav.dataset.names) {
    nav.dataset.names = names;
    nav.replaceChildren(
      ...tables.map(({ table }) => element('a', { href: `#/table/${encodeURIComponent(table)}` }, table)),
    );
    mark();
  }
  page?.tables?.(tables);
}

setInterval(refreshTables, TABLES_MS);
addEventListener('hashchange', () => {
  show();
  main.focus(); // the element that had the focus is gone
});
show();
