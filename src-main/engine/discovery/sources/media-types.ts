const documentTypes: Record<string, string> = {
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  rtf: 'application/rtf',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  csv: 'text/csv',
  epub: 'application/epub+zip',
};

const archive = /\.(?:zip|warc|wacz|7z|rar|tar|tgz|gz|bz2|xz|zst|jar)$/i;
const asset =
  /\.(?:css|js|mjs|map|json|xml|rss|atom|txt|png|jpe?g|gif|svg|webp|avif|bmp|ico|tiff?|woff2?|ttf|otf|eot|mp[34]|m4[av]|avi|mov|wmv|webm|og[gv]|wav|ics|vcf|exe|dmg|msi|apk|swf|kmz|kml|shp|dwg)$/i;
const html = /\.(?:html?|xhtml|xht|shtml|php\d?|aspx?|jsp|cfm|cgi|mhtml)$/i;
/** wget names a second copy of a page `index.html.1`. */
const numberedHtml = /\.(?:html?|aspx?|php)\.\d{1,3}$/i;

function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** The MIME type of a document (PDF, office file) by its name's extension, else `undefined`. */
export function documentType(name: string): string | undefined {
  const extension = extensionOf(name);
  return Object.hasOwn(documentTypes, extension) ? documentTypes[extension] : undefined;
}

/** Whether a URL's path or a file's name can only be page furniture: styles, scripts, pictures, media, feeds. */
export function isAssetName(name: string): boolean {
  return asset.test(name) || isArchiveName(name);
}

export function isArchiveName(name: string): boolean {
  return archive.test(name);
}

/** What a file of a mirror is, by its name alone; `unknown` needs a look at its first bytes. */
export function fileRole(name: string): 'html' | 'text' | 'document' | 'archive' | 'asset' | 'unknown' {
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (/^llms(?:-full)?\.txt$/i.test(base)) return 'text';
  if (html.test(base) || numberedHtml.test(base)) return 'html';
  if (documentType(base) !== undefined) return 'document';
  if (isArchiveName(base)) return 'archive';
  if (isAssetName(base)) return 'asset';
  return 'unknown';
}

export function isHtmlType(contentType: string): boolean {
  return /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
}

/** Whether bytes begin as an HTML page does (WHATWG MIME Sniffing §7.1, a little wider); UTF-16 too. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 2048))
    .toString('latin1')
    .replaceAll('\0', '');
  return /^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?\s*(?:<!--[\s\S]*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|style|link|div|h[1-6]|p|table|main|section|header|nav|ul)\b/i.test(
    head,
  );
}
