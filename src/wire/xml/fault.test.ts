import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../fault.ts';
import { awsQuery } from '../query/aws-query.ts';
import { openCatalog } from '../snapshot/catalog.ts';
import { readXml } from './reader.ts';
import { restXml } from './rest-xml.ts';

const catalog = openCatalog();

for (const [name, protocol] of [
  ['s3', restXml],
  ['iam', awsQuery],
] as const) {
  test(`an error of ${name} that quotes what XML cannot say is still XML`, () => {
    const service = catalog.model(name);
    assert.ok(service);
    const fault = new Fault('NoSuchThing', 404, 'no \0\u000b\uffff & &#x1;', {
      members: { Key: 'a\u001fb' },
    });
    const { body } = protocol.encodeFault(service, undefined, fault, 'id');
    assert.ok(typeof body === 'string');
    const root = readXml(body);
    const error = name === 's3' ? root : root.children.find((child) => child.name === 'Error');
    const said = new Map(error?.children.map((child) => [child.name, child.text]));
    assert.equal(said.get('Message'), 'no \ufffd\ufffd\ufffd & &#x1;');
    if (name === 's3') assert.equal(said.get('Key'), 'a\ufffdb');
  });
}
