import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { SitesView } from '../domain/role-views.ts'
import type { SiteKind } from '../domain/site.ts'
import { toSiteId } from '../domain/site.ts'
import type { Tx } from '../storage/database.ts'
import { EVERY_SITE, insertSites, listOfficers, listSites } from '../storage/sites.ts'
import { act, look } from './at-work.ts'
import type { Desk } from './desk.ts'

/** The sites of the operation, and who works for each. */
export async function getSites(desk: Desk): Promise<SitesView> {
  requireAccess(desk.actor, 'site.read')
  return look(desk, viewSites)
}

async function viewSites(tx: Tx): Promise<SitesView> {
  const officers = await listOfficers(tx)
  return {
    sites: (await listSites(tx)).map(({ id, name, kind }) => ({
      site: id,
      name,
      kind,
      officers: officers.flatMap((one) =>
        one.sites.includes(id) || one.sites.includes(EVERY_SITE) ? [one.handle] : [],
      ),
    })),
  }
}

/** Adds a site; nobody works for it before somebody is assigned. */
export async function addSite(
  desk: Desk,
  asked: { readonly site: string; readonly name: string; readonly kind: SiteKind },
): Promise<SitesView> {
  requireAccess(desk.actor, 'site.manage')
  const id = toSiteId(asked.site)
  if (id === undefined || asked.name.trim() === '')
    throw new DomainError(
      'invalid_input',
      'A site has a name and a handle of small letters, digits and hyphens, at most 40, for example camp-l.',
    )
  return act(desk, 'site.manage', async (tx) => {
    if ((await listSites(tx)).some((one) => one.id === id))
      throw new DomainError('conflict', `There is a site ${id} already. Give another handle.`)
    await insertSites(tx, [{ id, name: asked.name.trim(), kind: asked.kind }])
    return viewSites(tx)
  })
}
