import { Badge } from '@mantine/core';
import type { DiscoveryRun } from '@shared/contract/discovery.js';

const looks: Record<DiscoveryRun['state'], { colour: string; word: string }> = {
  reading: { colour: 'civic', word: 'reading' },
  analysing: { colour: 'civic', word: 'analysing' },
  done: { colour: 'green', word: 'finished' },
  failed: { colour: 'red', word: 'failed' },
  cancelled: { colour: 'gray', word: 'cancelled' },
  interrupted: { colour: 'orange', word: 'interrupted' },
};

export function RunState({ state }: { state: DiscoveryRun['state'] }) {
  return <Badge color={looks[state].colour}>{looks[state].word}</Badge>;
}
