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
    const answer = await fetch(new URL('api/tables', document.baseURI));
    if (!answer.ok) {
      return; // no owner at present: keep the known tables
    }
    tables = await answer.json();
  } catch {
    return; // no answer: the state of the connection is shown
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

/** Shows who is logged in. */
async function showViewer() {
  const answer = await fetch(new URL('api/me', document.baseURI));
  if (answer.ok) {
    const { user, rights, session } = await answer.json();
    const form = document.getElementById('viewer');
    form.hidden = !session;
    form.querySelector('span').textContent = user;
    form.title = `rights: ${rights}`;
  }
}

showViewer();
setInterval(refreshTables, TABLES_MS);
addEventListener('hashchange', () => {
  show();
  main.focus(); // the element that had the focus is gone
});
show();
