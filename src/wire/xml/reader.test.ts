import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cpuTimeMs } from '../../../test/cpu-time.ts';
import { findNonCharacter } from './characters.ts';
import { XmlError } from './element.ts';
import { MAX_DEPTH, readXml } from './reader.ts';
import { attribute, textElement } from './writer.ts';

test('namespaces are resolved, for elements and attributes', () => {
  const root = readXml('<a:x xmlns:a="urn:a" xmlns="urn:d" a:k="1" k="2"><y/><z xmlns=""/></a:x>');
  assert.equal(root.name, 'x');
  assert.equal(root.namespace, 'urn:a');
  assert.deepEqual(root.attributes, [
    { name: 'k', namespace: 'urn:a', value: '1' },
    { name: 'k', namespace: '', value: '2' },
  ]);
  assert.deepEqual(
    root.children.map(({ name, namespace }) => [name, namespace]),
    [
      ['y', 'urn:d'],
      ['z', ''],
    ],
  );
});

test('text is put together from characters, references and CDATA; comments and instructions are passed over', () => {
  const root = readXml(
    '<?xml version="1.0"?>\n<a>1&lt;<!-- no --><![CDATA[<2>&amp;]]><?pi x?>&#x1F6B2;\r\n3</a>\n',
  );
  assert.equal(root.text, '1<<2>&amp;🚲\n3');
});

test('what is written is read back', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((value) => findNonCharacter(value) < 0);
  fc.assert(
    fc.property(text, (value) => {
      assert.equal(readXml(textElement('a', value)).text, value);
      assert.equal(readXml(`<a${attribute('b', value)}/>`).attributes[0]?.value, value);
    }),
  );
  for (const value of ['\t', '\n', '\r', ' \r\n ', '"\'<>&']) {
    assert.equal(readXml(textElement('a', value)).text, value);
    assert.equal(readXml(`<a${attribute('b', value)}/>`).attributes[0]?.value, value);
  }
});

test('what is not well-formed is refused', () => {
  const bad = [
    '',
    'text',
    '<a>',
    '<a></b>',
    '</a>',
    '<a/><b/>',
    '<a/>rest',
    '<a b="1" b="2"/>',
    '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>',
    '<a b=1/>',
    '<a b="<"/>',
    '<a b="1"c="2"/>',
    '<p:a/>',
    '<a:b:c xmlns:a="u"/>',
    '<1/>',
    '<a ]]></a>',
    '<a>]]></a>',
    '<a>&amp</a>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>\u0001</a>',
    '<a><!-- a -- b --></a>',
    '<a><![CDATA[</a>',
    ' <?xml version="1.0"?><a/>',
    '<a xmlns:p=""/>',
  ];
  for (const text of bad) assert.throws(() => readXml(text), XmlError, text);
});

test('there are no document types, hence no entities of their own and nothing from outside', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>';
  for (const text of [
    bomb,
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '<a>&c;</a>',
    '<a>&constructor;</a>',
  ]) {
    assert.throws(() => readXml(text), XmlError, text);
  }
});

test('depth has a bound, and neither depth nor many declarations take long', () => {
  assert.ok(readXml('<a>'.repeat(MAX_DEPTH) + '</a>'.repeat(MAX_DEPTH)));
  assert.throws(() => readXml('<a>'.repeat(200_000)), XmlError);
  const declarations = Array.from({ length: 5_000 }, (_, i) => ` xmlns:p${i}="urn:${i}"`).join('');
  const children = Array.from({ length: 5_000 }, (_, i) => `<p${i}:b xmlns:q="urn:q"/>`).join('');
  const spentMs = cpuTimeMs(() =>
    assert.equal(readXml(`<a${declarations}>${children}</a>`).children.length, 5_000),
  );
  assert.ok(spentMs < 2_000, `${spentMs} ms`);
});
