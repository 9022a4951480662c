import type { KnowledgeDocument, Statement } from '@shared/contract/knowledge-document.js';
import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { CleanPage } from './clean-pages.js';
import { knowledgeDocument, type StatementGroup, sectionsOf } from './knowledge-document.js';
import { addressOf, byText, collapsed } from './knowledge-page.js';
import { serviceGroups } from './services.js';
import {
  contactStatements,
  descriptionStatements,
  distinct,
  headStatements,
  holdsWords,
  hoursStatements,
  isSameName,
  listedBy,
  openingStatements,
  stated,
} from './statements.js';

/** What a compiled document is about, and what it may use. */
export interface Subject {
  profile: OrganisationProfile;
  /** Null for the organisation as a whole. */
  department: Department | null;
  /** The subject's own pages, in the order of addresses. */
  pages: readonly CleanPage[];
  /** All pages: where a statement's source was retrieved. */
  allPages: readonly CleanPage[];
  /** Used where no source is among the pages: when the profile was made. */
  retrievedAt: string;
}

/** Overview, contacts and services of one subject; a document without a single statement is not made. */
export function compiledDocuments(subject: Subject): KnowledgeDocument[] {
  const { department } = subject;
  const parts = department
    ? {
        overview: departmentOverview(subject, department),
        contacts: departmentContacts(subject, department),
        services: services(subject, homeOf(subject, department)),
      }
    : {
        overview: organisationOverview(subject),
        contacts: organisationContacts(subject),
        services: services(subject, null),
      };
  return (['overview', 'contacts', 'services'] as const).flatMap((kind) =>
    compiled(kind, parts[kind], subject),
  );
}

const titles = { overview: 'Overview', contacts: 'Contacts', services: 'Services and information' } as const;

function compiled(
  kind: keyof typeof titles,
  groups: readonly StatementGroup[],
  { profile, department, allPages, retrievedAt }: Subject,
): KnowledgeDocument[] {
  const filled = groups
    .map(({ heading, statements }) => ({ heading, statements: distinct(statements) }))
    .filter((group) => group.statements.length > 0);
  if (filled.length === 0) return [];
  const sources = [...new Set(filled.flatMap((group) => group.statements.map((each) => each.source)))].sort(
    byText,
  );
  const addresses = new Set(sources.map(addressOf));
  const times = allPages.filter((page) => addresses.has(page.address)).map((page) => page.page.retrievedAt);
  return [
    knowledgeDocument({
      id: department ? `department-${department.id}-${kind}` : `organisation-${kind}`,
      kind,
      title: `${collapsed(department?.name ?? profile.organisation.name)}: ${titles[kind]}`,
      departments: department ? [department.id] : [],
      sources,
      retrievedAt: times.sort(byText).at(-1) ?? retrievedAt,
      sections: sectionsOf(filled),
      groups: filled,
    }),
  ];
}

function homeOf({ pages }: Subject, department: Department): CleanPage | null {
  const address = department.url === undefined ? '' : addressOf(department.url);
  return pages.find((page) => page.address === address && address !== '') ?? null;
}

function departmentOverview(subject: Subject, department: Department): StatementGroup[] {
  const home = homeOf(subject, department);
  const own = home ? [home] : [];
  return [
    { heading: 'What it is', statements: listedBy(subject.profile, department) },
    {
      heading: 'In its own words',
      statements: [
        ...descriptionStatements(department.description, subject.allPages),
        ...own.flatMap((page) => openingStatements(page, 6)),
        ...underItsName(subject, department, own),
      ],
    },
    { heading: 'Who leads it', statements: headStatements(department) },
    { heading: 'Units', statements: unitsOf(subject.profile, department) },
  ];
}

/** What a page that lists the department says of it under a heading of its name. */
function underItsName({ allPages }: Subject, department: Department, own: readonly CleanPage[]): Statement[] {
  const listing = new Set(department.evidence.map((each) => addressOf(each.source)));
  const names = [department.name, ...department.evidence.map((each) => each.quote)].map(isSameName);
  return allPages
    .filter((page) => listing.has(page.address) && !own.includes(page))
    .flatMap((page) =>
      page.blocks
        .filter((block) => names.some((isName) => isName(block.heading)))
        .flatMap((block) => openingStatements({ ...page, blocks: [block] }, 4)),
    );
}

/** Units of a department, where a quote or its place on the page names the department above them. */
function unitsOf(profile: OrganisationProfile, department: Department): Statement[] {
  const namesParent = holdsWords(department.name);
  return profile.departments
    .filter((each) => each.parentId === department.id)
    .flatMap((each) =>
      stated(
        `${each.name} belongs to ${department.name}.`,
        each.evidence.filter((proof) => namesParent(proof.quote) || namesParent(proof.location ?? '')),
      ),
    );
}

/** A person's name alone is no way to reach a department: without a contact or hours there is no such document. */
function departmentContacts({ pages }: Subject, department: Department): StatementGroup[] {
  const contacts = contactStatements(department.contacts);
  const open = hoursStatements(pages).slice(0, 12);
  if (contacts.length + open.length === 0) return [];
  return [
    { heading: 'How to reach it', statements: contacts },
    { heading: 'Hours', statements: open },
    { heading: 'Who leads it', statements: headStatements(department) },
  ];
}

/** What a subject offers, indexed. */
const services = ({ pages, department }: Subject, home: CleanPage | null): StatementGroup[] =>
  serviceGroups(pages, home, department ? 'Pages of the department' : 'Pages for everybody');

const documentWords = {
  charter: 'Charter',
  code: 'Code',
  policy: 'Policy',
  budget: 'Budget',
  regulation: 'Regulation',
  'standing-orders': 'Standing orders',
  'financial-report': 'Financial report',
  other: 'Document',
} as const;

function organisationOverview({ profile, allPages }: Subject): StatementGroup[] {
  const { organisation } = profile;
  const home = allPages.find((page) => page.address === addressOf(organisation.website ?? ''));
  return [
    {
      heading: 'What it is',
      statements: [
        ...stated(
          `The organisation is ${organisation.name}.`,
          organisation.evidence,
          holdsWords(organisation.name),
        ),
        ...descriptionStatements(organisation.description, allPages),
        ...(home ? openingStatements(home, 4) : []),
      ],
    },
    {
      heading: 'Departments and offices',
      statements: profile.departments.flatMap((each) => listedBy(profile, each)),
    },
    {
      heading: 'Leadership',
      statements: profile.leadership.flatMap((leader) =>
        stated(`${leader.title}: ${leader.name}`, leader.evidence, holdsWords(leader.name)),
      ),
    },
    {
      heading: 'Governing documents',
      statements: profile.governanceDocs.flatMap((doc) =>
        stated(`${documentWords[doc.type]}: ${doc.title} (${doc.url})`, doc.evidence),
      ),
    },
    {
      heading: 'Data portals',
      statements: profile.dataPortals.flatMap((portal) =>
        stated(`${portal.title ?? 'Open data'} (${portal.url})`, portal.evidence),
      ),
    },
  ];
}

function organisationContacts({ profile, pages }: Subject): StatementGroup[] {
  const general = pages.filter((page) => /contact|hours|directions|visit/i.test(page.address));
  return [
    {
      heading: 'Departments and offices',
      statements: profile.departments.flatMap((each) => {
        const brief = (['phone', 'email'] as const).flatMap((kind) =>
          each.contacts.filter((contact) => contact.kind === kind).slice(0, 1),
        );
        return contactStatements(brief, `${each.name}, `);
      }),
    },
    { heading: 'Hours', statements: hoursStatements(general).slice(0, 12) },
  ];
}
