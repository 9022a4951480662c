/**
 * Everybody who works for, or is elected by, the sample city: name, title, department id, last four digits of the telephone number.
 * All names are invented; a row with an empty name is a vacant post.
 */
const rows = [
  ['Thessaly R. Marchbanks', 'Mayor', 'mayor', '0101'],
  ['Idris Fennimore', 'Council Member, Ward 1', 'council', '0103'],
  ['Paloma Quiñones', 'Council Member, Ward 2', 'council', '0104'],
  ['Desmond Achterberg', 'Vice Mayor and Council Member, Ward 3', 'council', '0105'],
  ['Lakshmi Venkataswamy', 'Council Member, Ward 4', 'council', '0106'],
  ['Corwin Bellweather', 'Council Member At Large', 'council', '0107'],
  ['Noor Haddadine', 'Council Member At Large', 'council', '0108'],
  ['Ingrid Oyelaran', 'City Manager', 'city-manager', '0110'],
  ['Tobias Wrenshall', 'Deputy City Manager', 'city-manager', '0110'],
  ['Amaru Sandoval-Pike', 'Emergency Management Coordinator', 'city-manager', '0116'],
  ['Clementine Vasseur', 'Executive Assistant to the City Manager', 'city-manager', '0110'],
  ['Solomon K. Brightwater', 'City Attorney', 'city-attorney', '0114'],
  ['Anneliese Farrow', 'Deputy City Attorney', 'city-attorney', '0114'],
  ['Malik Thornbury', 'Chief Prosecutor', 'city-attorney', '0115'],
  ['Philippa Tran-Duarte', 'City Clerk', 'city-clerk', '0112'],
  ['Hollis Munro', 'Deputy City Clerk', 'city-clerk', '0112'],
  ['Esperanza Kilbride', 'Public Records Officer', 'city-clerk', '0113'],
  ['Wilhelmina Castellane', 'Director of Finance', 'finance', '0120'],
  ['Rafferty Ndiaye', 'Budget Officer', 'finance', '0121'],
  ['Gudrun Pelletier', 'Income Tax Administrator', 'finance', '0122'],
  ['Thaddeus Ibarra', 'Purchasing Agent', 'finance', '0124'],
  ['Wren Kowalczuk', 'Payroll Supervisor', 'finance', '0123'],
  ['Andre Tillinghast', 'Director of Human Resources', 'human-resources', '0126'],
  ['Sunniva Adeyemi-Roth', 'Benefits Manager', 'human-resources', '0127'],
  ['Percival Duong', 'Recruitment Coordinator', 'human-resources', '0126'],
  ['Yusra Pemberton', 'Chief Information Officer', 'innovation-technology', '0128'],
  ['Lazlo Merriweather', 'Information Security Officer', 'innovation-technology', '0129'],
  ['Ottilie Banerjee', 'GIS and Open Data Manager', 'innovation-technology', '0128'],
  ['Jericho Falk', 'Service Desk Supervisor', 'innovation-technology', '0118'],
  ['Mirabel Stenhouse', 'Director of Communications and 311', 'communications', '0195'],
  ['Fitzgerald Amari', '311 Contact Center Manager', 'communications', '0111'],
  ['Xiomara Lindgren', 'Public Information Officer', 'communications', '0196'],
  ['Dolores M. Haverstrom', 'Chief of Police', 'police', '0130'],
  ['Bartholomew Osei', 'Deputy Chief, Patrol', 'police', '0131'],
  ['Vivienne Garroway', 'Captain, Investigations', 'police', '0133'],
  ['Eamon Takahashi-Wells', 'Records Manager', 'police', '0132'],
  ['Zuleika Prentiss', 'Communications Center Manager (9-1-1)', 'police', '0135'],
  ['Kwabena Lindqvist', 'Fire Chief', 'fire', '0140'],
  ['Marguerite Szabo', 'Assistant Chief, EMS', 'fire', '0141'],
  ['Leander Whitcombe', 'Fire Marshal', 'fire', '0142'],
  ['Dr. Saoirse Balogun', 'Health Commissioner', 'public-health', '0180'],
  ['Hyacinth Moreau', 'Director of Nursing', 'public-health', '0181'],
  ['Ignatius Bello-Crane', 'Environmental Health Supervisor', 'public-health', '0183'],
  ['Tamsyn Ayodele', 'Registrar of Vital Statistics', 'public-health', '0182'],
  ['Rosalind Etcheverry', 'Director of Public Works', 'public-works', '0150'],
  ['Giancarlo Mbatha', 'Superintendent of Streets', 'public-works', '0154'],
  ['Philomena Strand', 'Refuse and Recycling Manager', 'public-works', '0152'],
  ['Ambrose Nakagawa', 'City Forester', 'public-works', '0156'],
  ['Delphine Rourke', 'Fleet Manager', 'public-works', '0155'],
  ['Matthias Okpara', 'Director of Public Utilities', 'public-utilities', '0160'],
  ['Cassandra Ilves', 'Water Treatment Superintendent', 'public-utilities', '0163'],
  ['Reuben Calloway-Singh', 'Wastewater Superintendent', 'public-utilities', '0164'],
  ['Henrietta Vos', 'Customer Billing Manager', 'public-utilities', '0160'],
  ['Jun-ho Delacroix', 'Director of Planning and Zoning', 'planning-zoning', '0166'],
  ['Octavia Brandvold', 'Zoning Administrator', 'planning-zoning', '0167'],
  ['Silas Uwimana', 'Senior Planner', 'planning-zoning', '0168'],
  ['Beatrix Halvorsen-Reyes', 'Director of Building and Housing', 'building-housing', '0170'],
  ['Horatio Chukwu', 'Chief Building Official', 'building-housing', '0171'],
  ['Marisol Edgecombe', 'Code Enforcement Manager', 'building-housing', '0172'],
  ['Linus Abernethy', 'Housing Programs Coordinator', 'building-housing', '0173'],
  ['Cornelius Abara', 'Director of Parks and Recreation', 'parks-recreation', '0190'],
  ['Isolde Ramachandra', 'Recreation Superintendent', 'parks-recreation', '0191'],
  ['Barnaby Solís', 'Parks Superintendent', 'parks-recreation', '0192'],
  ['Leopold Ferrante', 'Interim Director of Economic Development', 'economic-development', '0197'],
  ['', 'Business Retention Specialist', 'economic-development', '0198'],
];

/** Makes the mail address that the city's rule gives: first initial and last name, without accents. */
function email(name) {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/^Dr\. /, '')
    .toLowerCase();
  const words = plain.split(' ');
  return `${words[0][0]}${words[words.length - 1].replace(/[^a-z]/g, '')}@alderwick.example`;
}

export const people = rows.map(([name, title, department, suffix]) => ({
  name,
  title,
  department,
  phone: `(330) 555-${suffix}`,
  ...(name === '' ? {} : { email: email(name) }),
}));

/** Finds the person by name; a misspelt name stops the generator instead of making a page without a head. */
export function person(name) {
  const found = people.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no such person: ${name}`);
  return found;
}
