/** A statement with its bound values: text never carries data. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Tagged template for one SQL statement: every `${value}` becomes a bound parameter, a nested `Sql` is spliced in.
 * JSON goes in as `${json(value)}::jsonb`.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  const values: unknown[] = [];
  let text = '';
  const append = (literals: readonly string[], inserted: readonly unknown[]): void => {
    literals.forEach((literal, index) => {
      text += literal;
      if (index < inserted.length) {
        values.push(inserted[index]);
        text += `$${values.length}`;
      }
    });
  };
  strings.forEach((literal, index) => {
    text += literal;
    if (index >= parts.length) return;
    const part = parts[index];
    if (isSql(part)) append(splitAtParameters(part), part.values);
    else {
      values.push(part);
      text += `$${values.length}`;
    }
  });
  return { text, values };
}

/** The nothing that can be spliced in where a condition is optional. */
export const emptySql: Sql = { text: '', values: [] };

/** Serialises a value for a `::jsonb` parameter: drivers disagree on what they do with objects and arrays. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}

function isSql(part: unknown): part is Sql {
  return typeof part === 'object' && part !== null && 'text' in part && 'values' in part;
}

function splitAtParameters(part: Sql): string[] {
  return part.text.split(/\$\d+/);
}
