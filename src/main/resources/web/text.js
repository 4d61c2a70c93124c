// How numbers, cells and times are shown, and elements made.

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const CLOCK = /^(-?)(?:(\d+)D)?(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?$/;

/** An element with attributes, properties where they begin with "on", and children. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      made[key] = value;
    } else if (value !== false) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children);
  return made;
}

export const whole = (number) => WHOLE.format(number);

/** A duration in ms, short enough for a card. */
export const ms = (number) => (number < 10_000 ? `${whole(number)} ms` : `${whole(number / 1000)} s`);

/** A cell as the bus writes it in JSON: a null is blank, a long past 2^53 is a text already. */
export function cell(value) {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A temporal as seconds, since 1970 or midnight; NaN for a null or an infinity. */
export function seconds(text) {
  if (typeof text !== 'string') {
    return NaN;
  }
  const clock = CLOCK.exec(text);
  if (clock) {
    const [, sign, days, hours, minutes, rest] = clock;
    return (sign ? -1 : 1) * (((+(days ?? 0) * 24 + +hours) * 60 + +minutes) * 60 + +(rest ?? 0));
  }
  return Date.parse(text.replace(/(\.\d{3})\d*/, '$1')) / 1000;
}
