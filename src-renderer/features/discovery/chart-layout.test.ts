import type { Department } from '@shared/contract/organisation-profile.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxHeight, type ChartBox, chartSizes, layoutChart } from './chart-layout.js';

const department = (id: string, kind: Department['kind'] = 'department', parentId?: string): Department => ({
  id,
  name: id,
  kind,
  contacts: [],
  confidence: 1,
  evidence: [{ source: 'https://example.gov/', quote: id }],
  ...(parentId === undefined ? {} : { parentId }),
});

const overlap = (a: ChartBox, b: ChartBox) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const organisations = fc
  .uniqueArray(fc.integer({ min: 0, max: 80 }), { maxLength: 45 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc
          .tuple(
            fc.constantFrom<Department['kind']>(
              'department',
              'office',
              'division',
              'board',
              'elected office',
            ),
            fc.option(fc.integer({ min: 0, max: 90 })),
          )
          .map(([kind, parent]) => department(`d${id}`, kind, parent === null ? undefined : `d${parent}`)),
      ),
    ),
  );

describe('layoutChart', () => {
  it('shows every department once, inside the width, none over another', () => {
    fc.assert(
      fc.property(organisations, fc.integer({ min: 230, max: 1600 }), (departments, width) => {
        const { boxes, height, root } = layoutChart(departments, width);
        expect(boxes.map((box) => box.department.id).sort()).toEqual(departments.map((d) => d.id).sort());
        for (const box of boxes) {
          expect(box.x + box.width).toBeLessThanOrEqual(width);
          expect(box.y + box.height).toBeLessThanOrEqual(height);
          expect(box.y).toBeGreaterThan(root.height);
        }
        boxes.forEach((a, i) => {
          for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false);
        });
      }),
    );
  });

  it('hangs a part under its department', () => {
    const { boxes } = layoutChart([department('works'), department('streets', 'division', 'works')], 900);
    const [works, streets] = boxes;
    expect(streets?.depth).toBe(1);
    expect(streets?.y).toBeGreaterThan(works?.y ?? 0);
  });

  it('loses nobody to a parent that does not exist or to a circle', () => {
    const { boxes } = layoutChart(
      [
        department('a', 'department', 'b'),
        department('b', 'department', 'a'),
        department('c', 'department', 'z'),
      ],
      900,
    );
    expect(boxes).toHaveLength(3);
  });

  it('puts elected offices before departments and boards last', () => {
    const { bands } = layoutChart(
      [department('x', 'board'), department('y'), department('z', 'elected office')],
      900,
    );
    expect(bands.map((band) => band.label)).toEqual([
      'Elected offices',
      'Departments and agencies',
      'Boards',
    ]);
  });
});

describe('boxHeight', () => {
  it('grows with the name, never shrinks, and leaves room for a word that is longer than a line', () => {
    const one = boxHeight('Fire', 180, 1);
    expect(boxHeight('Fire Department of the Consolidated Metropolitan Government', 180, 1)).toBeGreaterThan(
      one,
    );
    expect(boxHeight('x'.repeat(60), 180, 1)).toBeGreaterThan(one + 2 * chartSizes.line);
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, more) => {
        expect(boxHeight(`${name} ${more}`, 180, 1)).toBeGreaterThanOrEqual(
          boxHeight(name.trimEnd(), 180, 1),
        );
      }),
    );
  });
});
