import { AiosError } from '@shared/kernel/errors.js';
import { listAgents, readAgent } from '../agents/index.js';
import { listKnowledge } from '../knowledge/index.js';
import { callerOf, procedures } from './session.js';

const os = procedures.agents;

export const agentsProcedures = os.router({
  list: os.list.handler(({ context }) =>
    context.engine.tenant.store.database.asTenant(callerOf(context).tenant, listAgents),
  ),
  get: os.get.handler(({ input, context }) =>
    context.engine.tenant.store.database.asTenant(callerOf(context).tenant, async (tx) => {
      const agent = await readAgent(tx, input.id);
      if (!agent)
        throw new AiosError('not_found', `There is no agent ${input.id}.`, { details: { agent: input.id } });
      return { ...agent, knowledge: await listKnowledge(tx, { agent: input.id }) };
    }),
  ),
  templates: os.templates.handler(({ context }) =>
    context.engine.templates.map(({ id, version, title, description, domain, modes }) => ({
      id,
      version,
      title,
      description,
      domain,
      defaultMode: modes.default,
    })),
  ),
});
