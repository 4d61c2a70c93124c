// A line chart of continuously added points, in the colours of the page.

import { element } from './text.js';

const HEIGHT = 180;
const COLOURS = 6; // colours that the style sheet defines
const DASHES = [[], [8, 4], [2, 3]]; // used if there are more lines than colours
const utc = (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC');
const two = (number) => String(number).padStart(2, '0');

/** Returns a colour of the style sheet, in the present theme, in a form that a canvas accepts. */
function colour(name, on) {
  const probe = element('span');
  probe.style.color = `var(${name})`;
  on.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

export class Chart {
  #plot = null;
  #names = '';
  #last = [[]];
  #series = [];

  /**
   * @param label the name of the y values, with their unit
   * @param options local: x is the time of this computer, not a time of q, which has no zone; fromZero: the y axis begins at 0
   */
  constructor(label, { local = false, fromZero = false } = {}) {
    this.label = label;
    this.date = local ? (at) => new Date(at * 1000) : utc;
    this.fromZero = fromZero;
    this.body = element('div', { class: 'plot' });
    this.root = element('figure', { class: 'chart' }, element('figcaption', {}, label), this.body);
    this.resized = new ResizeObserver(() => this.#plot?.setSize(this.#size()));
    this.resized.observe(this.body);
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.recolour = () => this.#make();
    this.dark.addEventListener('change', this.recolour);
  }

  #size() {
    return { width: Math.max(200, this.body.clientWidth), height: HEIGHT };
  }

  #clock(at) {
    const time = this.date(at);
    return [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  }

  #make() {
    if (!this.body.isConnected) {
      return;
    }
    this.#plot?.destroy();
    const axis = { stroke: colour('--faint', this.root), grid: { stroke: colour('--line', this.root), width: 1 }, ticks: { show: false } };
    const series = this.#series.map((label, i) => ({
      label,
      stroke: colour(`--series-${(i % COLOURS) + 1}`, this.root),
      width: 1.5,
      dash: DASHES[Math.floor(i / COLOURS) % DASHES.length],
      points: { show: false },
    }));
    this.#plot = new uPlot(
      {
        ...this.#size(),
        tzDate: this.date,
        legend: { live: true, show: this.#series.length > 1 },
        cursor: { y: false },
        scales: { y: { range: this.fromZero ? (plot, min, max) => [0, Math.max(1, max) * 1.1] : undefined } },
        axes: [{ ...axis, values: (plot, ticks) => ticks.map((at) => this.#clock(at)), space: 90 }, { ...axis, size: 70 }],
        series: [{ value: (plot, at) => (at === null ? '' : this.#clock(at)) }, ...series],
      },
      this.#last,
      this.body,
    );
  }

  /** @param series pairs of a name and its y values, one per x; null is a gap */
  show(x, series) {
    this.#last = [x, ...series.map(([, values]) => values)];
    this.#series = series.map(([name]) => name);
    const names = this.#series.join('\n');
    if (!this.#plot || names !== this.#names) {
      this.#names = names;
      this.#make();
    } else {
      this.#plot.setData(this.#last);
    }
  }

  close() {
    this.resized.disconnect();
    this.dark.removeEventListener('change', this.recolour);
    this.#plot?.destroy();
  }
}
