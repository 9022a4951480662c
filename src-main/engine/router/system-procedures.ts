import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { SystemStatus, waitingItemSchema } from '@shared/contract/system.js';
import { listAgents } from '../agents/index.js';
import { countRecords } from '../audit/index.js';
import { tenantPaths } from '../db/index.js';
import { clientDirectory, readClientFile } from '../tenancy/index.js';
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
      tenant: { id: engine.tenantId, name: readClientFile(paths.directory, engine.tenantId).name },
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
  const [agents, records, view, runs, deployments] = await Promise.all([
    database.asTenant(caller.tenant, listAgents),
    database.asTenant(caller.tenant, countRecords),
    tenant.customisation.view(caller),
    tenant.discovery.runs(caller),
    tenant.deployment.list(caller),
  ]);
  const waiting: Waiting[] = [];
  const unfinished = runs.find((run) => run.state === 'interrupted');
  if (unfinished) {
    waiting.push(item('resume-discovery', 'onboarding', 1, 'A discovery was interrupted', `${unfinished.visited} pages are kept; it can go on.`));
  }
  const stuck = deployments.find((deployment) => deployment.state === 'running' || deployment.state === 'failed');
  if (stuck && stuck === deployments[0]) {
    waiting.push(item('resume-deployment', 'onboarding', 1, 'A deployment is not finished', 'It can be resumed where it stopped.'));
  }
  if (view && view.conflicts.length > 0) {
    waiting.push(
      item('resolve-conflicts', 'onboarding', view.conflicts.length, 'The website now says something else', 'Your corrections stand until you decide.'),
    );
  }
  const active = deployments.find((deployment) => deployment.state === 'active');
  if (!view && !unfinished) waiting.push(item('start', 'onboarding', 1, 'Start with an organisation', 'Give a website, a copy of one, or take the sample city.'));
  else if (view && !active) {
    waiting.push(item('review-profile', 'onboarding', view.profile.departments.length, 'Review the profile', 'Correct what was found, then preview and deploy.'));
  } else if (active) {
    waiting.push(item('deployed', 'agents', active.agents, 'Agents are deployed', `Deployment ${active.sequence}, approved by ${active.approver}.`));
  }
  return {
    database: database.version,
    organisation: view?.profile.organisation.name ?? null,
    counts: {
      departments: view?.profile.departments.length ?? 0,
      agents: agents.length,
      documents: active?.documents ?? 0,
      records,
      deployments: deployments.length,
    },
    waiting,
  };
}

function item(kind: Waiting['kind'], screen: Waiting['screen'], count: number, title: string, text: string): Waiting {
  return { kind, screen, count, title, text };
}
