import { describe, expect, it } from 'vitest';
import { cityOf, discoveredFrom, named, record, unit, view } from './customisation.fixture.js';
import { keepIds } from './keep-ids.js';
import { mergeDiscovery } from './merge-discovery.js';

const site = 'https://www.example.org/departments';
const police = unit('police', { name: 'Police', url: `${site}/police.html` });
const fire = unit('fire', { name: 'Fire', url: `${site}/fire/` });
const before = cityOf([police, fire]);
const renamed = { ...police, id: 'police-services', name: 'Police Services', url: `${site}/police` };
const patrol = unit('patrol', { parentId: 'police-services' });

describe('a department that the website renames', () => {
  it('is known again by its page: the correction meets it, and there is no second one', () => {
    const operations = record(
      [{ op: 'rename-department', department: 'police', name: 'Police Bureau' }],
      [],
      before,
    );
    const kept = keepIds(cityOf([renamed, patrol, fire]), operations);
    expect(kept.departments.map((each) => each.id)).toEqual(['police', 'patrol', 'fire']);
    expect(named(kept, 'patrol')?.parentId).toBe('police');
    const { profile } = view(kept, operations);
    expect(profile.departments.map((each) => each.name)).toEqual(['Police Bureau', 'The patrol', 'Fire']);
    const next = discoveredFrom(kept);
    expect(mergeDiscovery({ base: next, next, operations })).toMatchObject([
      { kind: 'changed-underneath', human: 'Police Bureau', before: 'Police', now: 'Police Services' },
    ]);
  });

  it('stays removed or merged, and its agent keeps what was set', () => {
    const removed = record([{ op: 'remove-department', department: 'police' }], [], before);
    expect(view(keepIds(cityOf([renamed, fire]), removed), removed).profile.departments).toHaveLength(1);
    const merged = record([{ op: 'merge-departments', from: 'police', into: 'fire' }], [], before);
    expect(view(keepIds(cityOf([renamed, fire]), merged), merged).profile.departments).toHaveLength(1);
    const set = record([{ op: 'set-mode-default', agent: 'police-assistant', mode: 'draft' }], [], before);
    const { agents } = view(keepIds(cityOf([renamed, fire]), set), set);
    expect(agents.find((each) => each.departmentId === 'police')?.modes.default).toBe('draft');
  });

  it('is not guessed where an address has several departments, then or now', () => {
    const operations = record([{ op: 'remove-department', department: 'police' }], [], before);
    const twins = cityOf([renamed, { ...renamed, id: 'jail', name: 'Jail' }]);
    expect(keepIds(twins, operations)).toBe(twins);
    const shared = cityOf([police, { ...fire, url: `${site}/police.html` }]);
    const onShared = record([{ op: 'remove-department', department: 'police' }], [], shared);
    const later = cityOf([renamed]);
    expect(keepIds(later, onShared)).toBe(later);
  });

  it('leaves a profile alone whose ids are as they were, and corrections that were undone', () => {
    const operations = record([{ op: 'remove-department', department: 'police' }], [], before);
    expect(keepIds(before, operations)).toBe(before);
    const later = cityOf([renamed]);
    expect(
      keepIds(
        later,
        operations.map((each) => ({ ...each, state: 'undone' as const })),
      ),
    ).toBe(later);
  });
});
