import { endOfName, findNonCharacter, resolveReferences } from './characters.ts';
import { type XmlAttribute, type XmlElement, XmlError } from './element.ts';

/** Elements within elements; no request of AWS's needs a tenth of it. */
export const MAX_DEPTH = 200;

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** Namespaces by prefix, and those of the elements around. */
interface Scope {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer: Scope | undefined;
}
const OUTERMOST: Scope = {
  declared: new Map([
    ['', ''],
    ['xml', XML_NAMESPACE],
  ]),
  outer: undefined,
};

/** An element whose end has not been read. */
interface Open {
  readonly qualifiedName: string;
  readonly scope: Scope;
  readonly element: { children: XmlElement[]; text: string } & XmlElement;
}

interface RawAttribute {
  readonly prefix: string;
  readonly name: string;
  readonly value: string;
}

/**
 * Reads an XML 1.0 document: well-formed and with namespaces, or refused. No document type is read, hence no entities but the
 * predefined ones and nothing from outside. Comments and processing instructions are passed over.
 * @param text the document, decoded
 * @returns its root element
 * @throws XmlError
 * @see https://www.w3.org/TR/xml/
 * @see https://www.w3.org/TR/xml-names/
 */
export function readXml(text: string): XmlElement {
  return new Reader(text).read();
}

class Reader {
  readonly #text: string;
  #at = 0;
  readonly #open: Open[] = [];
  #root: XmlElement | undefined;

  constructor(text: string) {
    const whole = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    const bad = findNonCharacter(whole);
    if (bad >= 0) throw new XmlError('Invalid character', bad);
    this.#text = whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole;
  }

  read(): XmlElement {
    const text = this.#text;
    if (/^<\?xml\s/.test(text)) this.#instruction();
    while (this.#at < text.length) {
      const markup = text.indexOf('<', this.#at);
      this.#characters(markup < 0 ? text.length : markup);
      if (markup >= 0) this.#markup();
    }
    if (this.#open.length > 0) throw this.#error('Unexpected end of the document');
    if (!this.#root) throw this.#error('No element');
    return this.#root;
  }

  #error(message: string): XmlError {
    return new XmlError(message, this.#at);
  }

  #markup(): void {
    const text = this.#text;
    if (text.startsWith('</', this.#at)) this.#endTag();
    else if (text.startsWith('<!--', this.#at)) this.#comment();
    else if (text.startsWith('<![CDATA[', this.#at)) this.#characterData();
    else if (text.startsWith('<?', this.#at)) this.#instruction();
    else if (text.startsWith('<!', this.#at)) throw this.#error('Document types are not accepted');
    else this.#startTag();
  }

  /** Text up to the next markup. */
  #characters(end: number): void {
    if (end === this.#at) return;
    const raw = this.#text.slice(this.#at, end);
    const inside = this.#open.at(-1);
    if (!inside) {
      if (/[^\t\n\r ]/.test(raw)) throw this.#error('Text outside the root element');
    } else {
      if (raw.includes(']]>')) throw this.#error('"]]>" in text');
      const resolved = resolveReferences(raw);
      if (resolved === undefined) throw this.#error('Unknown entity');
      inside.element.text += resolved;
    }
    this.#at = end;
  }

  #comment(): void {
    const end = this.#find('--', this.#at + 4);
    if (this.#text[end + 2] !== '>') throw this.#error('"--" in a comment');
    this.#at = end + 3;
  }

  #characterData(): void {
    const inside = this.#open.at(-1);
    if (!inside) throw this.#error('Text outside the root element');
    const end = this.#find(']]>', this.#at);
    inside.element.text += this.#text.slice(this.#at + 9, end);
    this.#at = end + 3;
  }

  #instruction(): void {
    const nameEnd = endOfName(this.#text, this.#at + 2);
    const target = this.#text.slice(this.#at + 2, nameEnd);
    if (target === '' || (target.toLowerCase() === 'xml' && this.#at > 0)) {
      throw this.#error('Invalid processing instruction');
    }
    this.#at = this.#find('?>', nameEnd) + 2;
  }

  #find(end: string, from: number): number {
    const found = this.#text.indexOf(end, from);
    if (found < 0) throw this.#error('Unexpected end of the document');
    return found;
  }

  #endTag(): void {
    this.#at += 2;
    const name = this.#qualifiedName();
    this.#space();
    const last = this.#open.pop();
    if (!last || last.qualifiedName !== name.qualified) throw this.#error('Unexpected end tag');
    this.#expect('>');
  }

  #startTag(): void {
    this.#at++;
    const name = this.#qualifiedName();
    const attributes = this.#attributes();
    const empty = this.#text[this.#at] === '/';
    if (empty) this.#at++;
    this.#expect('>');
    if (this.#open.length === 0 && this.#root) throw this.#error('A second root element');
    if (this.#open.length >= MAX_DEPTH) throw this.#error('Too many elements within each other');

    const scope = this.#scope(attributes);
    const element = {
      name: name.local,
      namespace: this.#resolve(name.prefix, scope),
      attributes: this.#resolved(attributes, scope),
      children: [],
      text: '',
    };
    const parent = this.#open.at(-1);
    if (parent) parent.element.children.push(element);
    else this.#root = element;
    if (!empty) this.#open.push({ qualifiedName: name.qualified, scope, element });
  }

  /** Attributes up to the end of the tag. */
  #attributes(): RawAttribute[] {
    const attributes: RawAttribute[] = [];
    while (true) {
      const spaced = this.#space();
      const next = this.#text[this.#at];
      if (next === '>' || next === '/') return attributes;
      if (!spaced) throw this.#error('White space expected');
      const { prefix, local } = this.#qualifiedName();
      this.#space();
      this.#expect('=');
      this.#space();
      attributes.push({ prefix, name: local, value: this.#attributeValue() });
    }
  }

  #attributeValue(): string {
    const quote = this.#text[this.#at];
    if (quote !== '"' && quote !== "'") throw this.#error('A quoted value expected');
    const end = this.#find(quote, this.#at + 1);
    const raw = this.#text.slice(this.#at + 1, end);
    if (raw.includes('<')) throw this.#error('"<" in an attribute');
    const value = resolveReferences(raw.replace(/[\t\n]/g, ' '));
    if (value === undefined) throw this.#error('Unknown entity');
    this.#at = end + 1;
    return value;
  }

  /** The namespaces an element declares, over those around it. */
  #scope(attributes: readonly RawAttribute[]): Scope {
    const outer = this.#open.at(-1)?.scope ?? OUTERMOST;
    let scope: Map<string, string> | undefined; // linked, not copied: many declarations must not cost their square
    for (const { prefix, name, value } of attributes) {
      const declared = prefix === 'xmlns' ? name : prefix === '' && name === 'xmlns' ? '' : undefined;
      if (declared === undefined) continue;
      scope ??= new Map();
      if (prefix !== '' && value === '') throw this.#error('A prefix without namespace');
      if (
        declared === 'xmlns' ||
        value === XMLNS_NAMESPACE ||
        (declared === 'xml') !== (value === XML_NAMESPACE)
      ) {
        throw this.#error('A reserved namespace');
      }
      scope.set(declared, value);
    }
    return scope ? { declared: scope, outer } : outer;
  }

  #resolved(attributes: readonly RawAttribute[], scope: Scope): XmlAttribute[] {
    const resolved: XmlAttribute[] = [];
    const seen = new Set<string>();
    for (const { prefix, name, value } of attributes) {
      const declares = prefix === 'xmlns' || (prefix === '' && name === 'xmlns');
      const namespace = declares ? XMLNS_NAMESPACE : prefix === '' ? '' : this.#resolve(prefix, scope);
      const key = `${namespace} ${name}`;
      if (seen.has(key)) throw this.#error('An attribute twice');
      seen.add(key);
      if (!declares) resolved.push({ name, namespace, value });
    }
    return resolved;
  }

  #resolve(prefix: string, scope: Scope): string {
    for (let at: Scope | undefined = scope; at; at = at.outer) {
      const namespace = at.declared.get(prefix);
      if (namespace !== undefined) return namespace;
    }
    throw this.#error(`Undeclared prefix ${prefix}`);
  }

  #qualifiedName(): { qualified: string; prefix: string; local: string } {
    const start = this.#at;
    let end = endOfName(this.#text, start);
    let prefix = '';
    if (end > start && this.#text[end] === ':') {
      prefix = this.#text.slice(start, end);
      const localEnd = endOfName(this.#text, end + 1);
      end = localEnd > end + 1 ? localEnd : start;
    }
    if (end === start) throw this.#error('A name expected');
    this.#at = end;
    const qualified = this.#text.slice(start, end);
    return { qualified, prefix, local: prefix === '' ? qualified : qualified.slice(prefix.length + 1) };
  }

  /** Passes white space; tells whether there was any. */
  #space(): boolean {
    const start = this.#at;
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at++;
    return this.#at > start;
  }

  #expect(character: string): void {
    if (this.#text[this.#at] !== character) throw this.#error(`"${character}" expected`);
    this.#at++;
  }
}
