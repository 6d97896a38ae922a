import fc from 'fast-check';

const PIECES = [
  ...[
    '<',
    '>',
    '&',
    '"',
    '/>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '&#0;',
    '&#xD800;',
    '<?x',
    '&lt;',
  ],
  ...['{', '}', '[', ']', ',', ':', 'null', 'true', '1e999', '-1', '0.5', '{}', '[]', '\\ud800'],
  ...['__proto__', 'constructor', '<a b="', '\u0000', '\ud800', '"__proto__":1,', '"data":null,'],
  ...['<State>Finished</State>', '"State":"Finished",', '"status":"Success",', 'Success="true"'],
];

/** A text with one to four places overwritten, whatever that makes of it. */
export function editedTexts(text: string): fc.Arbitrary<string> {
  const piece = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom(...PIECES));
  const edit = fc.record({ at: fc.nat(text.length), cut: fc.nat(60), piece });

  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce(
        (left, one) => left.slice(0, one.at) + one.piece + left.slice(one.at + one.cut),
        text,
      ),
    );
}

/** A text cut off anywhere, its end excepted. */
export function cutTexts(text: string): fc.Arbitrary<string> {
  return fc.nat(text.trimEnd().length - 1).map((length) => text.slice(0, length));
}

const HTML = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Success</body></html>';

/** What no decoder may take for an answer, made of one that is. */
export function neverAnswers(text: string): readonly (readonly [what: string, body: string])[] {
  const isXml = text.trimStart().startsWith('<');
  const bare = text.replace(/^\s*<\?[^]*?\?>\s*/, '');

  return [
    ['nothing', ''],
    ['white space', ' \r\n\t'],
    ['HTML', HTML],
    ['HTML behind it', `${text}${HTML}`],
    ['itself twice', `${bare}${bare}`],
    ['itself before something else', `${text}{"a":1}`],
    ['itself behind something else', `null ${bare}`],
    ['a NUL at its end', `${text}\u0000`],
    ['a NUL within', text.replace(/[a-z](?=[^a-z]*$)/, '\u0000')],
    ['itself as a text', JSON.stringify(text)],
    ['a number', '42'],
    ['null', 'null'],
    ['every second character', text.replaceAll(/([^])[^]/g, '$1')],
    ...(isXml
      ? ([
          ['a DOCTYPE', `<!DOCTYPE x>${bare}`],
          ['an entity', `<!DOCTYPE x [<!ENTITY e "Finished">]>${bare}`],
          ['another root', `<Error Message="no">${bare}</Error>`],
          ['its root in lower case', bare.replace(/[A-Z]/, (letter) => letter.toLowerCase())],
          ['a deep wrapping', `${'<a>'.repeat(60)}${bare}${'</a>'.repeat(60)}`],
        ] as const)
      : ([
          ['a deep wrapping', `${'{"data":'.repeat(60)}${text}${'}'.repeat(60)}`],
          ['itself in a list in a list', `[[${text}]]`],
        ] as const)),
  ];
}
