/** The sample organisation's constants: everything that more than one page repeats. */
export const city = {
  name: 'City of Alderwick',
  shortName: 'Alderwick',
  state: 'Ohio',
  stateCode: 'OH',
  county: 'Tamsin County',
  origin: 'https://www.alderwick.example',
  domain: 'alderwick.example',
  dataPortal: 'https://data.alderwick.example/',
  street: '200 Market Street',
  zip: '44999',
  phone: '(330) 555-0100',
  notice:
    'Alderwick is a fictional city, made up to demonstrate software. Its people, places, laws, fees and telephone numbers do not exist.',
};

/** Turns the last digits of a number in the range that is reserved for fiction into a telephone number. */
export function phone(suffix) {
  return `(330) 555-${suffix}`;
}
