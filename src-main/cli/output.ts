import type { CliHost } from './cli-host.js';

/** Where results and progress go: one JSON document or words on stdout, everything else on stderr. */
export class Output {
  readonly #host: CliHost;
  readonly #json: boolean;
  #line = '';

  constructor(host: CliHost, json: boolean) {
    this.#host = host;
    this.#json = json;
  }

  /** The result: as JSON when asked for, else as words. */
  result(value: unknown, words: () => string): void {
    this.#endLine();
    this.#host.stdout(this.#json ? `${JSON.stringify(value, null, 2)}\n` : `${words()}\n`);
  }

  /** A line of progress that stays. */
  say(text: string): void {
    this.#endLine();
    this.#host.stderr(`${text}\n`);
  }

  /** A line of progress that the next one replaces, where the terminal can. */
  progress(text: string): void {
    if (!this.#host.isTerminal || text === this.#line) return;
    this.#host.stderr(`\r\u001b[2K${text.slice(0, 110)}`);
    this.#line = text;
  }

  #endLine(): void {
    if (this.#line) this.#host.stderr('\r\u001b[2K');
    this.#line = '';
  }
}

/** Rows as columns of text, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((all, row) => {
    row.forEach((cell, index) => {
      all[index] = Math.max(all[index] ?? 0, cell.length);
    });
    return all;
  }, []);
  return rows
    .map((row) =>
      row
        .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
