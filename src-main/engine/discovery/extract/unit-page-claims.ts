import { fold } from './clean-text.js';
import { labelKind } from './group-labels.js';
import type { PageReading, PageTable } from './page-reading.js';
import { shapeWeight, type UnitClaim } from './unit-claims.js';
import { isUnitHome } from './unit-groups.js';
import { cleanUnitName, nameShape } from './unit-names.js';

/** "Home > Departments > Finance": what follows the crumb of units is a unit. */
export function trailClaims(pages: readonly PageReading[], place: readonly string[]): UnitClaim[] {
  const claims: UnitClaim[] = [];
  for (const page of pages) {
    const index = page.breadcrumbs.findIndex((crumb) => labelKind(crumb.label, place) === 'units');
    const crumb = index < 0 ? undefined : page.breadcrumbs[index + 1];
    if (crumb === undefined) continue;
    const name = cleanUnitName(crumb.label);
    const shape = shapeWeight[nameShape(name)];
    if (shape < -2 || name.length > 110) continue;
    const isLast = index + 2 === page.breadcrumbs.length;
    const href = crumb.href ?? (isLast ? page.url : undefined);
    const claim: UnitClaim = {
      name,
      weight: 1.6 + shape,
      structure: 'breadcrumb',
      under: page.breadcrumbs[index]?.label ?? '',
      page,
      quote: crumb.label,
      pages: 1,
    };
    claims.push(href === undefined ? claim : { ...claim, href });
  }
  return claims;
}

/** A page exactly one below a folder of units, by the name in its first heading. */
export function pageClaims(pages: readonly PageReading[], place: readonly string[]): UnitClaim[] {
  const claims: UnitClaim[] = [];
  for (const page of pages) {
    if (!isUnitHome(page.url)) continue;
    const heading = page.headings.find((entry) => entry.level === 1) ?? page.headings[0];
    if (heading === undefined || labelKind(heading.text, place) !== 'unknown') continue;
    const name = cleanUnitName(heading.text);
    const shape = nameShape(name);
    if (shape !== 'unit' && shape !== 'function') continue;
    claims.push({
      name,
      href: page.url,
      weight: 1.1 + shapeWeight[shape],
      structure: 'page',
      under: '',
      page,
      quote: heading.text,
      pages: 1,
    });
  }
  return claims;
}

const unitColumn =
  /^(?:department|office|division|agency|bureau|unit|department name|department office|office name)s?$/;

/** Tables with a column of units: directories and staff lists. */
export function tableClaims(pages: readonly PageReading[]): UnitClaim[] {
  const claims: UnitClaim[] = [];
  for (const page of pages) {
    for (const table of page.tables) {
      const column = table.header.findIndex((cell) => unitColumn.test(fold(cell)));
      if (column < 0 || holdsFigures(table)) continue;
      const cells = new Map<string, { text: string; href?: string }>();
      for (const row of table.rows) {
        const cell = row[column];
        if (cell !== undefined && cell.text !== '' && !cells.has(fold(cell.text)))
          cells.set(fold(cell.text), cell);
      }
      if (cells.size < 3) continue;
      for (const cell of cells.values()) {
        const name = cleanUnitName(cell.text);
        const weight = 1.2 + shapeWeight[nameShape(name)];
        if (weight <= 0) continue;
        const under = table.header[column] ?? '';
        const claim: UnitClaim = {
          name,
          weight,
          structure: 'directory',
          under,
          page,
          quote: cell.text,
          pages: 1,
        };
        claims.push(cell.href === undefined ? claim : { ...claim, href: cell.href });
      }
    }
  }
  return claims;
}

/** Budgets and statistics name units too, by functions and totals rather than as they are organised. */
function holdsFigures(table: PageTable): boolean {
  const width = Math.min(12, table.header.length);
  for (let column = 0; column < width; column += 1) {
    const figures = table.rows.filter((row) =>
      /^[($£€-]{0,3}\d[\d,. ]*(?:[%)kKmM]| ?(?:million|billion|thousand|bn))?$/.test(row[column]?.text ?? ''),
    );
    if (figures.length > table.rows.length / 2) return true;
  }
  return false;
}

/** Units that the page declares as schema.org organisations with a parent, and that a visitor sees too. */
export function schemaClaims(pages: readonly PageReading[]): UnitClaim[] {
  const claims: UnitClaim[] = [];
  for (const page of pages) {
    for (const node of page.schema) {
      const isUnit =
        node.types.includes('GovernmentOffice') ||
        (node.parent !== undefined && node.types.some((type) => type.endsWith('Organization')));
      if (!isUnit || node.name === undefined) continue;
      const visible = page.lines.find((line) => line.text.includes(node.name ?? ''));
      if (visible === undefined) continue;
      const name = cleanUnitName(node.name);
      claims.push({
        name,
        weight: 2 + shapeWeight[nameShape(name)],
        structure: 'schema.org',
        under: '',
        page,
        quote: node.name,
        pages: 1,
      });
    }
  }
  return claims;
}
