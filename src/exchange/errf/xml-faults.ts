import type { Fault } from './finding.ts'

/** What the parser says, and what is told of it; its own words may quote the file. */
const FAULTS: readonly (readonly [said: RegExp, code: string, message: string, help: string])[] = [
  [
    /undefined entity|entity name|character entity/,
    'bad_entity',
    'an & that is neither one of XML’s five names (&amp; &lt; &gt; &quot; &apos;) nor a character',
    'write & as &amp;',
  ],
  [
    /unclosed tag|unexpected end|must contain a root/,
    'truncated',
    'the file ends before its last element is closed: it is cut off, or no XML',
    'fetch it again from its source',
  ],
  [
    /close tag|closing tag/,
    'wrong_close',
    'an element is closed that is not the open one',
    'check whether a < stands in a value; write it as &lt;',
  ],
  [
    /root|outside of/,
    'outside_root',
    'there is text or an element outside UNHCR_RRF',
    'the file holds one element UNHCR_RRF and nothing beside it; give each file alone',
  ],
  [
    /disallowed character\.$/,
    'bad_character',
    'a character that XML forbids',
    'take control characters out of the value',
  ],
  [/prefix|namespace/, 'bad_prefix', 'a prefix without its namespace', 'declare it, or drop it'],
  [/attribute/, 'bad_attribute', 'an attribute that is not written as XML asks', 'take it out'],
]

/** A break of XML's own rules, in words that hold nothing of the file. */
export function xmlFault(said: string): Fault {
  const found = FAULTS.find(([pattern]) => pattern.test(said))
  const [, code, message, help] = found ?? [
    undefined,
    'bad_xml',
    'this is not well-formed XML',
    'check whether a < or & stands in a value; write them as &lt; and &amp;',
  ]
  return { code, severity: 'fatal', message, help }
}
