/** The nonce that the page was served with: the only styles that the policy accepts carry it. Empty without one. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
