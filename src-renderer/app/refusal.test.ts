import { AiosError } from '@shared/kernel/errors.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toRefusal } from './refusal.js';

describe('toRefusal', () => {
  it('takes the refusal that the contract carries in its data', () => {
    const error = Object.assign(new Error('REFUSED'), {
      code: 'REFUSED',
      data: { code: 'self_approval', message: 'You made it.', details: { approver: 'A' } },
    });
    expect(toRefusal(error)).toEqual({
      code: 'self_approval',
      message: 'You made it.',
      details: { approver: 'A' },
    });
  });

  it('takes the code of an error of our own', () => {
    expect(toRefusal(new AiosError('engine_stopped', 'The engine stopped.')).code).toBe('engine_stopped');
  });

  it('names refused input and everything unknown', () => {
    expect(toRefusal(Object.assign(new Error('x'), { code: 'BAD_REQUEST' })).code).toBe('invalid_input');
    expect(toRefusal(new Error('boom'))).toEqual({ code: 'internal', message: 'boom', details: {} });
  });

  it('never throws, whatever was thrown', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(toRefusal(value).message).not.toBe('');
      }),
    );
  });
});
