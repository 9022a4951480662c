import { city } from './organisation.mjs';

const servicesAndGovernment = [
  {
    label: 'Services',
    path: '/services/index.html',
    groups: [
      {
        label: 'Pay',
        links: [
          ['Pay a Water Bill', '/departments/public-utilities/rates.html#ways-to-pay'],
          ['Pay a Parking Ticket', '/departments/police.html#parking-tickets'],
          ['File City Income Tax', '/departments/finance/income-tax.html'],
          ['Fee Schedule 2026 (PDF)', '/documents/fee-schedule-2026.pdf'],
        ],
      },
      {
        label: 'Apply',
        links: [
          ['Building Permits', '/departments/building-housing.html#permits'],
          ['Rental Registration', '/departments/building-housing.html#rental-registration'],
          ['Special Events', '/forms-and-permits.html#special-events'],
          ['Birth and Death Certificates', '/departments/public-health.html#vital-records'],
          ['City Jobs', '/departments/human-resources.html#jobs'],
        ],
      },
      {
        label: 'Report and request',
        links: [
          ['Potholes and Streetlights', '/departments/public-works.html#potholes'],
          ['Trash, Recycling and Leaf Collection', '/services/index.html#trash'],
          ['Public Records Request', '/departments/city-clerk.html#public-records'],
          ['Pavilion Rental', '/departments/parks-recreation.html#pavilions'],
        ],
      },
    ],
  },
  {
    label: 'Government',
    path: '/government/index.html',
    groups: [
      {
        label: 'Elected officials',
        links: [
          ['Mayor', '/government/mayor.html'],
          ['City Council', '/government/city-council.html'],
        ],
      },
      {
        label: 'Laws and policies',
        links: [
          ['City Charter', '/government/charter.html'],
          ['Codified Ordinances', '/government/codified-ordinances.html'],
          ['Administrative Policies', '/government/administrative-policies.html'],
          ['Budget', '/government/budget.html'],
        ],
      },
      {
        label: 'Open government',
        links: [
          ['Open Data Portal', city.dataPortal],
          ['Staff Directory', '/staff-directory.html'],
        ],
      },
    ],
  },
];

const newsAndAudiences = [
  {
    label: 'News',
    path: '/news/index.html',
    groups: [
      {
        label: '',
        links: [
          ['Leaf Collection 2026', '/news/2026-10-leaf-collection.html'],
          ['Short-Term Rental Proposal', '/news/2026-10-short-term-rentals.html'],
          ['Harbor Street Water Main', '/news/2026-08-harbor-street-water-main.html'],
          ['All News', '/news/index.html'],
        ],
      },
    ],
  },
  {
    label: 'Residents',
    path: '/faq.html',
    groups: [
      {
        label: '',
        links: [
          ['Frequently Asked Questions', '/faq.html'],
          ['Forms and Permits', '/forms-and-permits.html'],
          ['Alderwick City Schools', 'https://www.alderwickschools.example/'],
          ['Tamsin County Public Library', 'https://www.tamsinlibrary.example/'],
          ['Tamsin County Auditor', 'https://auditor.tamsincounty.example/'],
        ],
      },
    ],
  },
  {
    label: 'Business',
    path: '/business.html',
    groups: [
      {
        label: '',
        links: [
          ['Doing Business in Alderwick', '/business.html'],
          ['Bids and Proposals', '/departments/finance.html#purchasing'],
          ['Food Truck Permits', '/business.html#food-trucks'],
        ],
      },
    ],
  },
  {
    label: 'Visitors',
    path: '/about.html',
    groups: [
      {
        label: '',
        links: [
          ['About Alderwick', '/about.html'],
          ['Parking Downtown', '/about.html#parking'],
          ['Contact Us', '/contact.html'],
        ],
      },
    ],
  },
];

function departmentsBranch(departments) {
  const groups = [...new Set(departments.map((department) => department.group))];
  return {
    label: 'Departments',
    path: '/departments/index.html',
    groups: groups.map((group) => ({
      label: group,
      links: departments
        .filter((department) => department.group === group)
        .map((department) => [department.menuName ?? department.name, department.path]),
    })),
  };
}

/** The site's menu. Only the first branch lists departments; services, boards and news look alike on purpose. */
export function menu(departments, boards) {
  const boardLinks = boards.map((board) => [board.name, board.path]);
  const boardsBranch = {
    label: 'Boards & Commissions',
    path: '/boards/index.html',
    groups: [{ label: '', links: boardLinks }],
  };
  return [departmentsBranch(departments), ...servicesAndGovernment, boardsBranch, ...newsAndAudiences];
}
