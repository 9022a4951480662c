import { agentProposalSchema } from '@shared/contract/agent-manifest.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askFrontDesk } from './escalation-contact.js';
import { contactWith, departmentWith, profileWith } from './profile.fixture.js';
import { proposeAgents, withTemplate } from './propose-agents.js';
import { shippedTemplates } from './shipped-templates.fixture.js';

const head = (name: string, title: string) => ({ name, title, evidence: [] });
const propose = (...given: Parameters<typeof profileWith>) =>
  proposeAgents(profileWith(...given), new Map(), shippedTemplates);
const first = (...given: Parameters<typeof profileWith>) => propose(...given)[1];

describe('proposeAgents', () => {
  it('proposes a concierge that only routes, and one agent for each department', () => {
    const proposals = propose([
      departmentWith({ name: 'Finance' }),
      departmentWith({ name: 'Police Department' }),
    ]);
    expect(proposals.map((each) => [each.id, each.kind, each.departmentId, each.name])).toEqual([
      ['concierge', 'concierge', null, 'City of Example Concierge'],
      ['finance-assistant', 'department', 'finance', 'Finance Department Assistant'],
      ['police-department-assistant', 'department', 'police-department', 'Police Department Assistant'],
    ]);
    for (const each of proposals) expect(agentProposalSchema.parse(each)).toEqual(each);
    expect(proposals[0]?.sensitivityCeiling).toBe('public');
  });

  it.each([
    ['Department of Public Health', 'Public Health Department Assistant'],
    ['Office of the City Clerk', "City Clerk's Office Assistant"],
    ['Office of the Director of Finance', 'Office of the Director of Finance Assistant'],
    ['Office of the Chief Integrity Officer', "Chief Integrity Officer's Office Assistant"],
    ['Office of the City Commissioners', "City Commissioners' Office Assistant"],
    ['Board of Commissioners', 'Board of Commissioners Assistant'],
    ['Housing Development Corporation', 'Housing Development Corporation Assistant'],
    ['Corporation Counsel', "Corporation Counsel's Office Assistant"],
    ['Sheriff', "Sheriff's Office Assistant"],
    ['Board of Supervisors', 'Board of Supervisors Assistant'],
    ['Office of Mayor Jane Q. Doe', "Mayor's Office Assistant"],
    ['Jane Doe, City Clerk', "City Clerk's Office Assistant"],
    ['Council Member Tómas Ó Briain District 4', 'Council Member District 4 Assistant'],
    ["Mayor Doe's Office of Education", "Mayor's Office of Education Assistant"],
    ["Mayor Jane Doe's Youth Council", "Mayor's Youth Council Assistant"],
    ['Parks and Recreation', 'Parks and Recreation Department Assistant'],
    ['Philly311', 'Philly311 Assistant'],
    ['CityMaps', 'CityMaps Assistant'],
    ['SEPTA', 'SEPTA Assistant'],
    ['The President’s House', 'The President’s House Assistant'],
    ['311', '311 Department Assistant'],
  ])('names a role for %s', (name, expected) => {
    const people: [string, string][] = [
      ['Jane Doe', 'Mayor'],
      ['Rosa Parks', 'Trustee'],
    ];
    expect(first([departmentWith({ name })], people)?.name).toBe(expected);
  });

  it('uses the title of the head where the name of the department is a person', () => {
    const department = departmentWith({ name: 'Jane Doe', head: head('Jane Doe', 'City Treasurer') });
    expect(first([department])?.name).toBe("City Treasurer's Office Assistant");
  });

  it('never lets the name of a head or leader through', () => {
    const part = fc
      .stringMatching(/^[A-Z][a-z]{3,9}$/)
      .filter((word) => !/^(Office|Department|Mayor|City|Clerk)/.test(word));
    fc.assert(
      fc.property(
        part,
        part,
        fc.constantFrom(
          'X',
          'Office of X',
          'Mayor X',
          'X, Director',
          "X's Office",
          'Hon. X (Ward 2)',
          'Office of Dr. X, PhD',
        ),
        (given, family, shape) => {
          const person = `${given} ${family}`;
          const name = shape.replace('X', person);
          const department = departmentWith({ id: 'd', name, head: head(person, `Director ${person}`) });
          const text = JSON.stringify(first([department], [[person, 'Mayor']]));
          expect(text).not.toContain(person);
          expect(text).not.toContain(`"${given} `);
        },
      ),
    );
  });

  it('hands over to the role of the head by a channel that was read, and makes up none', () => {
    const own = departmentWith({
      name: 'Finance',
      head: head('Ana Ruiz', 'Director'),
      contacts: [contactWith('email', 'aruiz@example.org'), contactWith('email', 'finance@example.org')],
    });
    expect(first([own])?.escalationContact).toEqual({
      role: 'Director of Finance',
      department: 'Finance Department',
      channel: 'E-mail finance@example.org',
    });
    const withPhone = { ...own, contacts: [...own.contacts, contactWith('phone', '(216) 555-0100')] };
    expect(first([withPhone])?.escalationContact.channel).toBe('Phone (216) 555-0100');
    const silent = departmentWith({ name: 'Aviation' });
    expect(first([silent])?.escalationContact).toEqual({
      role: 'Head of Aviation Department',
      department: 'Aviation Department',
      channel: askFrontDesk,
    });
    const unproved = { ...silent, contacts: [{ kind: 'phone' as const, value: '555-0199', evidence: [] }] };
    expect(first([unproved])?.escalationContact.channel).toBe(askFrontDesk);
  });

  it('falls back to the parent and then to the front desk, and says whose number it is', () => {
    const parent = departmentWith({ name: 'Public Works', contacts: [contactWith('phone', '555-0101')] });
    const child = departmentWith({ name: 'Streets', parentId: 'public-works' });
    const desk = departmentWith({ name: '311', contacts: [contactWith('phone', '311')] });
    const other = departmentWith({ name: 'Aviation' });
    const proposals = propose([parent, child, desk, other]);
    expect(proposals[2]?.escalationContact.channel).toBe('Phone 555-0101 (Public Works Department)');
    expect(proposals[4]?.escalationContact.channel).toBe('Phone 311 (311 Department)');
    expect(proposals[1]?.knowledgeProfile.departments).toEqual(['public-works', 'streets']);
  });

  it('survives departments that are their own parents', () => {
    const a = departmentWith({ name: 'A', parentId: 'b' });
    const b = departmentWith({ name: 'B', parentId: 'a' });
    expect(propose([a, b])).toHaveLength(3);
  });

  it('takes over everything that a template decides when a person chooses one', () => {
    const proposal = first([departmentWith({ name: 'Division 7' })]);
    if (!proposal) throw new Error('no proposal');
    const chosen = withTemplate(proposal, 'public-safety', shippedTemplates);
    expect(chosen.modes.default).toBe('escalate');
    expect(chosen.template).toMatchObject({ id: 'public-safety', confidence: 1 });
    expect(chosen.name).toBe(proposal.name);
  });
});
