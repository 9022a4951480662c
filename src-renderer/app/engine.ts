import { connectionState, desktop, engine } from '../bridge/desktop.js';
import { type Call, type InputOf, type OutputOf, type ProcedureName, QueryCache } from './query-cache.js';

export { connectionState, desktop, engine };

const call: Call = (name, input) => {
  const [module = '', procedure = ''] = name.split('.');
  const owner: unknown = Reflect.get(engine, module);
  const target: unknown = Reflect.get(Object(owner), procedure);
  if (typeof target !== 'function') return Promise.reject(new Error(`no such procedure: ${name}`));
  return Promise.resolve(Reflect.apply(target, owner, input === undefined ? [] : [input]));
};

/** Calls a procedure of the contract by its name. Rejects with an `AiosError`. */
export function callEngine<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
  // The name decides the type; the contract on the other side has validated both.
  return call(name, input) as Promise<OutputOf<N>>;
}

/** What the screens know of the engine's data. */
export const queryCache = new QueryCache(call);
