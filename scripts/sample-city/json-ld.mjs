import { departments } from './departments.mjs';
import { canonical } from './layout.mjs';
import { city } from './organisation.mjs';
import { person } from './people.mjs';

const cityNode = {
  '@type': 'GovernmentOrganization',
  '@id': `${city.origin}/#city`,
  name: city.name,
  url: `${city.origin}/`,
};

function departmentNode(department) {
  const head = person(department.head);
  return {
    '@context': 'https://schema.org',
    '@type': 'GovernmentOrganization',
    name: department.name,
    description: department.blurb,
    url: canonical(department.path),
    telephone: department.phone,
    email: department.email,
    address: department.address,
    employee: { '@type': 'Person', name: head.name, jobTitle: head.title },
    parentOrganization: cityNode,
  };
}

function faqNode(page) {
  const questions = page.body.split(/^## /m).slice(1);
  return {
    '@context': 'https://schema.org',
    '@type': 'FAQPage',
    mainEntity: questions.map((part) => {
      const [question, ...answer] = part.trim().split('\n');
      return {
        '@type': 'Question',
        name: question,
        acceptedAnswer: { '@type': 'Answer', text: answer.join(' ').trim() },
      };
    }),
  };
}

/** The schema.org description of a page, or undefined: as on real sites, only some pages have one. */
export function structuredData(page, department, url) {
  if (department !== undefined) return departmentNode(department);
  if (page.path === '/index.html') {
    return {
      '@context': 'https://schema.org',
      ...cityNode,
      alternateName: 'Alderwick, Ohio',
      telephone: city.phone,
      address: {
        '@type': 'PostalAddress',
        streetAddress: city.street,
        addressLocality: city.shortName,
        addressRegion: city.stateCode,
        postalCode: city.zip,
        addressCountry: 'US',
      },
      department: departments.map((one) => ({
        '@type': 'GovernmentOrganization',
        name: one.name,
        url: canonical(one.path),
      })),
    };
  }
  const base = { '@context': 'https://schema.org', url, inLanguage: 'en-US' };
  if (page.jsonld === 'news')
    return {
      ...base,
      '@type': 'NewsArticle',
      headline: page.title,
      datePublished: page.updated,
      publisher: cityNode,
    };
  if (page.jsonld === 'faq') return faqNode(page);
  if (page.jsonld === 'legislation')
    return {
      ...base,
      '@type': 'Legislation',
      name: page.title,
      legislationJurisdiction: 'City of Alderwick, Ohio',
      legislationLegalForce: 'https://schema.org/InForce',
      dateModified: page.updated,
    };
  if (page.jsonld === 'policy')
    return {
      ...base,
      '@type': 'DigitalDocument',
      name: page.title,
      dateModified: page.updated,
      publisher: cityNode,
    };
  return undefined;
}
