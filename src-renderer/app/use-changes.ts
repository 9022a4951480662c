import { useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { connectionState, engine, queryCache } from './engine.js';
import { known, useQuery, useWatch } from './use-engine.js';
import { resetViewStores } from './view-store.js';

/** Keeps what is shown fresh: by the engine's events, and wholly after the engine came back or opened another client. */
export function useChanges(): void {
  const open = useCallback((signal: AbortSignal) => engine.system.changes(undefined, { signal }), []);
  useWatch(open, (change) => queryCache.invalidateModules(change.modules));

  const phase = useStore(connectionState, (state) => state.phase);
  const wasReady = useRef(false);
  useEffect(() => {
    if (phase !== 'ready') return;
    // What was missed while the engine was away is not known: everything on the screen is asked again.
    if (wasReady.current) queryCache.invalidate(() => true);
    wasReady.current = true;
  }, [phase]);

  const tenant = known(useQuery('system.status'))?.tenant.id;
  const lastTenant = useRef<string>(undefined);
  useEffect(() => {
    if (tenant === undefined) return;
    // However the switch came about, nothing typed or shown for the last client may stay.
    if (lastTenant.current !== undefined && lastTenant.current !== tenant) {
      resetViewStores();
      queryCache.clear();
    }
    lastTenant.current = tenant;
  }, [tenant]);
}
