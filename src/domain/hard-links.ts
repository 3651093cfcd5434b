import type { CaseFile } from './case.ts'
import { isHardLink } from './case.ts'
import type { CaseId } from './ids.ts'

/** The cases to which a case is bound: hard links that are not waived (I11). */
export function hardLinksOf(file: Pick<CaseFile, 'links'>): readonly CaseId[] {
  return file.links
    .filter((link) => isHardLink(link.kind) && !link.waived)
    .map((link) => link.toCaseId)
}

/**
 * Parts cases into groups that hard links join, however long the chain and whichever side holds
 * the link; a case without any is a group of its own. Links to cases not given are left aside.
 * Groups and their members stand in the order given.
 */
export function linkedGroups<Case extends { readonly caseId: CaseId }>(
  cases: readonly Case[],
  linksOf: (one: Case) => readonly CaseId[],
): readonly (readonly Case[])[] {
  const neighbours = new Map<CaseId, CaseId[]>(cases.map((one) => [one.caseId, []]))
  for (const one of cases)
    for (const other of linksOf(one)) {
      if (other === one.caseId) continue
      const there = neighbours.get(other)
      if (there === undefined) continue
      there.push(one.caseId)
      neighbours.get(one.caseId)?.push(other)
    }
  const groupOf = new Map<CaseId, Case[]>()
  for (const { caseId } of cases) {
    if (groupOf.has(caseId)) continue
    const group: Case[] = []
    const open = [caseId]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (groupOf.has(at)) continue
      groupOf.set(at, group)
      open.push(...(neighbours.get(at) ?? []))
    }
  }
  for (const one of cases) groupOf.get(one.caseId)?.push(one)
  return [...new Set(groupOf.values())]
}
