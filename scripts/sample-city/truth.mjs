import { boards, departments } from './departments.mjs';
import { city } from './organisation.mjs';
import { people, person } from './people.mjs';

const divisions = {
  'Income Tax Division': '/departments/finance/income-tax.html',
  'Purchasing Division': null,
  'Budget Office': null,
  'Accounting and Payroll Division': null,
  'Recruitment and Selection': null,
  'Benefits and Wellness': null,
  'Labor Relations and Safety': null,
  'Prosecution Division': null,
  'Civil Division': null,
  'Office of Emergency Management': null,
  'Alderwick 311': null,
  'Patrol Division': null,
  'Investigations Division': null,
  'Records and Parking Division': null,
  'Office of Professional Standards': null,
  'Communications Center': null,
  'Fire Prevention Bureau': null,
  'EMS Division': null,
  'Operations Division': null,
  'Nursing Division': null,
  'Environmental Health Division': null,
  'Vital Statistics Office': null,
  'Streets Division': null,
  'Refuse and Recycling Division': null,
  'Forestry Division': null,
  'Fleet Division': null,
  'Water Division': null,
  'Wastewater Division': null,
  'Stormwater Division': null,
  'Customer Billing Office': null,
  'Zoning Division': null,
  'Long-Range Planning Division': null,
  'Building Division': null,
  'Code Enforcement Division': null,
  'Housing Programs Division': null,
  'Recreation Division': null,
  'Parks Division': null,
  'Service Desk': null,
  'Information Security Office': null,
  'GIS and Open Data': null,
};

const unit = ([name, url]) => (url === null ? { name } : { name, url });

const head = (department) => {
  const { name, title } = person(department.head);
  return { name: name.replace(/^Dr\. /, ''), title };
};

/** What discovery should find on the site, in the layout of the labelled discovery sets. */
export function makeTruth(pages) {
  const page = (path) => ({ url: path.replace(/index\.html$/, '') });
  const chapters = pages.filter((one) => /^\/government\/code\/chapter/.test(one.path));
  const policies = pages.filter((one) => /^\/government\/policies\//.test(one.path));
  return {
    organisation: {
      name: city.name,
      aliases: ['Alderwick', 'City of Alderwick, Ohio'],
      type: 'city',
      state: city.stateCode,
    },
    departments_scored: true,
    departments: departments.map((one) => ({
      name: one.name,
      aliases: one.aliases,
      url: one.path,
      head: head(one),
    })),
    leadership: people
      .filter((one) => ['mayor', 'council'].includes(one.department))
      .map(({ name, title }) => ({ name, title })),
    data_portals: [{ name: 'Alderwick Open Data', url: city.dataPortal, kind: 'Socrata' }],
    governance_docs: [
      { title: 'Charter of the City of Alderwick', type: 'charter', ...page('/government/charter.html') },
      {
        title: 'Codified Ordinances of Alderwick',
        type: 'code of ordinances',
        ...page('/government/codified-ordinances.html'),
      },
      {
        title: 'Administrative Policies',
        type: 'policy',
        ...page('/government/administrative-policies.html'),
      },
      { title: 'City Budget', type: 'budget', ...page('/government/budget.html') },
    ],
    optional_governance_docs: [
      { title: 'Charter Extract', type: 'charter', url: '/documents/charter-extract.pdf' },
      { title: 'Budget in Brief 2026', type: 'budget', url: '/documents/budget-in-brief-2026.pdf' },
      ...chapters.map((one) => ({ title: one.title, type: 'code of ordinances', url: one.path })),
      ...policies.map((one) => ({ title: one.title, type: 'policy', url: one.path })),
    ],
    optional_data_portals: [],
    optional_units: [
      { name: 'Office of the Mayor', aliases: ['Mayor', "Mayor's Office"], url: '/government/mayor.html' },
      { name: 'City Council', url: '/government/city-council.html' },
      ...Object.entries(divisions).map(unit),
    ],
    governing_bodies: ['City Council'],
    optional_leadership: people
      .filter((one) => one.name !== '' && !['mayor', 'council'].includes(one.department))
      .filter((one) => !departments.some((department) => department.head === one.name))
      .map(({ name, title }) => ({ name, title })),
    not_departments: [
      ...boards.map((board) => board.name),
      'Public safety',
      'Infrastructure',
      'Administration',
      'Community',
      'Building Permits',
      'Pavilion Rental',
      'City Jobs',
      'Alderwick City Schools',
      'Tamsin County Public Library',
      'Tamsin County Auditor',
      'Alderwick Municipal Court',
      'General administration',
      'Planning, Building and Economic Development',
      'Finance and Audit',
      'Public Safety and Health',
      'Infrastructure and Utilities',
      'Neighborhoods and Development',
      'Canal Museum',
      'Millrace Community Center',
    ],
    not_leaders: ['Harriet Cloverdale', 'Bram Ostrander', 'Osric Penhaligon', 'Vacant'],
    superseded: [
      {
        page: '/boards/parks-recreation-advisory-board.html',
        by: '/news/2026-07-parks-board.html',
        what: 'chair, place and time of meetings, pool day pass',
      },
      {
        page: '/departments/public-utilities/rates-2024.html',
        by: '/departments/public-utilities/rates.html',
        what: 'rates, due date, late charge, help with bills',
      },
      {
        page: '/forms-and-permits.html',
        by: '/documents/fee-schedule-2026.pdf',
        what: 'price of a birth certificate',
      },
    ],
    notes:
      'A fictional city. The menu groups departments under four headings that are no departments; services, eight boards and news stand in the same mega menu. ' +
      'Harriet Cloverdale (former mayor) and Bram Ostrander (retired fire chief) appear in news only; Osric Penhaligon (former finance director) stands in an HTML comment. ' +
      'One post is "Vacant". The page of the Parks and Recreation Advisory Board is out of date, and rates-2024 is superseded by rates. ' +
      'The short-term rental ordinance had a first reading only: it is not law.',
  };
}
