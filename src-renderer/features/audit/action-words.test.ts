import { describe, expect, it } from 'vitest';
import { actionWords, resourceWords } from './action-words.js';

describe('the words of the record', () => {
  it('says what was done instead of showing the code name', () => {
    expect(actionWords('deployment.step-done')).toBe('Finished a step of the deployment');
    expect(actionWords('customise.rename-department')).toBe('Renamed a department');
    expect(resourceWords('discovery-run')).toBe('reading');
  });

  it('writes out an action that it does not know', () => {
    expect(actionWords('sync.pushed-twice')).toBe('Sync pushed twice');
    expect(resourceWords('witness-key')).toBe('witness key');
  });
});
