import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Desktop, expect, test } from './fixtures.js';
import { OnboardingPage } from './pages/onboarding-page.js';

const town = 'Town of Larkspur Hollow';

/** A page that is empty until its script has run; the script then asks `address` as well. */
const scriptBuilt = (address: string): string => `<!doctype html>
<html lang="en"><head><title>${town}</title></head><body><div id="root"></div><script>
  const root = document.getElementById('root');
  const add = (tag, text) => { const made = document.createElement(tag); made.textContent = text; root.append(made); };
  add('h1', 'Welcome to the ' + document.title);
  add('p', 'The ferry leaves' + ' at noon.');
  fetch(${JSON.stringify(address)}).then((answer) => answer.text()).then(
    (text) => add('p', 'The other machine said: ' + text),
    () => add('p', 'The other machine was' + ' not reached.'),
  );
</script></body></html>`;

interface Site {
  port: number;
  requests: string[];
  close(): Promise<void>;
}

async function listen(host: string, answer: (path: string) => string | null): Promise<Site> {
  const requests: string[] = [];
  const handle: RequestListener = (request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const text = answer(path);
    response.writeHead(text === null ? 404 : 200, {
      'Content-Type': 'text/html; charset=utf-8',
      // The refusal must be the desktop's, not the browser's own rule about other origins.
      'Access-Control-Allow-Origin': '*',
    });
    response.end(text ?? '');
  };
  const server: Server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Reads `source` in the real window, with this host allowed by name. */
async function read(
  { page }: Desktop,
  source: string,
  options: { host: string; render: boolean },
): Promise<void> {
  await page.goto('app://aios/index.html#/onboarding/source');
  await page.getByLabel('Website address or path').fill(source);
  const hosts = page.getByRole('combobox', { name: 'Allowed private hosts' });
  await hosts.fill(options.host);
  await hosts.press('Enter');
  if (options.render) await page.getByRole('switch', { name: 'Render pages that scripts build' }).click();
  await page.getByRole('button', { name: 'Start reading' }).click();
  await new OnboardingPage(page).finishReading();
}

/** The stored text of the page on which the organisation's name was found. */
async function storedText({ page }: Desktop): Promise<string> {
  await page.getByRole('button', { name: `Evidence for ${town}` }).click();
  const text = page.getByRole('region', { name: 'Text of the page' });
  await expect(text).toBeVisible();
  return text.innerText();
}

test('pages that scripts build are read in a hidden window, which reaches no address that was not named', async ({
  desktop,
}) => {
  const hidden = await listen('127.0.0.2', () => 'what only this network may know');
  const secret = `http://127.0.0.2:${hidden.port}/secret`;
  const site = await listen('127.0.0.1', (path) => (path === '/' ? scriptBuilt(secret) : null));
  try {
    await read(desktop, `http://127.0.0.1:${site.port}/`, { host: '127.0.0.1', render: true });
    const text = await storedText(desktop);
    expect(text).toContain('The ferry leaves at noon.');
    expect(text).toContain('The other machine was not reached.');
    expect(hidden.requests).toEqual([]);
    // Once by the reader, once by the hidden window.
    expect(site.requests.filter((path) => path === '/')).toHaveLength(2);
  } finally {
    await site.close();
    await hidden.close();
  }
});

test('without rendering no script of a page runs', async ({ desktop }) => {
  const site = await listen('127.0.0.1', (path) => (path === '/' ? scriptBuilt('/asked') : null));
  try {
    await read(desktop, `http://127.0.0.1:${site.port}/`, { host: '127.0.0.1', render: false });
    expect(await storedText(desktop)).not.toContain('ferry');
    expect(site.requests).not.toContain('/asked');
  } finally {
    await site.close();
  }
});
