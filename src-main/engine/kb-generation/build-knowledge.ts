import type { KnowledgeDocument } from '@shared/contract/knowledge-document.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { assignCleanPages, type FormerDepartment } from './assign-pages.js';
import { type CleanPage, cleanPages } from './clean-pages.js';
import { compiledDocuments } from './compiled-documents.js';
import { knowledgeDocument, pageDocumentId } from './knowledge-document.js';
import { byText, collapsed, type KnowledgePage } from './knowledge-page.js';

/** What knowledge is made from. */
export interface KnowledgeInput {
  /** The profile with the human's corrections. */
  profile: OrganisationProfile;
  pages: readonly KnowledgePage[];
  /** Departments as discovery knew them that a person renamed or merged. */
  former?: readonly FormerDepartment[];
  /** When the profile was made (ISO 8601 UTC): the time of facts whose page is not among the pages. */
  retrievedAt: string;
}

/**
 * All knowledge documents of an organisation: its cleaned pages, and overview, contacts and services of the whole and of
 * each department. Pure and independent of the order of pages: equal inputs give equal bytes, in the order of ids.
 */
export function buildKnowledge({ profile, pages, former, retrievedAt }: KnowledgeInput): KnowledgeDocument[] {
  const clean = cleanPages(pages);
  const owners = assignCleanPages(profile, clean, former);
  const ownedBy = (id: string): CleanPage[] => clean.filter((page) => owners.get(page.address)?.includes(id));
  const everybodys = clean.filter((page) => (owners.get(page.address) ?? []).length === 0);
  const subjects = [
    { department: null, pages: everybodys },
    ...profile.departments.map((department) => ({ department, pages: ownedBy(department.id) })),
  ];
  const documents = [
    ...pageDocuments(clean, owners),
    ...subjects.flatMap((subject) =>
      compiledDocuments({ profile, allPages: clean, retrievedAt, ...subject }),
    ),
  ];
  return documents.sort((a, b) => byText(a.id, b.id));
}

/** One document for each page that says something; pages that say the same word for word become one with both sources. */
function pageDocuments(
  pages: readonly CleanPage[],
  owners: ReadonlyMap<string, string[]>,
): KnowledgeDocument[] {
  const same = new Map<string, CleanPage[]>();
  for (const page of pages) {
    if (page.blocks.length === 0) continue;
    const key = JSON.stringify([page.title, page.blocks.map(({ heading, text }) => [heading, text])]);
    same.set(key, [...(same.get(key) ?? []), page]);
  }
  return [...same.values()].flatMap((copies) => {
    const [first] = copies;
    if (!first) return [];
    const owned = copies.map((copy) => owners.get(copy.address) ?? []);
    // A copy that is everybody's makes the text everybody's.
    const departments = owned.some((ids) => ids.length === 0) ? [] : [...new Set(owned.flat())].sort(byText);
    return [pageDocument(first, departments, copies)];
  });
}

function pageDocument(
  page: CleanPage,
  departments: string[],
  copies: readonly CleanPage[],
): KnowledgeDocument {
  const times = copies.map((copy) => copy.page.retrievedAt).sort(byText);
  return knowledgeDocument({
    id: pageDocumentId(page.page.url),
    kind: 'page',
    title: page.title === '' ? collapsed(page.page.url) : page.title,
    departments,
    sources: copies.map((copy) => collapsed(copy.page.url)),
    retrievedAt: times.at(-1) ?? '',
    sections: page.blocks.map((block) => ({ ...block })),
  });
}
