/** `1.4 MB`: bytes in decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = Math.max(0, bytes);
  let unit = 0;
  // 999.95 would be shown as "1000.0": go on to the next unit before.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** `850 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.round(ms / 1000);
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });
const numbers = new Intl.NumberFormat();

/** Local date and time of an ISO 8601 text; the text itself when it is none. */
export function formatTime(iso: string, style: 'medium' | 'seconds' = 'medium'): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  return (style === 'medium' ? dateTime : exact).format(time);
}

export function formatCount(count: number): string {
  return numbers.format(count);
}

/** `1 agent`, `2 agents`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `93 %` of a 0..1 confidence; the space does not break. */
export function formatShare(share: number): string {
  return `${Math.round(share * 100)}\u00a0%`;
}

/** `sha256:0123456789ab…` or `0123456789ab…`: enough of a hash to compare by eye. */
export function shortHash(hash: string): string {
  const [, prefix = '', hex = ''] = /^(sha256:)?(.*)$/s.exec(hash) ?? [];
  return hex.length <= 16 ? hash : `${prefix}${hex.slice(0, 12)}…`;
}

/** The beginning of a random identifier, enough to tell it from its neighbours; a telling one as it is. */
export function shortId(id: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(id) ? `${id.slice(0, 8)}…` : id;
}

/** A page's address as short as it stays readable: without scheme, `www.` and a closing slash. */
export function shortUrl(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
}

/** `set-mode-default` → `Set mode default`. */
export function sentence(kebab: string): string {
  const words = kebab.replace(/[-_.]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
