import { describe, expect, it } from 'vitest';
import { completeSource, guessSource } from './source-kind.js';

describe('guessSource', () => {
  it.each([
    ['https://www.example.gov', 'url'],
    ['example.gov/departments', 'url'],
    ['localhost.test:8080', 'url'],
    ['/media/usb/site', 'folder'],
    ['C:\\copies\\site', 'folder'],
    ['~/site.ZIP', 'zip'],
    ['/media/usb/crawl.warc.gz', 'warc'],
    ['', 'none'],
    ['our city', 'none'],
    ['clerk@example.gov', 'none'],
  ])('%s is %s', (source, kind) => {
    expect(guessSource(source).kind).toBe(kind);
  });

  it('completes a bare host and leaves the rest as it is', () => {
    expect(completeSource(' example.gov ')).toBe('https://example.gov');
    expect(completeSource('http://example.gov')).toBe('http://example.gov');
    expect(completeSource('/media/usb/site')).toBe('/media/usb/site');
  });
});
