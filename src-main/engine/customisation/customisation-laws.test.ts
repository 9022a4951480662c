import { type Operation, operationSchema, recordedOperationSchema } from '@shared/contract/customisation.js';
import { organisationProfileSchema } from '@shared/contract/organisation-profile.js';
import { AiosError } from '@shared/kernel/errors.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentIdOf } from '../agents/index.js';
import { applyToProfile } from './apply-to-profile.js';
import { city, cityOf, discoveredFrom, named, record, unit, view } from './customisation.fixture.js';
import { mergeDiscovery } from './merge-discovery.js';
import { undoOperation } from './overlay.js';

const ids = ['finance', 'police', 'streets', 'works', 'new-a', 'new-b'];
const id = fc.constantFrom(...ids);
const name = fc.constantFrom('Treasury', 'Ports', 'Aviation', 'Zoo', 'Water');
const agent = id.map(agentIdOf);
const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    op: fc.constant('add-department' as const),
    id: fc.constantFrom('new-a', 'new-b'),
    name,
    parentId: id,
  }),
  fc.record({ op: fc.constant('remove-department' as const), department: id }),
  fc.record({ op: fc.constant('rename-department' as const), department: id, name }),
  fc.record({ op: fc.constant('merge-departments' as const), from: id, into: id }),
  fc.record({
    op: fc.constant('set-head' as const),
    department: id,
    head: fc.option(fc.record({ name, title: name })),
  }),
  fc.record({
    op: fc.constant('set-contact' as const),
    department: id,
    contact: fc.record({ kind: fc.constantFrom('phone' as const, 'email' as const), value: name }),
  }),
  fc.record({
    op: fc.constant('set-sensitivity' as const),
    agent,
    ceiling: fc.constantFrom('internal' as const, 'restricted' as const),
  }),
  fc.record({
    op: fc.constant('set-mode-default' as const),
    agent,
    mode: fc.constantFrom('draft' as const, 'escalate' as const),
  }),
  fc.record({
    op: fc.constant('set-template' as const),
    agent,
    template: fc.constantFrom('basic-faq', 'public-safety'),
  }),
  fc.record({
    op: fc.constant('edit-knowledge' as const),
    agent,
    addDepartments: fc.array(id, { maxLength: 2 }),
  }),
  fc.record({
    op: fc.constant('add-rule' as const),
    id: fc.constantFrom('r1', 'r2'),
    tier: fc.constant('department' as const),
    scope: id,
    title: name,
    text: name,
  }),
  fc.record({ op: fc.constant('set-organisation' as const), name }),
);
/** Those of random operations that the state allows, recorded one after the other. */
const history = fc.array(anyOperation, { maxLength: 10 }).map((operations) =>
  operations.reduce<ReturnType<typeof record>>((before, operation) => {
    try {
      return record([operation], before);
    } catch (error) {
      if (error instanceof AiosError) return before;
      throw error;
    }
  }, []),
);
const anyDiscovery = fc
  .array(
    fc.record({
      id,
      name: fc.oneof(name, fc.constant('Finance')),
      parentId: fc.option(id, { nil: undefined }),
    }),
    { maxLength: 6 },
  )
  .map((units) =>
    cityOf(
      [...new Map(units.map((each) => [each.id, each])).values()].map(({ parentId, ...each }) =>
        unit(each.id, parentId === undefined ? each : { ...each, parentId }),
      ),
    ),
  );
const runs = { numRuns: 60 };

describe('laws of the overlay', () => {
  it('records what the contract can carry, and changes no argument', () => {
    fc.assert(
      fc.property(history, (operations) => {
        const before = JSON.stringify([city, operations]);
        view(city, operations);
        expect(JSON.stringify([city, operations])).toBe(before);
        for (const each of operations) {
          expect(recordedOperationSchema.parse(JSON.parse(JSON.stringify(each)))).toEqual(each);
          expect(operationSchema.parse(each.operation)).toEqual(each.operation);
        }
      }),
      runs,
    );
  });

  it('undoing the last operation gives exactly the view before it', () => {
    fc.assert(
      fc.property(history, (operations) => {
        const last = operations.at(-1);
        fc.pre(last !== undefined);
        const undone = undoOperation(city, operations, last?.id ?? '');
        expect(view(city, undone)).toEqual(view(city, operations.slice(0, -1)));
      }),
      runs,
    );
  });

  it('applies in the order of sequence numbers, whatever the order given', () => {
    fc.assert(
      fc.property(history, fc.func(fc.nat()), (operations, shuffle) => {
        const shuffled = [...operations].sort((a, b) => shuffle(a.id) - shuffle(b.id));
        expect(view(city, shuffled)).toEqual(view(city, operations));
        expect(
          mergeDiscovery({ base: discoveredFrom(city), next: discoveredFrom(city), operations: shuffled }),
        ).toEqual([]);
      }),
      runs,
    );
  });

  it('gives a valid profile without dangling or circular parents on any later discovery', () => {
    fc.assert(
      fc.property(history, anyDiscovery, (operations, next) => {
        const { profile } = applyToProfile(next, operations);
        organisationProfileSchema.parse(profile);
        const parents = new Map(profile.departments.map((each) => [each.id, each.parentId]));
        expect(parents.size).toBe(profile.departments.length);
        for (const start of parents.keys()) {
          let at = parents.get(start);
          for (let steps = 0; at !== undefined; steps += 1) {
            expect(parents.has(at) && steps < parents.size).toBe(true);
            at = parents.get(at);
          }
        }
      }),
      runs,
    );
  });

  it('loses and overwrites no word of a human in any later discovery', () => {
    fc.assert(
      fc.property(history, anyDiscovery, (operations, next) => {
        const { profile } = applyToProfile(next, operations);
        const conflicts = mergeDiscovery({
          base: discoveredFrom(city),
          next: discoveredFrom(next),
          operations,
        });
        const subjects = new Set(conflicts.map((each) => each.operationId));
        operations.forEach(({ operation, id: recorded }, place) => {
          const later = operations.slice(place + 1).map((each) => each.operation);
          const touches = (other: Operation, department: string) =>
            ('department' in other && other.department === department) ||
            (other.op === 'merge-departments' && [other.from, other.into].includes(department)) ||
            (other.op === 'add-department' && other.id === department);
          if (operation.op === 'rename-department' || operation.op === 'set-head') {
            const { department } = operation;
            if (later.some((other) => touches(other, department))) return;
            const stands = named(profile, department);
            const said =
              operation.op === 'rename-department'
                ? stands?.name === operation.name
                : stands?.head?.name === operation.head?.name;
            expect(Boolean(stands && said) || subjects.has(recorded)).toBe(true);
          }
          if (operation.op === 'remove-department') {
            const { department } = operation;
            if (!later.some((other) => touches(other, department)))
              expect(named(profile, department)).toBeUndefined();
          }
        });
      }),
      { numRuns: 150 },
    );
  });
});
