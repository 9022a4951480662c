import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '@shared/contract/index.js';
import type { Refusal } from '@shared/contract/procedure.js';
import { toRefusal } from './refusal.js';

/** The engine as the screens call it. */
export type EngineClient = ContractRouterClient<typeof contract>;

type Module = keyof EngineClient & string;
/** `module.procedure` for every procedure of the contract. */
export type ProcedureName = {
  [M in Module]: { [P in keyof EngineClient[M] & string]: `${M}.${P}` }[keyof EngineClient[M] & string];
}[Module];

type ProcedureOf<N extends ProcedureName> = N extends `${infer M extends Module}.${infer P}`
  ? P extends keyof EngineClient[M]
    ? EngineClient[M][P]
    : never
  : never;
// biome-ignore lint/suspicious/noExplicitAny: a function type is only matched here, its parameters are inferred
type AnyFunction = (...rest: any[]) => Promise<unknown>;
export type InputOf<N extends ProcedureName> =
  ProcedureOf<N> extends AnyFunction ? Parameters<ProcedureOf<N>>[0] : never;
export type OutputOf<N extends ProcedureName> =
  ProcedureOf<N> extends AnyFunction ? Awaited<ReturnType<ProcedureOf<N>>> : never;

/** How a procedure is reached: the screens' one door to the engine, replaced in tests. */
export type Call = (name: string, input: unknown) => Promise<unknown>;

export type QueryState<T> =
  | { status: 'loading' }
  | { status: 'ready'; data: T }
  /** `data` is what was known before the failure, if anything. */
  | { status: 'failed'; refusal: Refusal; data: T | undefined };

interface Entry {
  name: string;
  input: unknown;
  state: QueryState<unknown>;
  stale: boolean;
  /** The answer that is awaited; an answer to an older question is thrown away. */
  inFlight: symbol | null;
  listeners: Set<() => void>;
}

/** What else is stale when a module changed: these procedures answer from it. */
const dependants: Record<string, readonly string[]> = {
  discovery: ['customisation.', 'deployment.preview'],
  customisation: ['deployment.preview'],
  deployment: ['agents.', 'knowledge.', 'tenants.snapshots'],
  tenants: ['deployment.preview', 'deployment.signingKey'],
};

const keyOf = (name: string, input: unknown): string => `${name}:${JSON.stringify(input) ?? ''}`;
const idle: QueryState<unknown> = { status: 'loading' };

/** Answers of queries, kept by procedure and input, asked again when the engine says that they changed. */
export class QueryCache {
  readonly #call: Call;
  readonly #entries = new Map<string, Entry>();

  constructor(call: Call) {
    this.#call = call;
  }

  /** The same object until something changed: fit for `useSyncExternalStore`. */
  read(name: string, input: unknown): QueryState<unknown> {
    return this.#entries.get(keyOf(name, input))?.state ?? idle;
  }

  /** Keeps an answer fresh while somebody listens. Returns the way to stop. */
  subscribe(name: string, input: unknown, listener: () => void): () => void {
    const key = keyOf(name, input);
    const entry = this.#entries.get(key) ?? this.#open(key, name, input);
    entry.listeners.add(listener);
    if (entry.stale && entry.inFlight === null) this.#ask(entry);
    return () => {
      entry.listeners.delete(listener);
    };
  }

  /** Shows at once what a command answered, where a query of this name and input is shown. */
  put(name: string, input: unknown, data: unknown): void {
    const entry = this.#entries.get(keyOf(name, input));
    if (entry === undefined) return;
    entry.state = { status: 'ready', data };
    for (const listener of entry.listeners) listener();
  }

  /** Marks what `matches` by name as stale; asks again what is being shown, forgets what is not. */
  invalidate(matches: (name: string) => boolean): void {
    for (const [key, entry] of this.#entries) {
      if (!matches(entry.name)) continue;
      if (entry.listeners.size === 0) this.#entries.delete(key);
      else this.#ask(entry);
    }
  }

  /** The modules' answers, the status, and whatever is derived from them. */
  invalidateModules(modules: readonly string[]): void {
    const prefixes = modules.flatMap((module) => [`${module}.`, ...(dependants[module] ?? [])]);
    this.invalidate((name) => name === 'system.status' || prefixes.some((prefix) => name.startsWith(prefix)));
  }

  /** Forgets everything, shows nothing of it any more, and asks anew what is on the screen: another client was opened. */
  clear(): void {
    for (const [key, entry] of this.#entries) {
      entry.state = idle;
      if (entry.listeners.size === 0) this.#entries.delete(key);
      else this.#ask(entry);
    }
  }

  #open(key: string, name: string, input: unknown): Entry {
    const entry: Entry = { name, input, state: idle, stale: true, inFlight: null, listeners: new Set() };
    this.#entries.set(key, entry);
    return entry;
  }

  #ask(entry: Entry): void {
    const question = Symbol(entry.name);
    entry.stale = false;
    entry.inFlight = question;
    const settle = (state: QueryState<unknown>) => {
      if (entry.inFlight !== question) return;
      entry.inFlight = null;
      // A failure is not an answer: the next who looks asks again.
      entry.stale = state.status === 'failed';
      entry.state = state;
      for (const listener of entry.listeners) listener();
    };
    for (const listener of entry.listeners) listener();
    this.#call(entry.name, entry.input).then(
      (data) => settle({ status: 'ready', data }),
      (error: unknown) =>
        settle({
          status: 'failed',
          refusal: toRefusal(error),
          data: entry.state.status === 'loading' ? undefined : entry.state.data,
        }),
    );
  }
}
