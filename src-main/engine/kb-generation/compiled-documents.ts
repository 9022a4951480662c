import type { KnowledgeDocument, Statement } from '@shared/contract/knowledge-document.js';
import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { CleanPage } from './clean-pages.js';
import { knowledgeDocument, type StatementGroup, sectionsOf } from './knowledge-document.js';
import { addressOf, byText, collapsed } from './knowledge-page.js';
import {
  contactStatements,
  descriptionStatements,
  distinct,
  headStatements,
  holdsWords,
  hoursStatements,
  listedBy,
  openingStatements,
  stated,
} from './statements.js';

/** Beyond this an index is no longer read: the pages themselves are in the knowledge too. */
const mostServices = 80;

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
      ],
    },
    { heading: 'Who leads it', statements: headStatements(department) },
    { heading: 'Units', statements: unitsOf(subject.profile, department) },
  ];
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

function departmentContacts({ pages }: Subject, department: Department): StatementGroup[] {
  return [
    { heading: 'How to reach it', statements: contactStatements(department.contacts) },
    { heading: 'Hours', statements: hoursStatements(pages).slice(0, 12) },
    { heading: 'Who leads it', statements: headStatements(department) },
  ];
}

const meaningless =
  /^(?:home|back|next|previous|more|menu|skip|share|print|search|login|log in|sign in|close|top|top of page|back to top|here|click here|read more|learn more|view all|see all|details|link|facebook|twitter|x|instagram|youtube|linkedin|nextdoor|translate|subscribe|rss|english|español|download|pdf|view|go|contact|contact us|website|email|e-mail|phone|directions|map)\W*$/iu;

/** What a subject offers: its pages with the first thing that each says, and what its own page links to. */
function services({ pages, department }: Subject, home: CleanPage | null): StatementGroup[] {
  const own = pages.filter((page) => page !== home).slice(0, mostServices);
  const listed = new Set(own.map((page) => page.address));
  const links = (home?.links ?? [])
    .filter(({ address, text }) => address !== home?.address && !listed.has(address) && isTelling(text))
    .slice(0, mostServices)
    .map(({ text }) => ({ text, source: home?.page.url ?? '', quote: text }));
  const heading = department ? 'Pages of the department' : 'Pages for everybody';
  return [
    { heading, statements: own.flatMap(pageStatement) },
    { heading: 'Linked from its page', statements: links },
  ];
}

const isTelling = (text: string): boolean =>
  text.length >= 4 &&
  text.length <= 120 &&
  /\p{L}{3}/u.test(text) &&
  !meaningless.test(text) &&
  !/^https?:|@/i.test(text);

function pageStatement(page: CleanPage): Statement[] {
  const title = collapsed(page.title);
  if (title === '' || meaningless.test(title)) return [];
  const [opening] = openingStatements(page, 1);
  return opening
    ? [{ ...opening, text: `${title}: ${opening.text}` }]
    : [{ text: title, source: page.page.url, quote: collapsed(page.page.title) }];
}

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
