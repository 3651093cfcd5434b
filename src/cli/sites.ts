import { Command, Option } from 'commander'
import { addSite, getSites } from '../actions/manage-sites.ts'
import type { SitesView } from '../domain/role-views.ts'
import type { SiteKind } from '../domain/site.ts'
import { SITE_KINDS } from '../domain/site.ts'
import type { DeskOptions } from './at-desk.ts'
import { deskCommand, withDesk } from './at-desk.ts'
import { print, printJson, table } from './terminal.ts'

/** `onward site list|add` */
export function siteCommand(): Command {
  return new Command('site')
    .description('camps, settlements and offices, and which field officers work for each')
    .addCommand(listCommand())
    .addCommand(addCommand())
}

function listCommand(): Command {
  return deskCommand('list')
    .description('the sites, and who works for them')
    .action(async (options: DeskOptions) => show(options, await withDesk(options, getSites)))
}

function addCommand(): Command {
  interface Options extends DeskOptions {
    readonly kind: SiteKind
  }
  return deskCommand('add')
    .description('add a site (an administrator)')
    .argument('<site>', 'its handle, for example camp-l')
    .argument('<name>', 'its name')
    .addOption(new Option('--kind <kind>', 'what it is').choices([...SITE_KINDS]).default('camp'))
    .action(async (site: string, name: string, options: Options) =>
      show(
        options,
        await withDesk(options, (desk) => addSite(desk, { site, name, kind: options.kind })),
      ),
    )
}

function show(options: DeskOptions, { sites }: SitesView): void {
  if (options.json) return printJson({ sites })
  print(
    table(
      ['site', 'name', 'kind', 'field officers'],
      sites.map((one) => [one.site, one.name, one.kind, one.officers.join(' ')]),
    ),
  )
}
