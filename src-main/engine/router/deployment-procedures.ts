import { callerOf, procedures } from './session.js';

const os = procedures.deployment;

export const deploymentProcedures = os.router({
  preview: os.preview.handler(({ context }) => context.engine.tenant.deployment.preview(callerOf(context))),
  deploy: os.deploy.handler(({ input, context }) =>
    context.engine.tenant.deployment.deploy(callerOf(context), input),
  ),
  resume: os.resume.handler(({ input, context }) =>
    context.engine.tenant.deployment.resume(callerOf(context), input.deployment),
  ),
  rollback: os.rollback.handler(({ input, context }) =>
    context.engine.tenant.deployment.rollback(callerOf(context), input),
  ),
  watch: os.watch.handler(({ input, context, signal }) =>
    context.engine.tenant.deployment.watch(callerOf(context), input.deployment, signal),
  ),
  list: os.list.handler(({ context }) => context.engine.tenant.deployment.list(callerOf(context))),
  get: os.get.handler(({ input, context }) =>
    context.engine.tenant.deployment.get(callerOf(context), input.id),
  ),
  exportBundle: os.exportBundle.handler(({ input, context }) =>
    context.engine.tenant.bundles.export(callerOf(context), input),
  ),
  verifyBundle: os.verifyBundle.handler(({ input, context }) => context.engine.tenant.bundles.verify(input)),
  signingKey: os.signingKey.handler(({ context }) => context.engine.tenant.bundles.key()),
});
