/**
 * Characters and names of XML 1.0, and references to them.
 * @see https://www.w3.org/TR/xml/
 */

// Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF], as what is not one
// oxlint-disable-next-line no-control-regex -- these are what XML excludes
const NOT_A_CHARACTER = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;
const NAME =
  /[A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}][-.0-9A-Z_a-z\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u200C-\u200D\u203F-\u2040\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}]*/uy;

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Where the first character stands that no XML document may contain; -1 when there is none. */
export function findNonCharacter(text: string): number {
  return text.search(NOT_A_CHARACTER);
}

/** Where the name (without colon) that starts at `offset` ends; `offset` itself when none starts there. */
export function endOfName(text: string, offset: number): number {
  NAME.lastIndex = offset;
  return NAME.test(text) ? NAME.lastIndex : offset;
}

/**
 * Replaces references by what they stand for: the five predefined entities and characters by number. There are no other entities,
 * since no document type is read, so nothing can expand.
 * @returns undefined when a reference is to something else, or is not ended
 */
export function resolveReferences(text: string): string | undefined {
  let start = text.indexOf('&');
  if (start < 0) return text;
  let resolved = '';
  let from = 0;
  while (start >= 0) {
    const end = text.indexOf(';', start);
    if (end < 0) return undefined;
    const character = referred(text.slice(start + 1, end));
    if (character === undefined) return undefined;
    resolved += text.slice(from, start) + character;
    from = end + 1;
    start = text.indexOf('&', from);
  }
  return resolved + text.slice(from);
}

function referred(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined;
  const code = /^#x[0-9A-Fa-f]{1,8}$/.test(name)
    ? Number.parseInt(name.slice(2), 16)
    : /^#[0-9]{1,8}$/.test(name)
      ? Number(name.slice(1))
      : -1;
  if (code < 0 || code > 0x10ffff) return undefined;
  const character = String.fromCodePoint(code);
  return findNonCharacter(character) < 0 ? character : undefined;
}

// oxlint-disable-next-line no-control-regex -- written by number, as S3 does
const TEXT_SPECIAL = /[&<>\r\u0000-\u0008\u000B\u000C\u000E-\u001F\u0085\u2028]/;
// oxlint-disable-next-line no-control-regex -- written by number, as S3 does
const ATTRIBUTE_SPECIAL = /[&<>"\r\n\t\u0000-\u0008\u000B\u000C\u000E-\u001F\u0085\u2028]/;
const ALL_TEXT_SPECIAL = new RegExp(TEXT_SPECIAL, 'g');
const ALL_ATTRIBUTE_SPECIAL = new RegExp(ATTRIBUTE_SPECIAL, 'g');

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeCharacter(character: string): string {
  return ESCAPES[character] ?? `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
}

/** Character data: markup escaped, and the carriage return, which a reader would take for a line feed. */
export function escapeText(text: string): string {
  return TEXT_SPECIAL.test(text) ? text.replace(ALL_TEXT_SPECIAL, escapeCharacter) : text;
}

/** The value of an attribute, to stand in double quotes: tab and line feed too, which a reader would take for a space. */
export function escapeAttribute(text: string): string {
  return ATTRIBUTE_SPECIAL.test(text) ? text.replace(ALL_ATTRIBUTE_SPECIAL, escapeCharacter) : text;
}

// oxlint-disable-next-line no-control-regex -- these are what XML excludes
const FORBIDDEN = /&#x(?:[0-8BCEF]|1[0-9A-F]);|[\uFFFE\uFFFF]/g;

/** Content with the replacement character for what no XML 1.0 document may contain: a client that fails to read an error tells its user nothing. */
export function withoutForbidden(content: string): string {
  return content.replace(FORBIDDEN, '\uFFFD');
}
