/** Part of a page, as its author marked it (element, ARIA role, or the usual class names). */
export type Region = 'nav' | 'breadcrumb' | 'header' | 'footer' | 'aside' | 'main' | 'body';

export type OutlineKind = 'region' | 'heading' | 'summary' | 'item' | 'term' | 'row';

/**
 * A labelled thing on the page and what stands under it: a menu entry with its submenu, a heading with its section, an
 * accordion title with its panel, a list entry. Menus, directories, cards and accordions all have this one shape.
 */
export interface OutlineNode {
  kind: OutlineKind;
  /** The words on the page, white space collapsed; empty for regions. */
  label: string;
  href?: string;
  /** 1–6 for headings, 7 for a heading inside a list, 8 for entries, 0 for regions. */
  level: number;
  region: Region;
  /** Nodes of one list, or of blocks that look alike, share a run: siblings in the author's eyes. */
  run: string;
  /** What else stands in the entry: a card's description, a phone number. At most 300 characters. */
  note?: string;
  children: OutlineNode[];
}

/** One line of visible text: what a block element or a line break delimits. */
export interface TextLine {
  text: string;
  tag: string;
  region: Region;
  /** Index into `headings` of the nearest heading before it, -1 before the first. */
  heading: number;
  /** Lines of the same block element share a number. */
  block: number;
  /** The bold words with which the line begins. */
  strong?: string;
  /** Class names of the block that carry meaning (`name`, `job-title`, `fn` …). */
  hint?: string;
  links?: { text: string; href: string }[];
}

export interface PageLink {
  href: string;
  text: string;
  rel?: string;
  region: Region;
}

export interface ContentBlock {
  heading: string;
  /** Id of the nearest heading or section, for a link to this passage. */
  anchor?: string;
  text: string;
}

export interface PageTable {
  caption: string;
  heading: number;
  header: string[];
  rows: { text: string; href?: string }[][];
}

/** A schema.org node of a JSON-LD script, `@graph` flattened. */
export interface SchemaNode {
  types: string[];
  name?: string;
  url?: string;
  telephone?: string;
  email?: string;
  jobTitle?: string;
  parent?: string;
}

/** Everything that discovery and knowledge documents need of one page; holds no reference to the page's source. */
export interface PageReading {
  url: string;
  canonical?: string;
  title: string;
  language?: string;
  description?: string;
  siteName?: string;
  retrievedAt: string;
  headings: { level: number; text: string; region: Region; anchor?: string }[];
  breadcrumbs: { label: string; href?: string }[];
  /** One tree a page: regions at the top, everything else below. */
  outline: OutlineNode[];
  lines: TextLine[];
  tables: PageTable[];
  images: { alt: string; heading: number }[];
  schema: SchemaNode[];
  links: PageLink[];
  /** Addresses of PDF documents among the links. */
  pdfs: string[];
  /** E-mail addresses of `mailto:` links, decoded. */
  emails: { address: string; text: string; region: Region }[];
  /** Main text as cleaned paragraphs, for knowledge documents and for showing a quote in its context. */
  blocks: ContentBlock[];
}
