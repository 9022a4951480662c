import { type ComponentType, lazy, useState } from 'react';

export interface LazyScreen<P extends object> {
  Screen: ComponentType<P>;
  /** Reads the screen's code now, so that it opens at once later. */
  preload: () => Promise<unknown>;
}

/** A screen whose code is read when it is first opened. Once it is there it is shown without waiting for a promise. */
export function lazyScreen<P extends object>(load: () => Promise<ComponentType<P>>): LazyScreen<P> {
  let loaded: ComponentType<P> | null = null;
  const preload = async () => {
    loaded = await load();
    return { default: loaded };
  };
  const Later: ComponentType<P> = lazy(preload);
  function Screen(props: P) {
    // Chosen once: another component in this place would lose what was typed in the first.
    const [Chosen] = useState<ComponentType<P>>(() => loaded ?? Later);
    return <Chosen {...props} />;
  }
  return { Screen, preload };
}
