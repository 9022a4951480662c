import { callerOf, procedures } from './session.js';

const os = procedures.customisation;

export const customisationProcedures = os.router({
  view: os.view.handler(({ context }) => context.engine.tenant.customisation.view(callerOf(context))),
  apply: os.apply.handler(({ input, context }) =>
    context.engine.tenant.customisation.apply(callerOf(context), input),
  ),
  undo: os.undo.handler(({ input, context }) =>
    context.engine.tenant.customisation.undo(callerOf(context), input.operation),
  ),
  resolve: os.resolve.handler(({ input, context }) =>
    context.engine.tenant.customisation.resolve(callerOf(context), input.operation, input.decision),
  ),
});
