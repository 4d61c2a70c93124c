// Formats numbers, cells and times, and creates elements.

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const CLOCK = /^(-?)(?:(\d+)D)?(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?$/;

/** Creates an element with children. Names that begin with "on" set properties, all others attributes. */
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

/** Formats a duration in ms, short enough for a card. */
export const ms = (number) => (number < 10_000 ? `${whole(number)} ms` : `${whole(number / 1000)} s`);

/** Formats a cell of the bus's JSON. A null is blank; a long above 2^53 is a string already. */
export function cell(value) {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Returns a temporal value in seconds since 1970 or midnight, or NaN for a null or an infinity. */
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
