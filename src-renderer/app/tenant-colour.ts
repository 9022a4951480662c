/** Backgrounds on which white text has a contrast of at least 4.5; far enough apart to be told from each other. */
export const tenantColours = [
  '#1f5a9c',
  '#8a3b12',
  '#1b6b47',
  '#7a2a6b',
  '#5b5f00',
  '#a3253f',
  '#00616b',
  '#4a3aa7',
  '#2f4858',
  '#9a4a00',
  '#3d6b00',
  '#86198f',
  '#6d4c41',
] as const;

export interface TenantMark {
  /** One or two letters. */
  initials: string;
  colour: string;
}

/** The colour and letters by which a client is recognised on every screen. The same id always gets the same colour. */
export function tenantMark(tenant: { id: string; name: string }): TenantMark {
  let hash = 2166136261;
  for (const character of tenant.id) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  }
  const words = tenant.name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !/^(the|of|city|county|town|and)$/i.test(word));
  const letters = (telling.length > 0 ? telling : words).slice(0, 2).map((word) => [...word][0] ?? '');
  return {
    initials: letters.join('').toUpperCase() || '?',
    colour: tenantColours[(hash >>> 0) % tenantColours.length] ?? tenantColours[0],
  };
}
