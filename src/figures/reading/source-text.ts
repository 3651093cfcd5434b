import { parse } from 'parse5'
import type { DefaultTreeAdapterTypes } from 'parse5'

/** The words of a source, and where each of them stands in it. */
export interface SourceText {
  readonly text: string
  /** The place in the source of a place in `text`. */
  readonly toSource: (at: number, isEnd?: boolean) => number
  /** A day that the page's head gives as its publication, as it is written there. */
  readonly declaredDay?: string
  /** The name that the page's head gives itself. */
  readonly declaredPublisher?: string
}

interface Segment {
  readonly at: number
  readonly from: number
  readonly to: number
  /** As long as in the source: its characters stand there one for one. */
  readonly verbatim: boolean
}

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

const SKIPPED = new Set(
  'script style template noscript iframe object svg math head nav select textarea button'.split(
    ' ',
  ),
)
const BLOCKS = new Set(
  (
    'address article aside blockquote body br caption dd div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody td tfoot th thead tr ul'
  ).split(' '),
)
const DATE_META = /^(?:article:published_time|date|dc\.date|dcterms\.date|datepublished|pubdate)$/i

const PUBLISHER_META = /^(?:og:site_name|publisher|dc\.publisher|dcterms\.publisher)$/i

/** Plain text as it is; HTML without its marks, scripts, styles and hidden parts. */
export function readSourceText(source: string, isHtml = looksLikeHtml(source)): SourceText {
  return isHtml ? readHtml(source) : { text: source, toSource: (at) => at }
}

function looksLikeHtml(source: string): boolean {
  return /<(?:!doctype html|html|head|body|p|div|article)\b/i.test(source.slice(0, 2_000))
}

function readHtml(source: string): SourceText {
  const document = parse(source, { sourceCodeLocationInfo: true, scriptingEnabled: false })
  const parts: string[] = []
  const segments: Segment[] = []
  let length = 0
  let declaredDay: string | undefined
  let declaredPublisher: string | undefined
  const add = (text: string, from: number, to: number): void => {
    segments.push({ at: length, from, to, verbatim: to - from === text.length })
    parts.push(text)
    length += text.length
  }
  // A stack of our own: a page nested a million deep must not end the program.
  const stack: (Node | { readonly breakAt: number })[] = [document]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if ('breakAt' in node) {
      add('\n\n', node.breakAt, node.breakAt)
      continue
    }
    if (node.nodeName === 'meta') {
      declaredDay ??= metaContent(node as Element, DATE_META)
      declaredPublisher ??= metaContent(node as Element, PUBLISHER_META)
        ?.trim()
        .slice(0, 200)
    }
    if (node.nodeName === 'time' && declaredDay === undefined)
      declaredDay = attribute(node as Element, 'datetime')
    if (node.nodeName === '#text') {
      const place = (node as DefaultTreeAdapterTypes.TextNode).sourceCodeLocation
      const { value } = node as DefaultTreeAdapterTypes.TextNode
      if (place) addText(source, value, place.startOffset, place.endOffset, add)
      continue
    }
    if (!('childNodes' in node)) continue
    const isHead = node.nodeName === 'head'
    if (isHidden(node) && !isHead) continue
    const children = isHead
      ? node.childNodes.filter((child) => child.nodeName === 'meta')
      : node.childNodes
    const place = (node as Element).sourceCodeLocation
    const isBlock = BLOCKS.has(node.nodeName)
    if (isBlock && place) stack.push({ breakAt: place.endOffset })
    for (let at = children.length - 1; at >= 0; at -= 1) stack.push(children[at] as Node)
    if (isBlock && place) stack.push({ breakAt: place.startOffset })
  }
  const toSource = mapper(segments)
  return {
    text: parts.join(''),
    toSource,
    ...(declaredDay === undefined ? {} : { declaredDay }),
    ...(declaredPublisher ? { declaredPublisher } : {}),
  }
}

/** Text with entities is cut at each of them, so that every other character keeps its place. */
function addText(
  source: string,
  value: string,
  from: number,
  to: number,
  add: (text: string, from: number, to: number) => void,
): void {
  const raw = source.slice(from, to)
  // A line break inside a paragraph of HTML is a space.
  if (raw.length === value.length) return add(value.replaceAll('\n', ' '), from, to)
  let rawAt = 0
  let valueAt = 0
  while (valueAt < value.length && rawAt < raw.length) {
    const amp = raw.indexOf('&', rawAt)
    const plain = amp < 0 ? raw.length - rawAt : amp - rawAt
    if (plain > 0) {
      const piece = raw.slice(rawAt, rawAt + plain)
      add(
        piece.replaceAll(/\r?\n/g, (feed) => ' '.repeat(feed.length)),
        from + rawAt,
        from + rawAt + plain,
      )
      rawAt += plain
      valueAt += piece.replaceAll('\r\n', '\n').length
      continue
    }
    const entity = /^&#?[A-Za-z0-9]{1,31};?/.exec(raw.slice(rawAt, rawAt + 34))?.[0] ?? '&'
    const pair = value.codePointAt(valueAt) ?? 0
    const decoded = value.slice(valueAt, valueAt + (pair > 0xffff ? 2 : 1))
    add(decoded, from + rawAt, from + rawAt + entity.length)
    rawAt += entity.length
    valueAt += decoded.length
  }
}

function isHidden(node: Node): boolean {
  if (SKIPPED.has(node.nodeName)) return true
  if (!('attrs' in node)) return false
  const style = attribute(node, 'style')?.replaceAll(/\s/g, '').toLowerCase() ?? ''
  return (
    attribute(node, 'hidden') !== undefined ||
    attribute(node, 'aria-hidden') === 'true' ||
    style.includes('display:none') ||
    style.includes('visibility:hidden') ||
    style.includes('font-size:0')
  )
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value
}

function metaContent(element: Element, wanted: RegExp): string | undefined {
  const name =
    attribute(element, 'property') ?? attribute(element, 'name') ?? attribute(element, 'itemprop')
  return name !== undefined && wanted.test(name) ? attribute(element, 'content') : undefined
}

function mapper(segments: readonly Segment[]): SourceText['toSource'] {
  return (at, isEnd = false) => {
    // An end belongs to the character before it.
    const wanted = isEnd ? at - 1 : at
    let low = 0
    let high = segments.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((segments[middle]?.at ?? 0) <= wanted) low = middle
      else high = middle - 1
    }
    const segment = segments[low]
    if (segment === undefined) return 0
    const into = wanted - segment.at
    if (!segment.verbatim) return isEnd ? segment.to : segment.from
    return segment.from + into + (isEnd ? 1 : 0)
  }
}
