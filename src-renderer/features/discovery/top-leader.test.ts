import { describe, expect, it } from 'vitest';
import { topLeader } from './top-leader.js';

const titled = (...titles: string[]) => titles.map((title) => ({ title }));

describe('topLeader', () => {
  it('takes the mayor before the manager, wherever they stand', () => {
    expect(topLeader(titled('Code Enforcement Manager', 'City Manager', 'Mayor'))?.title).toBe('Mayor');
    expect(topLeader(titled('Chief of Police', 'County Administrator'))?.title).toBe('County Administrator');
  });

  it('does not take a deputy, an assistant or the head of one department', () => {
    expect(
      topLeader(titled('Deputy Mayor', 'Assistant City Manager', 'Director of Finance', 'Vice President')),
    ).toBeNull();
    expect(topLeader([])).toBeNull();
  });
});
