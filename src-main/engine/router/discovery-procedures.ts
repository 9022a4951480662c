import { join } from 'node:path';
import { discoveryOptionsSchema } from '@shared/contract/discovery.js';
import { callerOf, procedures } from './session.js';

const os = procedures.discovery;

/** Where the bundled sample organisation's site mirror stands. */
export function sampleSite(resources: string): string {
  return join(resources, 'sample-city', 'site');
}

export const discoveryProcedures = os.router({
  start: os.start.handler(({ input, context }) =>
    context.engine.tenant.discovery.start(callerOf(context), input.source, input.options),
  ),
  startSample: os.startSample.handler(({ context }) =>
    context.engine.tenant.discovery.start(
      callerOf(context),
      sampleSite(context.engine.resources),
      discoveryOptionsSchema.parse({}),
    ),
  ),
  resume: os.resume.handler(({ input, context }) =>
    context.engine.tenant.discovery.resume(callerOf(context), input.run),
  ),
  cancel: os.cancel.handler(({ input, context }) =>
    context.engine.tenant.discovery.cancel(callerOf(context), input.run),
  ),
  runs: os.runs.handler(({ context }) => context.engine.tenant.discovery.runs(callerOf(context))),
  watch: os.watch.handler(({ input, context, signal }) =>
    context.engine.tenant.discovery.watch(callerOf(context), input.run, signal),
  ),
  profile: os.profile.handler(({ context }) => context.engine.tenant.discovery.profile(callerOf(context))),
  page: os.page.handler(({ input, context }) =>
    context.engine.tenant.discovery.page(callerOf(context), input.url),
  ),
  coverage: os.coverage.handler(({ context }) => context.engine.tenant.discovery.coverage(callerOf(context))),
});
