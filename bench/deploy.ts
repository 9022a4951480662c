import '../src-main/node-globals.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSmallSite } from '../test/fixtures/small-site.js';
import { discover, openBenchEngine } from './report/bench-engine.js';
import { printTable, timed } from './report/print-table.js';

/** Preview and deployment of an organisation with 39 departments and its concierge: 40 agents. */
const names = [
  'Finance',
  'Police',
  'Fire',
  'Public Works',
  'Planning',
  'Building',
  'Human Resources',
  'Information Technology',
  'Parks and Recreation',
  'Library',
  'City Clerk',
  'City Attorney',
  'City Manager',
  'Housing',
  'Transportation',
  'Water',
  'Wastewater',
  'Solid Waste',
  'Animal Services',
  'Economic Development',
  'Emergency Management',
  'Community Development',
  'Code Enforcement',
  'Engineering',
  'Purchasing',
  'Risk Management',
  'Treasury',
  'Public Health',
  'Social Services',
  'Airport',
  'Harbor',
  'Cemetery',
  'Cultural Affairs',
  'Sustainability',
  'Street Lighting',
  'Fleet Services',
  'Elections',
  'Auditor',
  'Assessor',
];

async function main(): Promise<void> {
  const site = mkdtempSync(join(tmpdir(), 'aios-bench-site-'));
  writeSmallSite(site, {
    city: 'Benchmark',
    departments: names.map((name) => ({
      name: `${name} Department`,
      head: { name: 'Jordan Avery Quill', title: `${name} Director` },
    })),
  });
  const bench = await openBenchEngine();
  const pages = await discover(bench.client, site);
  const found = (await bench.client.discovery.profile())?.profile.departments.length ?? 0;
  // What the rules did not find a person adds, as a consultant would: the bench measures the deployment.
  const missing = Math.max(0, names.length - found);
  if (missing > 0) {
    await bench.client.customisation.apply({
      operations: Array.from({ length: missing }, (_, index) => ({
        op: 'add-department' as const,
        id: `added-${index}`,
        name: `Added Department ${index}`,
      })),
      reason: 'bench',
    });
  }
  const preview = await timed(() => bench.client.deployment.preview());
  const deployment = await timed(async () => {
    const { id } = await bench.client.deployment.deploy({
      approver: 'Approver',
      previewHash: preview.result.hash,
    });
    for await (const state of await bench.client.deployment.watch({ deployment: id }))
      if (state.failure) throw new Error(state.failure);
    return bench.client.deployment.get({ id });
  });
  if (deployment.result.state !== 'active') throw new Error('the deployment is not active');
  const { agents, documents } = deployment.result;
  const size = `${agents} agents, ${documents} documents, ${pages} pages`;
  printTable('deploy', [
    { what: 'preview', measured: preview.seconds, unit: 's', size },
    { what: 'approve and deploy', measured: deployment.seconds, unit: 's', most: 20, size },
    ...deployment.result.steps.map((step) => ({
      what: `  step ${step.name}`,
      measured: (Date.parse(step.finishedAt ?? '') - Date.parse(step.startedAt ?? '')) / 1000,
      unit: 's',
      size: '',
    })),
  ]);
  await bench.close();
  rmSync(site, { recursive: true, force: true });
}

void main();
