export type GuessedSource =
  | { kind: 'url' | 'folder' | 'zip' | 'warc'; text: string }
  | { kind: 'none'; text: string };

/** What a typed or dropped source looks like, in words; the engine decides what it is. */
export function guessSource(source: string): GuessedSource {
  const text = source.trim();
  if (text === '') return { kind: 'none', text: 'An address, or the path of a folder, zip or WARC file.' };
  if (/^https?:\/\//i.test(text))
    return { kind: 'url', text: 'Website: its pages are read politely, robots.txt is obeyed.' };
  if (/\.warc(\.gz)?$/i.test(text))
    return { kind: 'warc', text: 'WARC archive: pages as they were recorded.' };
  if (/\.zip$/i.test(text)) return { kind: 'zip', text: 'Zip with a copy of the site.' };
  if (/^([/\\~.]|[a-z]:[/\\])/i.test(text))
    return { kind: 'folder', text: 'Folder with a copy of the site.' };
  if (/^[^\s/\\@]+\.[a-z]{2,}(:\d+)?(\/\S*)?$/i.test(text)) {
    return { kind: 'url', text: `Website: https://${text} will be read.` };
  }
  return { kind: 'none', text: 'This is neither a web address nor a full path.' };
}

/** What is sent to the engine: a bare host gets its scheme, everything else is as typed. */
export function completeSource(source: string): string {
  const text = source.trim();
  return guessSource(text).kind === 'url' && !/^https?:\/\//i.test(text) ? `https://${text}` : text;
}
