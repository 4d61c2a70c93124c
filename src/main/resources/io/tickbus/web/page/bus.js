// A client of Vert.x's event bus through its SockJS bridge. The manual of Vert.x Web, "Event bus bridge", defines the messages.

const RETRY_MS = 1000;
const PING_MS = 5000;
const ANSWER_MS_MAX = 10_000;
/** Texts for Vert.x's failure types. Vert.x's own texts contain addresses of the bus. */
const FAILURES = { NO_HANDLERS: 'no node has it now', TIMEOUT: 'no answer in time' };

export class Bus {
  #socket = null;
  #open = false;
  #listeners = new Map(); // address -> set of functions
  #waiting = new Map(); // reply address -> {resolve, reject, timer}
  #onState;
  #asked = 0;

  /** @param onState called at each change of the connection: whether it is open, and why not */
  constructor(onState) {
    this.#onState = onState;
    this.#connect();
    setInterval(() => this.#send({ type: 'ping' }), PING_MS);
  }

  #connect() {
    const socket = new SockJS(new URL('eventbus', document.baseURI).href, null, { transports: ['websocket'] });
    this.#socket = socket;
    socket.onopen = () => {
      this.#open = true;
      for (const address of this.#listeners.keys()) {
        this.#send({ type: 'register', address });
      }
      this.#onState(true);
    };
    socket.onmessage = (event) => this.#take(JSON.parse(event.data));
    socket.onclose = () => {
      this.#open = false;
      for (const asked of this.#waiting.values()) {
        clearTimeout(asked.timer);
        asked.reject(new Error('the connection is lost'));
      }
      this.#waiting.clear();
      this.#tell();
      setTimeout(() => this.#connect(), RETRY_MS);
    };
  }

  async #tell() {
    this.#onState(false, 'no connection');
    try {
      const info = await fetch(new URL('eventbus/info', document.baseURI));
      if (info.status === 401) {
        location.reload(); // the login has ended: the node answers with the login page
      } else if (!info.ok && !this.#open) {
        this.#onState(false, `refused: ${await info.text()}`);
      }
    } catch {
      // no answer: the state is reported above
    }
  }

  #send(message) {
    if (this.#open) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #take(message) {
    const asked = this.#waiting.get(message.address);
    if (asked) {
      this.#waiting.delete(message.address);
      clearTimeout(asked.timer);
      if (message.type === 'err') {
        asked.reject(this.#failure(message.failureType, message.message));
      } else {
        asked.resolve(message.body);
      }
    } else if (message.type === 'rec') {
      for (const listener of this.#listeners.get(message.address) ?? []) {
        listener(message.body);
      }
    }
  }

  /** Returns an error with Vert.x's failure type. */
  #failure(type, message) {
    return Object.assign(new Error(FAILURES[type] ?? (message || type)), { type });
  }

  /** Calls a listener for each message to an address. Returns a function that removes the listener. */
  listen(address, listener) {
    const known = this.#listeners.get(address);
    if (known) {
      known.add(listener);
    } else {
      this.#listeners.set(address, new Set([listener]));
      this.#send({ type: 'register', address });
    }
    return () => {
      const left = this.#listeners.get(address);
      left.delete(listener);
      if (left.size === 0) {
        this.#listeners.delete(address);
        this.#send({ type: 'unregister', address });
      }
    };
  }

  /** Sends a request. Returns a promise of the reply's body as JSON. */
  ask(address, body) {
    if (!this.#open) {
      return Promise.reject(new Error('no connection'));
    }
    const replyAddress = `page-${this.#asked++}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(replyAddress);
        reject(this.#failure('TIMEOUT'));
      }, ANSWER_MS_MAX);
      this.#waiting.set(replyAddress, { resolve, reject, timer });
      this.#send({ type: 'send', address, replyAddress, body });
    });
  }
}
