/** An element of an XML document, with its namespaces resolved. */
export interface XmlElement {
  /** Local name, without prefix. */
  readonly name: string;
  /** Namespace URI; empty when it is in none. */
  readonly namespace: string;
  /** Namespace declarations are not attributes. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Its own character data, that of its children left out, white space kept. */
  readonly text: string;
}

/** An attribute of an element. */
export interface XmlAttribute {
  /** Local name, without prefix. */
  readonly name: string;
  /** Namespace URI; empty without prefix: a default namespace does not apply to attributes. */
  readonly namespace: string;
  readonly value: string;
}

/** What is wrong with a document that is not well-formed XML, or that we refuse to read (document types, depth). */
export class XmlError extends Error {
  /** @param offset characters before the fault */
  constructor(message: string, offset: number) {
    super(`${message} at character ${offset}`);
    this.name = 'XmlError';
  }
}
