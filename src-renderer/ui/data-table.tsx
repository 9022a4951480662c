import { Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useAppearance } from '../app/appearance.js';
import classes from './data-table.module.css';
import { compareValues, type SortValue } from './filter-rows.js';

export interface Column<T> {
  id: string;
  header: string;
  /** CSS width; columns without one share what is left. */
  width?: string;
  cell: (row: T) => ReactNode;
  /** What the column is sorted by; without it the column cannot be sorted. */
  sortBy?: (row: T) => SortValue;
  align?: 'right';
  /** Left out when the window is narrow: what is also found elsewhere. */
  secondary?: boolean;
}

export interface DataTableProps<T> {
  /** Accessible name of the table. */
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowId: (row: T) => string;
  /** Opens the row: Enter on it, or a click anywhere in it. */
  onOpen?: (row: T) => void;
  selected?: string | null;
  /** Shown instead of rows. */
  empty: ReactNode;
  /** Called when the end of the rows comes into sight. */
  onEnd?: () => void;
  /** Height of the scrolling body when there are many rows. */
  height?: string;
}

/** Fewer rows than this are simply in the page; more scroll in a window of their own and only the visible are drawn. */
const virtualFrom = 120;

/**
 * The one table: dense, sortable, and usable from the keyboard (j, k, arrows, Home, End, Enter). The first cell of a
 * row is its button, and only one of them is a tab stop.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const { rows, columns, rowId, onOpen, selected = null, onEnd } = props;
  const [sort, setSort] = useState<{ id: string; down: boolean } | null>(null);
  const [active, setActive] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const singleKeys = useAppearance((state) => state.singleKeys);
  const sorted = sortRows(rows, columns, sort);
  const virtual = sorted.length >= virtualFrom || onEnd !== undefined;
  const virtualizer = useVirtualizer({
    count: virtual ? sorted.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => 41,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const lastIndex = last?.index ?? -1;
  useEffect(() => {
    if (onEnd !== undefined && lastIndex >= sorted.length - 20) onEnd();
  }, [onEnd, lastIndex, sorted.length]);

  const move = (to: number) => {
    const index = Math.max(0, Math.min(sorted.length - 1, to));
    setActive(index);
    if (virtual) virtualizer.scrollToIndex(index);
    // The row may have to be drawn first.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"] [data-row-open]`)?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = nextIndex(event, { active, count: sorted.length, singleKeys });
    if (to === null || !(event.target as HTMLElement).matches('[data-row-open]')) return;
    event.preventDefault();
    move(to);
  };

  const shown = virtual ? items.map((item) => item.index) : sorted.map((_, index) => index);
  const tabStop = shown.includes(active) ? active : (shown[0] ?? 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the buttons inside
    <div
      className={classes.scroller}
      ref={scroller}
      onKeyDown={onKeyDown}
      style={virtual ? { height: props.height ?? 'calc(100vh - 250px)', overflowY: 'auto' } : undefined}
    >
      <table className={classes.table} aria-label={props.label} aria-rowcount={sorted.length + 1}>
        <colgroup>
          {columns.map((column) => (
            <col
              key={column.id}
              data-secondary={column.secondary}
              style={column.width === undefined ? undefined : { width: column.width }}
            />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {first !== undefined && first.start > 0 && <Spacer height={first.start} columns={columns.length} />}
          {shown.map((index) => {
            const row = sorted[index];
            if (row === undefined) return null;
            const id = rowId(row);
            return (
              <tr
                key={id}
                data-row={index}
                data-index={index}
                data-selected={id === selected || undefined}
                data-clickable={onOpen !== undefined || undefined}
                aria-rowindex={index + 2}
                ref={virtual ? virtualizer.measureElement : undefined}
                onClick={(event) => {
                  setActive(index);
                  if (onOpen !== undefined && !isControl(event.target)) onOpen(row);
                }}
              >
                {columns.map((column, at) => (
                  <td key={column.id} data-align={column.align} data-secondary={column.secondary}>
                    {at === 0 && onOpen !== undefined ? (
                      <button
                        type="button"
                        className={classes.open}
                        data-row-open
                        tabIndex={index === tabStop ? 0 : -1}
                        onFocus={() => setActive(index)}
                        onClick={() => onOpen(row)}
                      >
                        {column.cell(row)}
                      </button>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
          {last !== undefined && (
            <Spacer height={virtualizer.getTotalSize() - last.end} columns={columns.length} />
          )}
        </tbody>
      </table>
      {sorted.length === 0 && <div className={classes.none}>{props.empty}</div>}
    </div>
  );
}

/** Whether a click meant something inside the row rather than the row. */
function isControl(target: EventTarget): boolean {
  return (
    target instanceof Element && target.closest('button, a, input, select, textarea, [role="menu"]') !== null
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0, border: 'none' }} />
    </tr>
  );
}

interface HeaderCellProps<T> {
  column: Column<T>;
  sort: { id: string; down: boolean } | null;
  onSort: (sort: { id: string; down: boolean } | null) => void;
}

function HeaderCell<T>({ column, sort, onSort }: HeaderCellProps<T>) {
  const mine = sort?.id === column.id ? sort : null;
  if (column.sortBy === undefined) {
    return (
      <th scope="col" data-align={column.align} data-secondary={column.secondary}>
        {column.header === '' ? <span className="visually-hidden">Actions</span> : column.header}
      </th>
    );
  }
  const next =
    mine === null ? { id: column.id, down: false } : mine.down ? null : { id: column.id, down: true };
  return (
    <th
      scope="col"
      data-align={column.align}
      data-secondary={column.secondary}
      aria-sort={mine === null ? 'none' : mine.down ? 'descending' : 'ascending'}
    >
      <button type="button" className={classes.sort} onClick={() => onSort(next)}>
        {column.header}
        {mine !== null &&
          (mine.down ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />)}
      </button>
    </th>
  );
}

function sortRows<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  sort: { id: string; down: boolean } | null,
): readonly T[] {
  const sortBy = columns.find((column) => column.id === sort?.id)?.sortBy;
  if (sort === null || sortBy === undefined) return rows;
  const sign = sort.down ? -1 : 1;
  return rows.slice().sort((a, b) => sign * compareValues(sortBy(a), sortBy(b)));
}

/** Where a key leads, or null when it is not one of the table's. */
export function nextIndex(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  at: { active: number; count: number; singleKeys: boolean },
): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  switch (event.key) {
    case 'j':
      return at.singleKeys ? at.active + 1 : null;
    case 'k':
      return at.singleKeys ? at.active - 1 : null;
    case 'ArrowDown':
      return at.active + 1;
    case 'ArrowUp':
      return at.active - 1;
    case 'PageDown':
      return at.active + 15;
    case 'PageUp':
      return at.active - 15;
    case 'Home':
      return 0;
    case 'End':
      return at.count - 1;
    default:
      return null;
  }
}

/** What a table without rows says: nothing at all, or nothing that fits the filter. */
export function NoRows({ filtered, text }: { filtered: boolean; text: string }) {
  return (
    <Text size="sm" c="dimmed">
      {filtered ? 'Nothing fits the filter.' : text}
    </Text>
  );
}
