/** One line on a terminal that says how far it is; nothing at all anywhere else. */

export interface Progress {
  /** Takes the place of what was shown before. */
  show(text: string): void;
  /** Wipes the line. */
  end(): void;
}

/** Milliseconds between two changes: faster ones nobody could read. */
const EVERY = 100;

export function createProgress(stream: NodeJS.WriteStream): Progress {
  let last = 0;
  let shown = false;
  return {
    show(text) {
      const now = Date.now();
      if (!stream.isTTY || now - last < EVERY) return;
      last = now;
      shown = true;
      stream.write(`\r\u001b[K${text.slice(0, Math.max(0, (stream.columns ?? 80) - 1))}`);
    },
    end() {
      if (shown) stream.write("\r\u001b[K");
      shown = false;
    },
  };
}
