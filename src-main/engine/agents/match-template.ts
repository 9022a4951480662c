import type { AgentProposal } from '@shared/contract/agent-manifest.js';
import type { Department } from '@shared/contract/organisation-profile.js';
import { type AgentTemplate, fallbackTemplateId, templateById } from './agent-template.js';
import { addressEvidence, type Evidence, nameEvidence } from './name-evidence.js';
import { type PageText, vocabularyEvidence } from './page-evidence.js';
import { indexSignals, type SignalIndex } from './signal-index.js';

/** Which template fits a department, how surely (0..1), and why in words. */
export interface TemplateMatch {
  templateId: string;
  confidence: number;
  reasons: string[];
  alternatives: AgentProposal['template']['alternatives'];
}

/** Chosen on the first half of the labelled names; the second half measures them (`match-template.test.ts`). */
const trust = { address: 0.55, pages: 0.5 };
const rivalry = 0.4;
const weakest = 0.25;
const fallbackConfidence = 0.2;
const alternativesShown = 3;

const indexes = new WeakMap<readonly AgentTemplate[], SignalIndex>();

/**
 * Finds the template of a department by three independent witnesses: its name, its address, and the vocabulary of its
 * own pages. A department that nothing speaks for gets the general template with a low confidence and says so.
 */
export function matchTemplate(
  department: Pick<Department, 'name' | 'url'>,
  pagesOfDepartment: readonly PageText[],
  templates: readonly AgentTemplate[],
): TemplateMatch {
  const index = indexes.get(templates) ?? indexSignals(templates);
  indexes.set(templates, index);
  const name = nameEvidence(department.name, index);
  const address = addressEvidence(department.url, index);
  const pages = vocabularyEvidence(pagesOfDepartment, templates);

  const ranked = templates
    .filter((template) => template.kind === 'department' && template.id !== fallbackTemplateId)
    .map((template) => ({ template, support: supportOf(template.id, name, address, pages) }))
    .sort((a, b) => b.support - a.support || (a.template.id < b.template.id ? -1 : 1));
  const first = ranked[0];
  const second = ranked[1];
  const rivals = first ? (second?.support ?? 0) / Math.max(first.support, Number.EPSILON) : 0;
  const confidence = (first?.support ?? 0) * (1 - rivalry * rivals ** 2);
  if (!first || confidence < weakest) return fallback(ranked, templates, pagesOfDepartment.length);
  return {
    templateId: first.template.id,
    confidence: rounded(confidence),
    reasons: reasonsFor(first.template, name, address, pages, second),
    alternatives: alternativesOf(ranked.slice(1)),
  };
}

function supportOf(id: string, name: Evidence, address: Evidence, pages: Evidence): number {
  const doubt =
    (1 - (name.get(id)?.strength ?? 0)) *
    (1 - trust.address * (address.get(id)?.strength ?? 0)) *
    (1 - trust.pages * (pages.get(id)?.strength ?? 0));
  return 1 - doubt;
}

function reasonsFor(
  template: AgentTemplate,
  name: Evidence,
  address: Evidence,
  pages: Evidence,
  second: { template: AgentTemplate; support: number } | undefined,
): string[] {
  const reasons: string[] = [];
  const said = name.get(template.id);
  if (said) reasons.push(`The name says ${quoted(said.words)}.`);
  const located = address.get(template.id);
  if (located) reasons.push(`Its address says ${quoted(located.words)}.`);
  const spoken = pages.get(template.id);
  if (spoken && spoken.strength > 0.05) {
    reasons.push(`Its pages speak of ${spoken.words.slice(0, 6).join(', ')}.`);
  }
  if (second && second.support > 0.5) {
    reasons.push(`“${second.template.title}” would fit too: look before you approve.`);
  }
  return reasons;
}

function fallback(
  ranked: { template: AgentTemplate; support: number }[],
  templates: readonly AgentTemplate[],
  pages: number,
): TemplateMatch {
  const general = templateById(templates, fallbackTemplateId);
  const read = pages === 0 ? 'and none of its pages were read' : 'and its pages use no vocabulary that tells';
  return {
    templateId: general.id,
    confidence: fallbackConfidence,
    reasons: [
      `Neither its name nor its address names a known field of work, ${read}: the general template is used.`,
    ],
    alternatives: alternativesOf(ranked),
  };
}

function alternativesOf(
  ranked: { template: AgentTemplate; support: number }[],
): AgentProposal['template']['alternatives'] {
  return ranked
    .filter((each) => each.support > 0.05)
    .slice(0, alternativesShown)
    .map(({ template, support }) => ({
      id: template.id,
      title: template.title,
      confidence: rounded(support),
    }));
}

const quoted = (words: readonly string[]): string => words.map((each) => `“${each}”`).join(' and ');

const rounded = (value: number): number => Math.round(Math.min(0.99, value) * 100) / 100;
