import { canonicalUrl } from './canonical-url.js';
import type { SourceLimits } from './source-limits.js';

export interface RenderedPage {
  url: string;
  body: Buffer;
  contentType: string;
}

/**
 * Lets the hidden window render a page. `undefined` when it fails, takes too long or gives too much: the page as it was
 * fetched is then used.
 */
export async function renderPage(
  render: (url: string) => Promise<{ html: string; finalUrl: string }>,
  url: string,
  limits: SourceLimits,
): Promise<RenderedPage | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limits.renderMs);
  });
  try {
    const rendered = await Promise.race([render(url), late]);
    if (rendered === undefined) return undefined;
    const finalUrl = canonicalUrl(rendered.finalUrl);
    if (finalUrl === undefined || rendered.html.length > limits.pageBytes) return undefined;
    return {
      url: finalUrl,
      body: Buffer.from(rendered.html, 'utf8'),
      contentType: 'text/html; charset=utf-8',
    };
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
