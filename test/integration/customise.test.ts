import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import type { CustomisationView, Operation } from '@shared/contract/customisation.js';
import { must } from '@shared/kernel/must.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallDepartment, writeSmallSite } from '../fixtures/small-site.js';
import { discoverAll, openTestEngine, type TestEngine } from '../fixtures/test-engine.js';

const departments: SmallDepartment[] = [
  { name: 'Finance Department', head: { name: 'Rowan Tull', title: 'Finance Director' } },
  { name: 'Police Department' },
  { name: 'Fire Department' },
  { name: 'Public Works Department' },
  { name: 'Planning Department' },
];

let root: string;
let test: TestEngine;
let templates: string[];
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aios-customise-'));
  test = await openTestEngine();
  templates = (await test.client.agents.templates()).map(({ id }) => id);
  await discover('Handford', departments);
});
afterAll(async () => {
  await test.remove();
  rmSync(root, { recursive: true, force: true });
});

const discover = (city: string, present: readonly SmallDepartment[]): Promise<void> =>
  discoverAll(test.client, writeSmallSite(join(root, 'site'), { city, departments: present }));

const view = async (): Promise<CustomisationView> => must(await test.client.customisation.view(), 'a view');

const apply = (...operations: Operation[]): Promise<CustomisationView> =>
  test.client.customisation.apply({ operations, reason: 'a test' });

function idOf({ profile }: CustomisationView, name: string): string {
  return must(
    profile.departments.find((each) => each.name === name),
    name,
  ).id;
}

const agentOf = ({ agents }: CustomisationView, department: string): CustomisationView['agents'][number] =>
  must(
    agents.find((agent) => agent.departmentId === department),
    `the agent of ${department}`,
  );

/** Applies operations, looks at the result, undoes all of them, and expects to be where it began. */
async function applyAndUndo(
  operations: Operation[],
  look: (after: CustomisationView) => void,
): Promise<void> {
  const before = await view();
  const after = await apply(...operations);
  look(after);
  const known = new Set(before.operations.map(({ id }) => id));
  const added = after.operations.filter(({ id }) => !known.has(id));
  expect(added.map(({ author, reason, state }) => ({ author, reason, state }))).toEqual(
    operations.map(() => ({ author: 'Tester', reason: 'a test', state: 'active' })),
  );
  for (const { id } of added.reverse()) await test.client.customisation.undo({ operation: id });
  const end = await view();
  expect(end.profile).toEqual(before.profile);
  expect(end.agents).toEqual(before.agents);
  expect(end.rules).toEqual(before.rules);
}

describe('every operation is applied, and undone without a trace in the result', () => {
  const cases: Record<string, (now: CustomisationView) => [Operation[], (after: CustomisationView) => void]> =
    {
      'set-organisation': () => [
        [{ op: 'set-organisation', name: 'Town of Handford', type: 'county' }],
        ({ profile }) =>
          expect(profile.organisation).toMatchObject({ name: 'Town of Handford', type: 'county' }),
      ],
      'add-department': () => [
        [{ op: 'add-department', id: 'harbour', name: 'Harbour Department' }],
        (after) => expect(agentOf(after, 'harbour').kind).toBe('department'),
      ],
      'remove-department': (now) => [
        [{ op: 'remove-department', department: idOf(now, 'Fire Department') }],
        ({ profile }) => expect(profile.departments.map(({ name }) => name)).not.toContain('Fire Department'),
      ],
      'rename-department': (now) => [
        [{ op: 'rename-department', department: idOf(now, 'Fire Department'), name: 'Fire and Rescue' }],
        (after) => expect(idOf(after, 'Fire and Rescue')).toBe(idOf(now, 'Fire Department')),
      ],
      'merge-departments': (now) => [
        [
          {
            op: 'merge-departments',
            from: idOf(now, 'Fire Department'),
            into: idOf(now, 'Police Department'),
          },
        ],
        ({ profile }) => expect(profile.departments).toHaveLength(now.profile.departments.length - 1),
      ],
      'set-head': (now) => [
        [
          {
            op: 'set-head',
            department: idOf(now, 'Police Department'),
            head: { name: 'Sable Orchard', title: 'Chief' },
          },
        ],
        ({ profile }) =>
          expect(profile.departments.find(({ name }) => name === 'Police Department')?.head).toMatchObject({
            name: 'Sable Orchard',
          }),
      ],
      'set-contact': (now) => [
        [
          {
            op: 'set-contact',
            department: idOf(now, 'Police Department'),
            contact: { kind: 'email', value: 'police@handford.example' },
          },
        ],
        ({ profile }) => expect(JSON.stringify(profile.departments)).toContain('police@handford.example'),
      ],
      'rename-agent': (now) => [
        [
          {
            op: 'rename-agent',
            agent: agentOf(now, idOf(now, 'Police Department')).id,
            name: 'Safety Guide',
          },
        ],
        ({ agents }) => expect(agents.map(({ name }) => name)).toContain('Safety Guide'),
      ],
      'set-template': (now) => {
        const agent = agentOf(now, idOf(now, 'Police Department'));
        const template = must(
          templates.find((id) => id !== agent.template.id),
          'another template',
        );
        return [
          [{ op: 'set-template', agent: agent.id, template }],
          ({ agents }) => expect(agents.find(({ id }) => id === agent.id)?.template.id).toBe(template),
        ];
      },
      'set-sensitivity': (now) => {
        const { id } = agentOf(now, idOf(now, 'Finance Department'));
        return [
          [{ op: 'set-sensitivity', agent: id, ceiling: 'confidential' }],
          ({ agents }) =>
            expect(agents.find((agent) => agent.id === id)?.sensitivityCeiling).toBe('confidential'),
        ];
      },
      'set-mode-default': (now) => {
        const { id } = agentOf(now, idOf(now, 'Finance Department'));
        return [
          [{ op: 'set-mode-default', agent: id, mode: 'escalate' }],
          ({ agents }) => expect(agents.find((agent) => agent.id === id)?.modes.default).toBe('escalate'),
        ];
      },
      'add-rule': () => [
        [
          {
            op: 'add-rule',
            id: 'no-quotes',
            tier: 'organisation',
            title: 'No quotes',
            text: 'Never quote prices.',
          },
        ],
        ({ rules }) => expect(rules.map(({ id }) => id)).toContain('no-quotes'),
      ],
      'remove-rule': () => [
        [
          { op: 'add-rule', id: 'gone', tier: 'organisation', title: 'Gone', text: 'Soon gone.' },
          { op: 'remove-rule', rule: 'gone' },
        ],
        ({ rules }) => expect(rules.map(({ id }) => id)).not.toContain('gone'),
      ],
      'edit-knowledge': (now) => {
        const { id } = agentOf(now, idOf(now, 'Finance Department'));
        return [
          [
            {
              op: 'edit-knowledge',
              agent: id,
              addDepartments: [idOf(now, 'Planning Department')],
              organisationWide: false,
            },
          ],
          ({ agents }) =>
            expect(agents.find((agent) => agent.id === id)?.knowledgeProfile).toMatchObject({
              organisationWide: false,
              departments: expect.arrayContaining([idOf(now, 'Planning Department')]),
            }),
        ];
      },
    };

  it.for(Object.keys(cases))('%s', async (name) => {
    const [operations, look] = must(cases[name], name)(await view());
    await applyAndUndo(operations, look);
  });
});

describe('what cannot be done', () => {
  const refused = async (work: Promise<unknown>, code: string): Promise<void> => {
    const before = await view();
    expect((await safe(work)).error).toMatchObject({ data: { code } });
    expect((await view()).revision).toBe(before.revision);
  };

  it('an edit of a profile that has changed since it was opened', async () => {
    const stale = (await view()).revision;
    await apply({ op: 'set-organisation', name: 'City of Handford Falls' });
    await refused(
      test.client.customisation.apply({
        operations: [{ op: 'set-organisation', name: 'Late' }],
        reason: '',
        revision: stale,
      }),
      'conflict',
    );
    await test.client.customisation.undo({
      operation: must((await view()).operations.at(-1), 'an operation').id,
    });
  });

  it('operations on what is not there, and a list of which one is wrong: none is applied', async () => {
    await refused(apply({ op: 'remove-department', department: 'atlantis' }), 'not_found');
    await refused(
      apply({ op: 'set-organisation', name: 'Half' }, { op: 'rename-agent', agent: 'nobody', name: 'X' }),
      'not_found',
    );
    await refused(test.client.customisation.undo({ operation: 'nothing' }), 'not_found');
    await refused(test.client.customisation.resolve({ operation: 'nothing', decision: 'keep' }), 'not_found');
  });

  it('a lower tier that lifts the constitution', async () => {
    const constitutional = must(
      (await view()).rules.find(({ tier }) => tier === 'constitutional'),
      'a constitutional rule',
    );
    expect((await safe(apply({ op: 'remove-rule', rule: constitutional.id }))).error).not.toBeNull();
    expect((await view()).rules).toContainEqual(constitutional);
  });
});

describe('a later discovery', () => {
  it("is merged under the human's word: conflicts are listed, kept or taken, and nothing is overwritten", async () => {
    const start = await view();
    const fire = idOf(start, 'Fire Department');
    const finance = idOf(start, 'Finance Department');
    await apply(
      { op: 'set-head', department: finance, head: { name: 'Imogen Farrow', title: 'Finance Director' } },
      { op: 'rename-department', department: fire, name: 'Fire and Rescue' },
      { op: 'remove-department', department: idOf(start, 'Planning Department') },
    );
    const next: SmallDepartment[] = departments
      .filter(({ name }) => name !== 'Fire Department')
      .map((each) =>
        each.head ? { ...each, head: { name: 'Otis Vane', title: 'Finance Director' } } : each,
      );
    await discover('Handford', [...next, { name: 'Library' }]);

    const merged = await view();
    expect(merged.profile.departments.find(({ id }) => id === finance)?.head).toMatchObject({
      name: 'Imogen Farrow',
    });
    expect(merged.profile.departments.map(({ name }) => name)).not.toContain('Planning Department');
    const head = must(
      merged.conflicts.find(({ human }) => human.includes('Imogen')),
      'a conflict about the head',
    );
    expect(head).toMatchObject({
      kind: 'changed-underneath',
      before: expect.stringContaining('Rowan Tull'),
      now: expect.stringContaining('Otis Vane'),
    });
    const gone = must(
      merged.conflicts.find(({ kind }) => kind === 'target-gone'),
      'a conflict about the lost department',
    );
    expect(gone.human).toContain('Fire and Rescue');

    const kept = await test.client.customisation.resolve({ operation: head.operationId, decision: 'keep' });
    expect(kept.conflicts.map(({ operationId }) => operationId)).not.toContain(head.operationId);
    expect(kept.profile.departments.find(({ id }) => id === finance)?.head).toMatchObject({
      name: 'Imogen Farrow',
    });
    const taken = await test.client.customisation.resolve({ operation: gone.operationId, decision: 'take' });
    expect(taken.conflicts).toEqual([]);
    expect(taken.profile.departments.map(({ name }) => name)).not.toContain('Fire and Rescue');
    expect(await test.client.audit.verify()).toMatchObject({ verified: true });
  });
});
