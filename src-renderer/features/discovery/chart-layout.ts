import type { Department } from '@shared/contract/organisation-profile.js';

/** A box of the organisation chart, in pixels from the chart's upper left corner. */
export interface ChartBox {
  department: Department;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Parts of the department: they hang below it. */
  depth: 0 | 1;
}

export interface ChartBand {
  label: string;
  count: number;
  y: number;
}

export interface ChartLayout {
  width: number;
  height: number;
  root: { x: number; y: number; width: number; height: number };
  bands: ChartBand[];
  boxes: ChartBox[];
  /** SVG path data of the lines between them. */
  lines: string[];
}

/** Sizes in pixels. */
export const chartSizes = {
  rootWidth: 460,
  /** One line of a name or of a head, and what is above and below them together. */
  line: 17,
  padding: 16,
  /** Width that a letter of a name takes at most on average, and what is left and right of it together. */
  letter: 8,
  margin: 26,
  minBoxWidth: 172,
  gap: 12,
  bandLabel: 26,
  trunk: 22,
} as const;

/** Height of a box in which the whole name fits: words are never cut off. `lines` are those below the name. */
export function boxHeight(name: string, width: number, lines: number): number {
  const { letter, line, margin, padding } = chartSizes;
  const perLine = Math.max(1, Math.floor((width - margin) / letter));
  let nameLines = 1;
  let used = 0;
  for (const word of name.split(/\s+/)) {
    if (used > 0 && used + 1 + word.length > perLine) {
      nameLines++;
      used = 0;
    }
    used += (used > 0 ? 1 : 0) + word.length;
    // A word longer than a line is broken.
    nameLines += Math.floor(Math.max(0, used - 1) / perLine);
    used = used > perLine ? ((used - 1) % perLine) + 1 : used;
  }
  return padding + (nameLines + lines) * line;
}

const bandsInOrder: readonly { kinds: readonly Department['kind'][]; label: string }[] = [
  { kinds: ['elected office'], label: 'Elected offices' },
  { kinds: ['department', 'agency'], label: 'Departments and agencies' },
  { kinds: ['office'], label: 'Offices' },
  { kinds: ['division'], label: 'Divisions' },
  { kinds: ['board'], label: 'Boards' },
];

/**
 * Lays the organisation out in bands by kind, as many boxes a row as the width holds, so that sixteen and forty
 * departments both fit without a horizontal scroll bar. A trunk runs down the left side; each row has its own bus.
 */
export function layoutChart(
  departments: readonly Department[],
  width: number,
  organisation = '',
): ChartLayout {
  const size = chartSizes;
  const inner = Math.max(width - size.trunk, size.minBoxWidth);
  const columns = Math.max(1, Math.floor((inner + size.gap) / (size.minBoxWidth + size.gap)));
  const boxWidth = Math.floor((inner - (columns - 1) * size.gap) / columns);
  const rootWidth = Math.min(size.rootWidth, width);
  const root = { x: 0, y: 0, width: rootWidth, height: boxHeight(organisation, rootWidth, 1) };
  const layout: ChartLayout = { width, height: root.height, root, bands: [], boxes: [], lines: [] };
  const parts = partsByParent(departments);
  const tops = departments.filter((department) => !parts.isPart.has(department.id));

  let y = root.height;
  let lastBus = 0;
  const trunkX = 8;
  for (const band of bandsInOrder) {
    const members = tops.filter((department) => band.kinds.includes(department.kind));
    if (members.length === 0) continue;
    layout.bands.push({ label: band.label, count: members.length, y: y + 12 });
    y += size.bandLabel + 12;
    for (let first = 0; first < members.length; first += columns) {
      const row = members.slice(first, first + columns);
      const bus = y;
      lastBus = bus;
      y += size.gap;
      let rowHeight = 0;
      row.forEach((department, column) => {
        const x = size.trunk + column * (boxWidth + size.gap);
        const below = parts.of.get(department.id) ?? [];
        rowHeight = Math.max(rowHeight, placeColumn(layout, department, below, { x, y, width: boxWidth }));
      });
      const busEnd = size.trunk + (row.length - 1) * (boxWidth + size.gap) + Math.floor(boxWidth / 2);
      layout.lines.push(`M${trunkX} ${bus}H${busEnd}`);
      y += rowHeight + size.gap;
    }
  }
  if (lastBus > 0) layout.lines.push(`M${trunkX} ${root.height}V${lastBus}`);
  layout.height = y;
  return layout;
}

/** Places a department and its parts one under the other; returns the height they take. */
function placeColumn(
  layout: ChartLayout,
  department: Department,
  parts: readonly Department[],
  at: { x: number; y: number; width: number },
): number {
  const { gap } = chartSizes;
  const ownHeight = boxHeight(department.name, at.width, 1);
  const middle = at.x + Math.floor(at.width / 2);
  layout.lines.push(`M${middle} ${at.y - gap}V${at.y}`);
  layout.boxes.push({ department, x: at.x, y: at.y, width: at.width, height: ownHeight, depth: 0 });
  let height = ownHeight;
  const indent = 16;
  for (const part of parts) {
    const y = at.y + height + 6;
    const partHeight = boxHeight(part.name, at.width - indent, 0);
    layout.boxes.push({
      department: part,
      x: at.x + indent,
      y,
      width: at.width - indent,
      height: partHeight,
      depth: 1,
    });
    layout.lines.push(`M${at.x + 6} ${y - 6}V${y + partHeight / 2}H${at.x + indent}`);
    height += partHeight + 6;
  }
  return height;
}

/**
 * Whose part each department is. A part of a part is shown with the topmost one; a parent that does not exist, and a
 * circle, make nothing disappear.
 */
function partsByParent(departments: readonly Department[]): {
  of: Map<string, Department[]>;
  isPart: Set<string>;
} {
  const byId = new Map(departments.map((department) => [department.id, department]));
  const of = new Map<string, Department[]>();
  const isPart = new Set<string>();
  for (const department of departments) {
    const top = topmost(department, byId);
    if (top === null || top.id === department.id) continue;
    isPart.add(department.id);
    of.set(top.id, [...(of.get(top.id) ?? []), department]);
  }
  return { of, isPart };
}

function topmost(department: Department, byId: Map<string, Department>): Department | null {
  const seen = new Set<string>();
  let current = department;
  while (current.parentId !== undefined) {
    if (seen.has(current.id)) return null;
    seen.add(current.id);
    const parent = byId.get(current.parentId);
    if (parent === undefined) break;
    current = parent;
  }
  return current;
}
