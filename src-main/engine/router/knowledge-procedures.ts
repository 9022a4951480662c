import { AiosError } from '@shared/kernel/errors.js';
import { listKnowledge, readKnowledge } from '../knowledge/index.js';
import { callerOf, procedures } from './session.js';

const os = procedures.knowledge;

export const knowledgeProcedures = os.router({
  list: os.list.handler(({ input, context }) =>
    context.engine.tenant.store.database.asTenant(callerOf(context).tenant, (tx) => listKnowledge(tx, input)),
  ),
  show: os.show.handler(({ input, context }) =>
    context.engine.tenant.store.database.asTenant(callerOf(context).tenant, async (tx) => {
      const document = await readKnowledge(tx, input.id);
      if (!document)
        throw new AiosError('not_found', `There is no document ${input.id}.`, {
          details: { document: input.id },
        });
      return document;
    }),
  ),
});
