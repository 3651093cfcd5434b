// A file system of its own, whose power can be cut and which can be filled (needs Linux and root).
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const run = (command, ...args) => execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })

/** Makes an ext4 file system on a loop device below the folder and mounts it. */
export function makeDisk(folder, size = '1G') {
  const [image, mount] = [join(folder, 'disk.img'), join(folder, 'disk')]
  mkdirSync(mount)
  run('truncate', `--size=${size}`, image)
  run('mkfs.ext4', '-q', '-F', image)
  run('mount', '-o', 'loop', image, mount)
  const unmount = async () => {
    // What is left of a killed server holds the mount for a moment.
    for (let tries = 0; processesIn(mount).length > 0 && tries < 500; tries += 1) await wait(10)
    run('umount', mount)
  }
  return {
    mount,
    // EXT4_IOC_SHUTDOWN, _IOR('X', 125, __u32), with EXT4_GOING_FLAGS_NOLOGFLUSH = 2:
    // nothing that is still in memory reaches the disk.
    cutPower: () =>
      run(
        'perl',
        '-e',
        'open(my $d, "<", $ARGV[0]) or die; my $how = pack("L", 2); ioctl($d, 0x8004587d, $how) or die $!',
        mount,
      ),
    restart: async () => {
      await unmount()
      run('mount', '-o', 'loop', image, mount)
    },
    remove: unmount,
  }
}

/** The same, or nothing and why, where it cannot be made. */
export function tryDisk(folder, size) {
  try {
    return makeDisk(folder, size)
  } catch (error) {
    const reason = String(error.stderr || error.message).trim()
    console.error(
      `Power losses skipped: they need Linux, root, ext4, perl and loop devices (${reason})`,
    )
    return null
  }
}

function processesIn(folder) {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)
    } catch {
      return false
    }
  })
}
