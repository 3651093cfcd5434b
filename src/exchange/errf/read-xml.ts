import { SaxesParser } from 'saxes'
import type { SaxesTagNS } from 'saxes'
import type { ErrfCase, ErrfRow } from './document.ts'
import type { FindingList, Place } from './finding.ts'
import { shownId } from './finding.ts'
import type { ErrfBlock } from './layout.ts'
import { findBlock, findField, NAMESPACE_28 } from './layout.ts'
import {
  MOST_CASES,
  MOST_ROWS,
  MOST_FINDINGS,
  MOST_DEPTH,
  MOST_VALUE,
  MOST_PENDING,
  MOST_PROLOG,
  MOST_PHOTOGRAPH,
  MOST_XML_FAULTS,
  notErrf,
  tooLongPhotograph,
  tooLongValue,
  UNKNOWN_ATTRIBUTE,
  WRONG_NAMESPACE,
} from './read-limits.ts'
import { xmlFault } from './xml-faults.ts'
import { StopReading, xmlText } from './xml-text.ts'

/** A case as read, with the lines of its rows and fields. */
export interface ReadCase {
  /** From 1. */
  readonly at: number
  /** Absent for a case that comes from no XML. */
  readonly line?: number
  readonly case: ErrfCase
  readonly lineOf: (row: ErrfRow, field?: string) => number | undefined
}

/** What stands before and around the cases. */
export interface ErrfHead {
  readonly hasNamespace: boolean
  readonly batchType?: string
  readonly batchLine?: number
  /** Cases begun, also one that could not be read to its end. */
  readonly cases: number
  /** The file could be read to its end. */
  readonly isWhole: boolean
}

/** Line feeds in pieces keep the parser quick; a file may be one line. */
const PIECE = 65_536

/**
 * Reads the XML of either version in one pass and hands over each case as it ends. What breaks
 * the schema's structure goes to `findings`; a file that must not be read further ends there.
 */
export async function readErrfXml(
  source: AsyncIterable<Uint8Array>,
  findings: FindingList,
  onCase: (one: ReadCase, hasNamespace: boolean) => void,
  onBytes?: (read: number) => void,
): Promise<ErrfHead> {
  const reader = new XmlReader(findings, onCase)
  try {
    for await (const text of xmlText(source, onBytes))
      for (let at = 0; at < text.length; at += PIECE) reader.write(text.slice(at, at + PIECE))
    reader.close()
  } catch (error) {
    if (!(error instanceof StopReading)) throw error
    findings.addLast({ line: reader.line }, error.fault)
    return { ...reader.head(), isWhole: false }
  }
  return reader.head()
}

interface OpenRow {
  readonly block: ErrfBlock
  readonly row: Record<string, string>
  readonly lines: Record<string, number>
  readonly line: number
  lastField: number
}

interface OpenCase {
  readonly at: number
  readonly line: number
  readonly rows: Record<string, ErrfRow[]>
  readonly lines: Map<ErrfRow, { readonly line: number; readonly fields: Record<string, number> }>
  lastBlock: number
  count: number
}

class XmlReader {
  readonly #parser = new SaxesParser({
    xmlns: true,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  })
  readonly #findings: FindingList
  readonly #onCase: (one: ReadCase, hasNamespace: boolean) => void
  #depth = 0
  /** Inside an element that the format does not have, from this depth on. */
  #skipFrom: number | undefined
  #namespace: string | undefined
  #sawWrongNamespace = false
  #inBatch = false
  #batchType: string | undefined
  #batchLine: number | undefined
  #case: OpenCase | undefined
  #row: OpenRow | undefined
  #field: string | undefined
  #text = ''
  #cases = 0
  #sawEvent = false
  #pending = 0
  #written = 0
  #xmlFaults = 0
  #lastXmlFault = ''

  constructor(findings: FindingList, onCase: (one: ReadCase, hasNamespace: boolean) => void) {
    this.#findings = findings
    this.#onCase = onCase
    const parser = this.#parser
    parser.on('doctype', () => {
      throw new StopReading(
        'doctype',
        'the file holds a DOCTYPE or entities of its own, which an eRRF never needs and an attack does',
        'do not trust its source; take the DOCTYPE out if you know why it is there',
      )
    })
    parser.on('error', (error) => this.#onXmlFault(error.message))
    parser.on('opentag', (tag) => this.#onOpen(tag))
    parser.on('closetag', () => this.#onClose())
    parser.on('text', (text) => this.#onText(text))
    parser.on('cdata', (text) => this.#onText(text))
    parser.on('comment', () => {
      this.#sawEvent = true
    })
  }

  get line(): number {
    return this.#parser.line
  }

  head(): ErrfHead {
    return {
      hasNamespace: this.#namespace === NAMESPACE_28,
      ...(this.#batchType === undefined ? {} : { batchType: this.#batchType }),
      ...(this.#batchLine === undefined ? {} : { batchLine: this.#batchLine }),
      cases: this.#cases,
      isWhole: this.#xmlFaults === 0,
    }
  }

  write(text: string): void {
    this.#sawEvent = false
    this.#parser.write(text)
    this.#written += text.length
    this.#pending = this.#sawEvent ? 0 : this.#pending + text.length
    const isPhotograph = this.#field === 'Photo'
    if (this.#pending > (isPhotograph ? MOST_PHOTOGRAPH : MOST_PENDING))
      throw isPhotograph ? tooLongPhotograph() : tooLongValue()
    if (this.#namespace === undefined && this.#written > MOST_PROLOG) throw notErrf()
    if (this.#findings.total > MOST_FINDINGS)
      throw new StopReading(
        'too_many_findings',
        `reading stopped after ${MOST_FINDINGS} findings`,
        'this is no eRRF, or its source writes it wrongly throughout: correct that first',
      )
  }

  close(): void {
    this.#parser.close()
  }

  #onXmlFault(said: string): void {
    // After a break the parser guesses: nothing but further breaks is told, and these not for ever.
    const fault = xmlFault(said.replace(/^\d+:\d+: /, ''))
    const line = Math.max(1, this.#parser.line)
    // At the end of a file cut off, every open element is one.
    const before = this.#lastXmlFault
    this.#lastXmlFault = `${line} ${fault.code}`
    this.#xmlFaults += 1
    if (before !== this.#lastXmlFault) this.#findings.add({ ...this.#place(), line }, fault)
    if (this.#xmlFaults === MOST_XML_FAULTS)
      throw new StopReading(
        'bad_xml',
        `reading stopped after ${MOST_XML_FAULTS} breaks of XML’s rules`,
        'correct these first',
      )
  }

  #place(field = this.#field): Place {
    const one = this.#case
    const row = this.#row
    const individual = shownId(row?.row['IndividualGUID'])
    return {
      ...(one === undefined ? {} : { case: one.at }),
      ...(row === undefined
        ? {}
        : { block: row.block.name, row: (one?.rows[row.block.name]?.length ?? 0) + 1 }),
      ...(individual === undefined ? {} : { individual }),
      ...(field === undefined ? {} : { field }),
      line: this.#parser.line,
    }
  }

  #schema(code: string, message: string, help: string, place: Place = this.#place()): void {
    this.#findings.add(place, { code, severity: 'fatal', message, help })
  }

  #onOpen(tag: SaxesTagNS): void {
    this.#sawEvent = true
    this.#depth += 1
    if (this.#depth > MOST_DEPTH)
      throw new StopReading(
        'too_deep',
        `elements lie more than ${MOST_DEPTH} deep; an eRRF has four levels`,
        'this is no eRRF; do not trust its source',
      )
    if (this.#xmlFaults > 0 || this.#skipFrom !== undefined) return
    this.#checkNames(tag)
    const opened =
      this.#depth === 1
        ? this.#openRoot(tag)
        : this.#depth === 2
          ? this.#openPart(tag.local)
          : this.#depth === 3
            ? this.#openBlock(tag.local)
            : this.#depth === 4 && this.#openField(tag.local)
    if (opened) return
    this.#skipFrom = this.#depth
    this.#schema(
      'unknown_element',
      'an element that the format does not have at this place; it would be lost',
      'take it out, or correct its spelling (capitals count)',
    )
  }

  #checkNames(tag: SaxesTagNS): void {
    if (this.#depth > 1 && tag.uri !== this.#namespace && !this.#sawWrongNamespace) {
      this.#sawWrongNamespace = true
      this.#findings.add(this.#place(), WRONG_NAMESPACE)
    }
    for (const attribute of Object.values(tag.attributes)) {
      const isHarmless =
        attribute.uri === 'http://www.w3.org/2000/xmlns/' ||
        (attribute.uri === 'http://www.w3.org/2001/XMLSchema-instance' &&
          attribute.local !== 'nil' &&
          attribute.local !== 'type')
      if (isHarmless || attribute.name === 'xmlns') continue
      this.#findings.add(this.#place(), UNKNOWN_ATTRIBUTE)
    }
  }

  #openRoot(tag: SaxesTagNS): boolean {
    if (tag.local !== 'UNHCR_RRF') throw notErrf()
    this.#namespace = tag.uri
    if (tag.uri !== '' && tag.uri !== NAMESPACE_28)
      this.#findings.add({ line: this.#parser.line }, WRONG_NAMESPACE)
    return true
  }

  #openPart(name: string): boolean {
    if (name === 'RRFBATCHTYPE') {
      if (this.#batchLine !== undefined || this.#cases > 0)
        this.#schema('out_of_order', 'RRFBATCHTYPE stands once, before the first CASE', 'move it')
      this.#batchLine = this.#parser.line
      this.#inBatch = true
      return true
    }
    if (name !== 'CASE') return false
    this.#cases += 1
    if (this.#cases > MOST_CASES)
      throw new StopReading(
        'too_many_cases',
        `the file holds more than ${MOST_CASES} cases`,
        'split it into smaller files',
      )
    this.#case = {
      at: this.#cases,
      line: this.#parser.line,
      rows: {},
      lines: new Map(),
      lastBlock: -1,
      count: 0,
    }
    return true
  }

  #openBlock(name: string): boolean {
    if (this.#inBatch) {
      this.#field = name === 'GroupIndividualIndicator' ? name : undefined
      return this.#field !== undefined
    }
    const found = findBlock(name)
    const one = this.#case
    if (found === undefined || one === undefined) return false
    one.count += 1
    if (one.count > MOST_ROWS)
      throw new StopReading(
        'too_many_rows',
        `a case holds more than ${MOST_ROWS} rows`,
        'this is no eRRF of a real case; do not trust its source',
      )
    this.#row = {
      block: found.block,
      row: {},
      lines: {},
      line: this.#parser.line,
      lastField: -1,
    }
    if (found.at < one.lastBlock)
      this.#findings.add(this.#place(), {
        code: 'out_of_order',
        severity: 'error',
        message: `${name} stands after blocks that must follow it`,
        help: 'write the blocks in the order of the schema; exporting does',
      })
    one.lastBlock = Math.max(one.lastBlock, found.at)
    return true
  }

  #openField(name: string): boolean {
    const row = this.#row
    const at = row && findField(row.block.name, name)
    if (row === undefined || at === undefined) return false
    this.#field = name
    this.#text = ''
    if (row.row[name] !== undefined)
      this.#schema('field_twice', `${name} stands twice in one ${row.block.name}`, 'keep one')
    else if (at < row.lastField)
      this.#findings.add(this.#place(), {
        code: 'out_of_order',
        severity: 'error',
        message: `${name} stands after fields that must follow it`,
        help: 'write the fields in the order of the schema; exporting does',
      })
    row.lastField = Math.max(row.lastField, at)
    row.lines[name] ??= this.#parser.line
    return true
  }

  #onText(text: string): void {
    this.#sawEvent = true
    if (this.#xmlFaults > 0 || this.#skipFrom !== undefined) return
    if (this.#field === undefined) {
      if (text.trim() !== '')
        this.#schema(
          'stray_text',
          'text between elements, where the format has none; it would be lost',
          'take it out',
        )
      return
    }
    const most = this.#field === 'Photo' ? MOST_PHOTOGRAPH : MOST_VALUE
    if (this.#text.length + text.length > most)
      throw this.#field === 'Photo' ? tooLongPhotograph() : tooLongValue()
    this.#text += text
  }

  #onClose(): void {
    this.#sawEvent = true
    const depth = this.#depth
    this.#depth -= 1
    if (this.#xmlFaults > 0) return
    if (this.#skipFrom !== undefined) {
      if (depth === this.#skipFrom) this.#skipFrom = undefined
      return
    }
    if (depth === 4) this.#closeField()
    else if (depth === 3) this.#closeBlock()
    else if (depth === 2) this.#closePart()
  }

  #closeField(): void {
    if (this.#row !== undefined && this.#field !== undefined)
      this.#row.row[this.#field] ??= this.#text
    this.#field = undefined
    this.#text = ''
  }

  #closeBlock(): void {
    if (this.#inBatch) {
      this.#batchType ??= this.#text
      this.#field = undefined
      this.#text = ''
      return
    }
    const one = this.#case
    const open = this.#row
    if (one === undefined || open === undefined) return
    const rows = (one.rows[open.block.name] ??= [])
    rows.push(open.row)
    one.lines.set(open.row, { line: open.line, fields: open.lines })
    this.#row = undefined
  }

  #closePart(): void {
    this.#inBatch = false
    const one = this.#case
    if (one === undefined) return
    this.#case = undefined
    const lineOf = (row: ErrfRow, field?: string): number | undefined => {
      const lines = one.lines.get(row)
      return (field === undefined ? undefined : lines?.fields[field]) ?? lines?.line
    }
    const { at, line, rows } = one
    this.#onCase({ at, line, case: rows, lineOf }, this.#namespace === NAMESPACE_28)
  }
}
