import { AiosError } from '@shared/kernel/errors.js';
import { z } from 'zod';

const person = z.looseObject({ name: z.string(), title: z.string().optional() });
const unit = z.looseObject({
  name: z.string(),
  aliases: z.array(z.string()).default([]),
  url: z.string().optional(),
  head: person.optional(),
});
const optional = z.union([z.string().transform((name) => ({ name, aliases: [] as string[] })), unit]);
const link = z.looseObject({
  title: z.string().optional(),
  name: z.string().optional(),
  url: z.string().optional(),
});

/** `truth.json` of one organisation, as the data set's README describes it. */
export const discoveryTruthSchema = z.looseObject({
  organisation: z.looseObject({
    name: z.string(),
    aliases: z.array(z.string()).default([]),
    type: z.string().optional(),
  }),
  departments_scored: z.boolean().default(true),
  departments: z.array(unit).default([]),
  optional_units: z.array(optional).default([]),
  leadership: z.array(person).default([]),
  data_portals: z.array(link).default([]),
  governance_docs: z.array(link).default([]),
});
export type DiscoveryTruth = z.infer<typeof discoveryTruthSchema>;

/** Parses the text of a `truth.json`; throws `source_unreadable` with the organisation's folder name. */
export function parseTruth(text: string, organisation: string): DiscoveryTruth {
  try {
    return discoveryTruthSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AiosError('source_unreadable', `The truth file of ${organisation} cannot be read.`, {
      details: { organisation },
      cause,
    });
  }
}
