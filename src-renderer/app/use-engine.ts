import type { Refusal } from '@shared/contract/procedure.js';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { kindOf } from '../bridge/engine-client.js';
import { callEngine, connectionState, queryCache } from './engine.js';
import type { InputOf, OutputOf, ProcedureName, QueryState } from './query-cache.js';
import { toRefusal } from './refusal.js';

/** The answer of a query, kept fresh while the component is on the screen. Pass an input that has the same JSON. */
export function useQuery<N extends ProcedureName>(name: N, input?: InputOf<N>): QueryState<OutputOf<N>> {
  const key = JSON.stringify(input);
  const stable = useRef({ key, input });
  if (stable.current.key !== key) stable.current = { key, input };
  const subscribe = useCallback(
    (listener: () => void) =>
      queryCache.subscribe(name, key === undefined ? undefined : JSON.parse(key), listener),
    [name, key],
  );
  const state = useSyncExternalStore(subscribe, () => queryCache.read(name, stable.current.input));
  // The cache stores what the procedure of this name returned.
  return state as QueryState<OutputOf<N>>;
}

/** What is known: the answer, or the last one before a failure; undefined before the first. */
export function known<T>(state: QueryState<T>): T | undefined {
  return state.status === 'loading' ? undefined : state.data;
}

export type CommandState<T> =
  | { status: 'idle' }
  | { status: 'running' }
  | { status: 'done'; data: T }
  | { status: 'refused'; refusal: Refusal };

export interface Command<N extends ProcedureName> {
  state: CommandState<OutputOf<N>>;
  running: boolean;
  /** Resolves with the answer, or with undefined when it was refused: the refusal is in `state`. */
  run: (
    ...input: undefined extends InputOf<N> ? [InputOf<N>?] : [InputOf<N>]
  ) => Promise<OutputOf<N> | undefined>;
  reset: () => void;
}

/** Commands that answer with what this query will say next. */
const answers: Partial<Record<ProcedureName, ProcedureName>> = {
  'customisation.apply': 'customisation.view',
  'customisation.undo': 'customisation.view',
  'customisation.resolve': 'customisation.view',
  'tenants.updateSettings': 'tenants.settings',
};

/** A command, or a query asked on demand, with its state. What it changed is asked again when it is done. */
export function useCommand<N extends ProcedureName>(name: N): Command<N> {
  const [state, setState] = useState<CommandState<OutputOf<N>>>({ status: 'idle' });
  const run = useCallback<Command<N>['run']>(
    async (...input) => {
      setState({ status: 'running' });
      try {
        const data = await callEngine(name, input[0] as InputOf<N>);
        // The engine's events may name less than was changed; what a command did is asked again in any case.
        const path = name.split('.');
        if (kindOf(path) === 'command') queryCache.invalidateModules(path.slice(0, 1));
        const shownBy = answers[name];
        if (shownBy !== undefined) queryCache.put(shownBy, undefined, data);
        setState({ status: 'done', data });
        return data;
      } catch (error) {
        setState({ status: 'refused', refusal: toRefusal(error) });
        return undefined;
      }
    },
    [name],
  );
  const reset = useCallback(() => setState({ status: 'idle' }), []);
  return { state, running: state.status === 'running', run, reset };
}

/**
 * The newest value of a stream. `open` must be stable; null means: do not watch. Opened again when the engine comes
 * back after a stop.
 */
export function useWatch<T>(
  open: ((signal: AbortSignal) => Promise<AsyncIterable<T>>) | null,
  onValue?: (value: T) => void,
): T | undefined {
  const [value, setValue] = useState<T>();
  const phase = useStore(connectionState, (state) => state.phase);
  const listener = useRef(onValue);
  listener.current = onValue;
  useEffect(() => {
    if (open === null || phase !== 'ready') return undefined;
    const abort = new AbortController();
    void follow(open, abort.signal, (next) => {
      setValue(next);
      listener.current?.(next);
    });
    return () => abort.abort();
  }, [open, phase]);
  return value;
}

async function follow<T>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  signal: AbortSignal,
  onValue: (value: T) => void,
): Promise<void> {
  try {
    for await (const value of await open(signal)) {
      if (signal.aborted) return;
      onValue(value);
    }
  } catch {
    // The stream ends with the engine or with this component; the connection state tells which, and opens it again.
  }
}
