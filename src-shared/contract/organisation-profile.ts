import { z } from 'zod';

/**
 * What discovery found out about an organisation. Every fact carries evidence: the page, the words on it and where
 * they stand. These are the shapes of `aios discover --json`; scripts depend on them.
 */

/** Where a fact was read. `quote` is text of the page, verbatim after whitespace is collapsed. */
export const evidenceSchema = z.object({
  /** Absolute URL of the page (for a mirror: the URL it was saved from, else the path in the mirror). */
  source: z.string(),
  quote: z.string(),
  /** Where on the page: nearest heading, list or menu label, as a person would say it. */
  location: z.string().optional(),
  /** What kind of structure carried the fact: `menu`, `directory`, `heading`, `breadcrumb`, `staff-table`, `schema.org` … */
  structure: z.string().optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const organisationTypes = [
  'city',
  'county',
  'borough',
  'state agency',
  'federal agency',
  'council',
  'enterprise',
  'school',
  'other',
] as const;
export const organisationTypeSchema = z.enum(organisationTypes);
export type OrganisationType = z.infer<typeof organisationTypeSchema>;

export const contactSchema = z.object({
  kind: z.enum(['phone', 'email', 'address', 'fax', 'form']),
  value: z.string(),
  evidence: z.array(evidenceSchema),
});
export type Contact = z.infer<typeof contactSchema>;

export const personSchema = z.object({
  name: z.string(),
  title: z.string(),
});

export const departmentHeadSchema = personSchema.extend({ evidence: z.array(evidenceSchema) });

export const departmentSchema = z.object({
  /** Kebab-case, unique in the profile, stable while the name and URL stay. */
  id: z.string(),
  name: z.string(),
  kind: z.enum(['department', 'office', 'elected office', 'division', 'agency', 'board']),
  url: z.string().optional(),
  /** One or two sentences of the organisation's own words, if its pages have them. */
  description: z.string().optional(),
  parentId: z.string().optional(),
  head: departmentHeadSchema.optional(),
  contacts: z.array(contactSchema),
  /** 0..1. */
  confidence: z.number().min(0).max(1),
  evidence: z.array(evidenceSchema).min(1),
});
export type Department = z.infer<typeof departmentSchema>;

export const leaderSchema = personSchema.extend({
  /** Name of the department the person leads or sits in, where the page says so. */
  department: z.string().optional(),
  confidence: z.number().min(0).max(1),
  evidence: z.array(evidenceSchema).min(1),
});
export type Leader = z.infer<typeof leaderSchema>;

export const dataPortalSchema = z.object({
  type: z.enum(['socrata', 'ckan', 'arcgis-hub', 'opendatasoft', 'other']),
  url: z.string(),
  title: z.string().optional(),
  confidence: z.number().min(0).max(1),
  evidence: z.array(evidenceSchema).min(1),
});
export type DataPortal = z.infer<typeof dataPortalSchema>;

export const governanceDocSchema = z.object({
  type: z.enum([
    'charter',
    'code',
    'policy',
    'budget',
    'regulation',
    'standing-orders',
    'financial-report',
    'other',
  ]),
  title: z.string(),
  url: z.string(),
  confidence: z.number().min(0).max(1),
  evidence: z.array(evidenceSchema).min(1),
});
export type GovernanceDoc = z.infer<typeof governanceDocSchema>;

export const coverageSchema = z.object({
  /** Pages that were read and analysed. */
  visited: z.number().int(),
  /** Pages of the same site that are linked or listed but were not read. */
  known: z.number().int(),
  /** Pages that robots.txt, the address guard or a limit kept us from. */
  blocked: z.number().int(),
  errors: z.number().int(),
  /** The blocked and failed addresses with the reason, at most 200; and the most linked unread ones, at most 200. */
  items: z.array(
    z.object({ url: z.string(), state: z.enum(['known', 'blocked', 'error']), reason: z.string() }),
  ),
});
export type Coverage = z.infer<typeof coverageSchema>;

export const organisationProfileSchema = z.object({
  organisation: z.object({
    name: z.string(),
    type: organisationTypeSchema,
    state: z.string().optional(),
    country: z.string().optional(),
    website: z.string().optional(),
    description: z.string().optional(),
    confidence: z.number().min(0).max(1),
    evidence: z.array(evidenceSchema),
  }),
  departments: z.array(departmentSchema),
  leadership: z.array(leaderSchema),
  dataPortals: z.array(dataPortalSchema),
  governanceDocs: z.array(governanceDocSchema),
  coverage: coverageSchema,
});
export type OrganisationProfile = z.infer<typeof organisationProfileSchema>;
