/** The process as the command line sees it. */
export interface CliHost {
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  stdout(text: string): void;
  stderr(text: string): void;
  /** Whether progress may be redrawn in place. */
  isTerminal: boolean;
  /** Calls `stop` when the user interrupts. */
  onInterrupt(stop: () => void): void;
}
