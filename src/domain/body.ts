/** A short handle of an organisation, a camp or a State: `unhcr`, `camp-l`, `ALB`. */
export type BodyHandle = string

export const BODY_KINDS = ['organisation', 'camp', 'state', 'media'] as const
export type BodyKind = (typeof BODY_KINDS)[number]

/**
 * What a name is. `source_only` is a label that others use: it helps to recognise the body in a
 * text, and is never shown outside a quotation, exported or listed.
 */
export const BODY_NAME_KINDS = ['self', 'official', 'former', 'abbrev', 'source_only'] as const
export type BodyNameKind = (typeof BODY_NAME_KINDS)[number]

export interface BodyName {
  readonly text: string
  /** BCP 47, `en`, `fa`, `ar`. */
  readonly language: string
  /** ISO 15924, `Latn`, `Arab`. */
  readonly script: string
  readonly kind: BodyNameKind
  /** The years or days in which it was used; absent: not known to have changed. */
  readonly from?: string
  readonly to?: string
}

/** An organisation, a camp, a State or a publisher, of which claims speak or from which they come. */
export interface Body {
  readonly handle: BodyHandle
  readonly kind: BodyKind
  readonly names: readonly BodyName[]
}

/** The names that may be shown, listed and exported. */
export function shownNames(body: Body): readonly BodyName[] {
  return body.names.filter((name) => name.kind !== 'source_only')
}
