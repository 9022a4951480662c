/** Everything that the engine process is told when it starts. */
export interface HostOptions {
  home: string;
  tenant: string;
  resources: string;
  migrations: string;
  template: string;
  version: string;
  /** What the engine runs on, for the about page: `Electron 45.4.1`. */
  platform: string;
  /** The person who is logged in to the computer. */
  user: string;
}

/** The arguments that `readHostOptions` reads back. */
export function toArguments(options: HostOptions): string[] {
  return Object.entries(options).map(([name, value]) => `--${name}=${value}`);
}
