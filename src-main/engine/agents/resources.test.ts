import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AiosError } from '@shared/kernel/errors.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { agentTemplateSchema, loadTemplates } from './agent-template.js';
import { loadConstitution } from './constitution.js';
import { readConstitution, readTemplates } from './read-resources.js';
import { shippedTemplates, templatesFolder } from './shipped-templates.fixture.js';

const constitutionFile = join(templatesFolder, '../policies/constitution.json');
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof AiosError ? error.code : 'other';
  }
};

describe('the shipped templates', () => {
  it('are fifteen, with the same ids as their files', async () => {
    expect(await readTemplates(templatesFolder)).toEqual(shippedTemplates);
    expect(shippedTemplates).toHaveLength(15);
  });

  it('hold no placeholder, and start each guardrail with what is never done', () => {
    for (const template of shippedTemplates) {
      expect(JSON.stringify(template)).not.toMatch(/\{\{|\[[A-Z ]+\]|lorem|tbd|todo/i);
      for (const guardrail of template.guardrails) expect(guardrail).toMatch(/^Never /);
    }
  });

  it('follow the schema that ships beside them', () => {
    const file = join(templatesFolder, 'agent-template.schema.json');
    const schema = { title: 'AIOS agent template', ...z.toJSONSchema(agentTemplateSchema) };
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  });
});

describe('loadTemplates', () => {
  it('refuses what is malformed, double or incomplete', () => {
    expect(codeOf(() => loadTemplates([{ id: 'x' }]))).toBe('data_damaged');
    expect(codeOf(() => loadTemplates([...shippedTemplates, shippedTemplates[0]]))).toBe('data_damaged');
    expect(codeOf(() => loadTemplates(shippedTemplates.filter((each) => each.id !== 'basic-faq')))).toBe(
      'data_damaged',
    );
    expect(codeOf(() => loadTemplates(shippedTemplates.map((each) => ({ ...each, extra: 1 }))))).toBe(
      'data_damaged',
    );
  });
});

describe('the constitution', () => {
  it('has eight to twelve rules, each constitutional and unlimited in scope', async () => {
    const rules = await readConstitution(constitutionFile);
    expect(rules.length).toBeGreaterThanOrEqual(8);
    expect(rules.length).toBeLessThanOrEqual(12);
    for (const rule of rules) {
      expect(rule.tier).toBe('constitutional');
      expect(rule.scope).toBeUndefined();
    }
  });

  it('is refused when it is damaged, empty or holds a rule of a lower tier', () => {
    const good = JSON.parse(readFileSync(constitutionFile, 'utf8'));
    expect(codeOf(() => loadConstitution({ ...good, rules: [] }))).toBe('data_damaged');
    expect(codeOf(() => loadConstitution({ ...good, rules: [{ ...good.rules[0], tier: 'agent' }] }))).toBe(
      'data_damaged',
    );
    expect(codeOf(() => loadConstitution({ ...good, rules: [good.rules[0], good.rules[0]] }))).toBe(
      'data_damaged',
    );
    expect(codeOf(() => loadConstitution(null))).toBe('data_damaged');
  });
});
