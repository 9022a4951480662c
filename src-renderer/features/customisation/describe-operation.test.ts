import { describe, expect, it } from 'vitest';
import { describeOperation, type KnownNames } from './describe-operation.js';

const former = [
  { id: 'fire', name: 'Fire Department' },
  { id: 'police', name: 'Police' },
  { id: 'added-1', name: 'Sister Cities' },
];

function names(departments: { id: string; name: string }[]): KnownNames {
  return { departments, former, agents: [], rules: [] };
}

describe('a change in words', () => {
  it('names a department that the change took away as it was found', () => {
    expect(
      describeOperation(
        { op: 'merge-departments', from: 'fire', into: 'police' },
        names([{ id: 'police', name: 'Police' }]),
      ),
    ).toBe('Merge “Fire Department” into “Police”');
    expect(describeOperation({ op: 'remove-department', department: 'fire' }, names([]))).toBe(
      'Remove the department “Fire Department”',
    );
  });

  it('names the old and the new name of a renamed department', () => {
    const now = names([{ id: 'police', name: 'Public Safety' }]);
    expect(
      describeOperation({ op: 'rename-department', department: 'police', name: 'Public Safety' }, now),
    ).toBe('Rename “Police” to “Public Safety”');
  });

  it('names a department that a person added and removed again', () => {
    const gone = names([]);
    expect(describeOperation({ op: 'remove-department', department: 'added-1' }, gone)).toBe(
      'Remove the department “Sister Cities”',
    );
  });
});
