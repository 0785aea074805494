import type { XmlNamespace } from '../shape.ts';
import { escapeAttribute, escapeText } from './characters.ts';

/** What an XML document starts with. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** `<name>text</name>` */
export function textElement(name: string, text: string): string {
  return `<${name}>${escapeText(text)}</${name}>`;
}

/** ` name="value"`, to stand in a start tag. */
export function attribute(name: string, value: string): string {
  return ` ${name}="${escapeAttribute(value)}"`;
}

/** ` xmlns="uri"` or ` xmlns:prefix="uri"`, to stand in a start tag; empty for no namespace. */
export function namespaceDeclaration(namespace: XmlNamespace | undefined): string {
  if (!namespace) return '';
  return attribute(namespace.prefix ? `xmlns:${namespace.prefix}` : 'xmlns', namespace.uri);
}
