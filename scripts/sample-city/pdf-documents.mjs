import { city } from './organisation.mjs';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

const feeSchedule = `
# Fee Schedule 2026
City of Alderwick, Ohio. In force from January 1, 2026. Where a page of the website or an older list shows another amount, this schedule applies. Adopted by Resolution 2025-160 on December 1, 2025, and, for rates, by Ordinances 2025-131 and 2025-132.

## City Clerk
| Paper copy, each page after the first 20 a month | $0.05
| USB drive | $4.00
| Certified copy of a document | $2.00
| Solicitor registration, 90 days | $40.00
| Domestic partnership registry | $35.00

## Public Utilities
| Water, each CCF | $5.42
| Water service charge, 5/8-inch meter, a month | $9.80
| Sewer, each CCF | $6.95
| Sewer service charge, a month | $7.60
| Stormwater, each unit, a month | $4.75
| Deposit for tenants | $100.00
| Reconnection in business hours | $40.00
| Turn-on after 4:00 pm | $85.00
| Meter test, if the meter is accurate | $45.00

## Public Works
| Trash and recycling, a month | $19.50
| Trash and recycling, account holder 65 or older, a month | $15.60
| Second trash cart, a month | $7.00
| Bulk pick-up after two free ones | $25.00
| Replacement of a lost cart | $65.00
| Work in the right-of-way | $50.00
| Dumpster on the street, a week | $30.00

## Public Health
| Birth or death certificate, certified copy | $27.00
| Restaurant license, risk level I or II | $210.00
| Restaurant license, risk level III or IV | $465.00
| Mobile food unit license | $180.00
| Temporary food license, up to five days | $60.00
| Hen permit, a year | $20.00

## Planning & Zoning
| Zoning certificate, home | $40.00
| Zoning certificate, business | $110.00
| Fence certificate | $30.00
| Variance, home | $250.00
| Variance, business | $400.00
| Rezoning | $600.00

## Building & Housing (plus the State’s 1 or 3 percent)
| Deck or porch | $110.00
| Shed larger than 200 square feet | $75.00
| Roof replacement | $60.00
| Electrical service | $85.00
| Water heater | $55.00
| Furnace or air conditioner | $70.00
| Contractor registration, a year | $100.00
| Rental registration, each unit, a year | $60.00
| Rental registration, late fee, each unit | $30.00

## Police and Fire
| Parking ticket, expired meter | $20.00
| Parking ticket after 14 days | $40.00
| Alarm permit, a year | $15.00
| False alarm, third and each further one in a year | $50.00
| Fingerprinting, state check | $35.00
| Tent permit | $50.00

## Parks & Recreation (resident / nonresident)
| Small pavilion, four hours | $60 / $90
| Large pavilion, four hours | $120 / $180
| Foundry Stage | $300 / $450
| Pool day pass | $6 / $9
| Community center day pass | $7 / $10
| Community garden plot, a season | $25

## Events and business
| Special event permit | $75.00
| Block party permit | no charge
| Food truck permit, a year | $95.00
| Sidewalk dining permit | $150.00
| Film permit, a day | $100.00
`;

const charterExtract = `
# Charter Extract
Charter of the City of Alderwick, Articles IV and VI, as amended to November 2, 2021. This extract is for convenience. The full text is on the website of the City.

## Article IV. The City Manager
Section 4.01 Appointment and removal. Council appoints the City Manager by the votes of at least five members, for an indefinite term, on the basis of executive and administrative qualifications alone. Council may remove the City Manager by the votes of at least five members after written notice and, if the City Manager asks for it within ten days, a public hearing.

Section 4.02 Powers and duties. The City Manager appoints and, when necessary, removes all directors and employees, except those whom Council appoints; prepares the budget; enforces the laws; issues administrative policies; and reports to Council on the finances and operations of the City at least once every quarter.

Section 4.03 Officers appointed by Council. Council also appoints the City Attorney and the City Clerk, who serve at its pleasure.

## Article VI. Finance
Section 6.01 Fiscal year and budget. The fiscal year is the calendar year. The City Manager submits the proposed budget by November 1. Council holds at least one public hearing and adopts the budget by December 31.

Section 6.02 Balanced budget and reserve. Expenditures may not exceed estimated resources. The City keeps a reserve in the General Fund of at least 15 percent of the year’s operating expenditures; the use of the reserve needs five votes.

Section 6.03 Contracts and bidding. A contract above the amount that Council sets by ordinance is awarded after competitive bidding to the lowest and best bidder. No purchase may be divided to avoid this section.

Section 6.04 Audit. An independent audit of all accounts is made every year and published within 30 days of its receipt.

Section 6.05 Income tax rate. The rate of the municipal income tax may not exceed two percent without the approval of the voters.
`;

const budgetInBrief = `
# Budget in Brief 2026
Adopted by City Council on December 15, 2025, Ordinance 2025-149. All funds: $148.6 million. General Fund: $71.3 million.

## Where the General Fund comes from
| Municipal income tax | $46.9 million
| Property tax | $8.1 million
| Charges for services and fees | $7.4 million
| State shared revenue | $4.7 million
| Fines, interest and other | $4.2 million

## Where the General Fund goes
| Police | $24.1 million
| Fire | $18.7 million
| Public Works | $9.4 million
| General administration | $8.6 million
| Parks and Recreation | $5.2 million
| Planning, Building and Economic Development | $2.8 million
| Public Health | $2.5 million

## What one dollar of the General Fund buys
Police 34 cents, Fire 26 cents, Public Works 13 cents, administration 12 cents, parks 7 cents, planning and building 4 cents, health 4 cents.

## People
The budget pays for 612 positions, nine more than in 2025: six firefighters, one housing inspector, one open data analyst and one lead service line coordinator.

## Capital projects in 2026
| Harbor Street water main | $6.4 million
| Street resurfacing, 14 miles | $4.1 million
| Fire Station 3, design | $0.7 million
| Quarry Ridge Pool filters | $0.5 million
| Traffic signals, Market Street | $0.9 million
`;

/** The first day of collection of each ward and the holidays of 2026 that move it, computed so that dates and weekdays agree. */
function refuseCalendar() {
  const wards = [
    ['Ward 1', 5, 'A'],
    ['Ward 2', 6, 'A'],
    ['Ward 3', 7, 'B'],
    ['Ward 4', 8, 'B'],
  ];
  const recycling = wards.flatMap(([ward, first, week]) => {
    const start = Date.UTC(2026, 0, first + (week === 'A' ? 0 : 7));
    const dates = months.map((month, index) => {
      const inMonth = [];
      for (let time = start; time < Date.UTC(2027, 0, 1); time += 14 * 86_400_000) {
        if (new Date(time).getUTCMonth() === index) inMonth.push(new Date(time).getUTCDate());
      }
      return `| ${month} | ${inMonth.join(', ')}`;
    });
    return [
      `## ${ward}: trash every ${days[new Date(start).getUTCDay()]}, recycling in week ${week}`,
      'Regular recycling days in 2026:',
      ...dates,
      '',
    ];
  });
  return `
# Refuse Calendar 2026
Refuse and Recycling Division, (330) 555-0152. Carts go to the curb after 6:00 pm on the day before collection.

## Holidays that move collection
In the week of these holidays collection is one day later from the holiday to Friday or Saturday: January 19, February 16, May 25, September 7, November 11 and November 26. There is no change for Juneteenth, Independence Day and Christmas Day, which fall on Friday or Saturday.

${recycling.join('\n')}
## Special collections
| Christmas trees | January 5 to January 16
| Yard waste in paper bags | April 1 to November 30
| Leaves at the curb | October 26 to December 4
| Drop-off of tires, paint and televisions | first Saturday of the month
`;
}

const document = (file, title, date, text) => ({
  file,
  title,
  date,
  footer: `City of Alderwick, Ohio - ${title}. ${city.notice.split('. ')[0]}.`,
  lines: text.trim().split('\n'),
});

export const pdfDocuments = [
  document('fee-schedule-2026.pdf', 'Fee Schedule 2026', '2025-12-02', feeSchedule),
  document('charter-extract.pdf', 'Charter Extract', '2021-12-15', charterExtract),
  document('budget-in-brief-2026.pdf', 'Budget in Brief 2026', '2025-12-16', budgetInBrief),
  document('refuse-calendar-2026.pdf', 'Refuse Calendar 2026', '2025-12-16', refuseCalendar()),
];
