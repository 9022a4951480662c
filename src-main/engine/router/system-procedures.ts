import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment } from '@shared/contract/deployment-record.js';
import type { DiscoveryRun } from '@shared/contract/discovery.js';
import type { SystemStatus, waitingItemSchema } from '@shared/contract/system.js';
import type { z } from 'zod';
import { listAgents } from '../agents/index.js';
import { countRecords } from '../audit/index.js';
import { tenantPaths } from '../db/index.js';
import { clientDirectory, clientName, readClientFile } from '../tenancy/index.js';
import { sampleSite } from './discovery-procedures.js';
import { callerOf, type HandlerContext, procedures } from './session.js';

const os = procedures.system;
type Waiting = z.infer<typeof waitingItemSchema>;

export const systemProcedures = os.router({
  status: os.status.handler(async ({ context }) => {
    const { engine, session } = context;
    const paths = tenantPaths(clientDirectory(engine.home, engine.tenantId));
    const live = engine.startup.phase === 'ready' ? await liveStatus(context) : closedStatus;
    const sample = sampleSite(engine.resources);
    return {
      version: engine.version,
      tenant: {
        id: engine.tenantId,
        name: clientName(
          engine.tenantId,
          readClientFile(paths.directory, engine.tenantId),
          live.organisation ?? undefined,
        ),
      },
      home: engine.home,
      platform: engine.platform,
      ...live,
      user: { ...session.user, roles: [...session.user.roles] },
      folders: {
        logs: join(engine.home, 'logs'),
        deployments: paths.deployments,
        backups: paths.snapshots,
        bundles: paths.bundles,
      },
      sampleOrganisation: existsSync(sample) ? sample : null,
    };
  }),
  changes: os.changes.handler(async function* ({ context, signal }) {
    yield* context.engine.events.subscribe('change', signal === undefined ? {} : { signal });
  }),
});

const closedStatus: Pick<SystemStatus, 'database' | 'organisation' | 'counts' | 'waiting'> = {
  database: '',
  organisation: null,
  counts: { departments: 0, agents: 0, documents: 0, records: 0, deployments: 0 },
  waiting: [],
};

async function liveStatus(context: HandlerContext): Promise<typeof closedStatus> {
  const { tenant } = context.engine;
  const caller = callerOf(context);
  const { database } = tenant.store;
  const [agents, records, summary, runs, deployments] = await Promise.all([
    database.asTenant(caller.tenant, listAgents),
    database.asTenant(caller.tenant, countRecords),
    tenant.customisation.summary(caller),
    tenant.discovery.runs(caller),
    tenant.deployment.list(caller),
  ]);
  const active = deployments.find((deployment) => deployment.state === 'active');
  return {
    database: database.version,
    organisation: summary?.name ?? null,
    counts: {
      departments: summary?.departments ?? 0,
      agents: agents.length,
      documents: active?.documents ?? 0,
      records,
      deployments: deployments.length,
    },
    waiting: waitingItems({ summary, runs, deployments }),
  };
}

/** What waits for a human: first what was interrupted, then decisions, then the next step of the job. */
function waitingItems({ summary, runs, deployments }: Job): Waiting[] {
  const waiting: Waiting[] = [];
  const run = runs.find((candidate) => candidate.state === 'interrupted');
  if (run) {
    const text = `${run.visited} pages are kept; it can go on.`;
    waiting.push(item('resume-discovery', 1, 'A discovery was interrupted', text));
  }
  const latest = deployments[0];
  if (latest?.state === 'running' || latest?.state === 'failed') {
    waiting.push(
      item('resume-deployment', 1, 'A deployment is not finished', 'It can go on where it stopped.'),
    );
  }
  if (summary && summary.conflicts > 0) {
    const text = 'Your corrections stand until you decide.';
    waiting.push(item('resolve-conflicts', summary.conflicts, 'The website now says something else', text));
  }
  const active = deployments.find((deployment) => deployment.state === 'active');
  if (active) {
    const text = `Deployment ${active.sequence}, approved by ${active.approver}.`;
    waiting.push({ ...item('deployed', active.agents, 'Agents are deployed', text), screen: 'agents' });
  } else if (summary) {
    const text = 'Correct what was found, then preview and deploy.';
    waiting.push(item('review-profile', summary.departments, 'Review the profile', text));
  } else if (!run) {
    const text = 'Give a website, a copy of one, or take the sample city.';
    waiting.push(item('start', 1, 'Start with an organisation', text));
  }
  return waiting;
}

interface Job {
  summary: { name: string; departments: number; conflicts: number } | null;
  runs: readonly DiscoveryRun[];
  deployments: readonly Deployment[];
}

function item(kind: Waiting['kind'], count: number, title: string, text: string): Waiting {
  return { kind, screen: 'onboarding', count, title, text };
}
