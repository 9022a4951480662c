import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelledDepartments } from './labelled-departments.fixture.js';
import { matchTemplate } from './match-template.js';
import { shippedTemplates } from './shipped-templates.fixture.js';

const match = (name: string, url?: string, text?: string) =>
  matchTemplate(
    { name, ...(url === undefined ? {} : { url }) },
    text === undefined ? [] : [{ url: 'https://x.example/', title: '', blocks: [{ heading: '', text }] }],
    shippedTemplates,
  );

function accuracy(half: 0 | 1) {
  const rows = labelledDepartments.filter((_, place) => place % 2 === half);
  const judged = rows.map(([name, ...accepted]) => {
    const found = match(name);
    return { name, right: accepted.includes(found.templateId), confidence: found.confidence };
  });
  return { judged, share: judged.filter((each) => each.right).length / judged.length };
}

describe('matchTemplate on labelled department names', () => {
  it('is right on at least 94 of 100 names that chose its parameters', () => {
    expect(labelledDepartments.length).toBeGreaterThanOrEqual(150);
    expect(accuracy(0).share).toBeGreaterThanOrEqual(0.94);
  });

  it('is right on at least 94 of 100 names that it was not fitted to', () => {
    expect(accuracy(1).share).toBeGreaterThanOrEqual(0.94);
  });

  it('is calibrated: sure where it is right, unsure where it errs', () => {
    const { judged } = accuracy(1);
    const sure = judged.filter((each) => each.confidence >= 0.85);
    expect(sure.filter((each) => each.right).length / sure.length).toBeGreaterThanOrEqual(0.97);
    const wrong = judged.filter((each) => !each.right);
    for (const each of wrong) expect(each.confidence, each.name).toBeLessThan(0.9);
  });
});

describe('matchTemplate', () => {
  it('never finds a word inside another word', () => {
    for (const name of [
      'Make It Happen',
      'Units and Credits',
      'Citizens',
      'Spirit of Example',
      'Lawn Care',
      'Hrvatska',
    ]) {
      expect(match(name).templateId, name).toBe('basic-faq');
    }
    expect(match('Parking').templateId).not.toBe('parks-recreation');
    expect(match('Law Enforcement').templateId).toBe('public-safety');
    expect(match('Human Relations').templateId).toBe('legal-compliance');
  });

  it('says why, with a low confidence, when nothing fits', () => {
    const found = match('Department of Wonders');
    expect(found).toMatchObject({ templateId: 'basic-faq', confidence: 0.2 });
    expect(found.reasons.join(' ')).toContain('general template');
  });

  it('lets the address and the pages decide where the name is silent', () => {
    expect(match('Division 7', 'https://x.example/departments/human-resources/').templateId).toBe(
      'human-resources',
    );
    const pages =
      'Apply for a building permit. Inspections of plumbing and electrical work. Zoning variance, setback, contractor license, occupancy certificate, code violation.';
    const byPages = match('Division 7', undefined, pages.repeat(3));
    expect(byPages.templateId).toBe('building-housing');
    expect(byPages.confidence).toBeLessThan(0.7);
    expect(byPages.reasons.join(' ')).toContain('pages speak of');
  });

  it('grows surer with agreeing evidence', () => {
    const bare = match('Administration and Budget').confidence;
    expect(match('Administration and Budget', 'https://x.example/finance/').confidence).toBeGreaterThan(bare);
  });

  it('gives a known template, a confidence of 0..1 and a reason for any name and address', () => {
    const ids = new Set(shippedTemplates.map((template) => template.id));
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80, unit: 'binary' }),
        fc.option(fc.webUrl()),
        fc.string(),
        (name, url, text) => {
          const found = match(name, url ?? undefined, text);
          expect(ids.has(found.templateId)).toBe(true);
          expect(found.templateId).not.toBe('router-concierge');
          expect(found.confidence).toBeGreaterThan(0);
          expect(found.confidence).toBeLessThan(1);
          expect(found.reasons.length).toBeGreaterThan(0);
          expect(found.alternatives.every((each) => each.id !== found.templateId)).toBe(true);
          expect(match(name, url ?? undefined, text)).toEqual(found);
        },
      ),
    );
  });

  it('does not depend on the order of the templates', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...labelledDepartments.map(([name]) => name)),
        fc.shuffledSubarray(shippedTemplates, { minLength: shippedTemplates.length }),
        (name, shuffled) => {
          expect(matchTemplate({ name }, [], shuffled)).toEqual(match(name));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('does not mind letter case where case tells nothing', () => {
    for (const name of [
      'Public Works',
      'Finance Department',
      'Parks and Recreation',
      'Office of the City Clerk',
    ]) {
      expect(match(name.toUpperCase()).templateId).toBe(match(name).templateId);
      expect(match(name.toLowerCase()).templateId).toBe(match(name).templateId);
    }
  });
});
