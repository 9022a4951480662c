import { Skeleton, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { queryCache } from '../app/engine.js';
import type { QueryState } from '../app/query-cache.js';
import { ErrorNotice } from './error-notice.js';

interface QueryViewProps<T> {
  state: QueryState<T>;
  /** Procedure to ask again when the person says so. */
  name: string;
  /** The heading of a screen that has none of its own before the answer is there: shown above the failure. */
  title?: string;
  /** Lines of grey bars while nothing is known. */
  lines?: number;
  children: (data: T) => ReactNode;
}

/** A query's answer, or its waiting, or its failure. After a failure what was known stays on the screen. */
export function QueryView<T>({ state, name, title, lines = 6, children }: QueryViewProps<T>) {
  if (state.status === 'loading') return <Waiting lines={lines} />;
  if (state.status === 'ready') return <>{children(state.data)}</>;
  return (
    <Stack gap="md">
      {title !== undefined && state.data === undefined && (
        <Title order={1} tabIndex={-1} data-screen-title>
          {title}
        </Title>
      )}
      <ErrorNotice
        refusal={state.refusal}
        onRetry={() => queryCache.invalidate((candidate) => candidate === name)}
      />
      {state.data !== undefined && children(state.data)}
    </Stack>
  );
}

/** Grey bars that say to a screen reader that something is being loaded. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  return (
    <Stack gap="xs" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity
        <Skeleton key={line} height={line === 0 ? 26 : 16} width={line === 0 ? '40%' : '100%'} />
      ))}
    </Stack>
  );
}
