import { AiosError, type ErrorCode } from '@shared/kernel/errors.js';
import type { WebAnswer } from './web-access.js';

const notFoundCodes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);

function codeOf(answer: WebAnswer): ErrorCode {
  if (answer.state === 'blocked') return answer.cause === 'limit' ? 'source_too_large' : 'source_blocked';
  if (answer.state === 'failed')
    return notFoundCodes.has(answer.code) ? 'source_not_found' : 'source_unreadable';
  if (answer.status === 404 || answer.status === 410) return 'source_not_found';
  return answer.status < 300 ? 'source_empty' : 'source_unreadable';
}

/** Words for an answer that is not a page, to follow "…, because". */
export function describeAnswer(answer: WebAnswer): string {
  if (answer.state === 'blocked' || answer.state === 'failed') return answer.reason;
  if (answer.status < 300) return `it is not HTML (${answer.headers['content-type'] ?? 'no content type'})`;
  return `the server answers ${answer.status}`;
}

/** The error with which a crawl ends when not even its first page could be read. */
export function startFailure(url: string, answer: WebAnswer): AiosError {
  const { host } = new URL(url);
  return new AiosError(codeOf(answer), `${url} could not be read: ${describeAnswer(answer)}.`, {
    details: { url, host, reason: describeAnswer(answer) },
  });
}
