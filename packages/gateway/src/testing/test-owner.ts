import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createAccessLog } from '../access/index.ts';
import type { AuditRecord, Browser, OwnerAccess, PasskeyInfo } from '../api.ts';
import { type Ledger, ownerAttemptStore } from '../ledger/index.ts';
import { createOwnerAccess } from '../owner/index.ts';
import { createOwnerPassphrase, type OwnerPassphrase } from '../owner/owner-passphrase.ts';
import { ManualClock } from './manual-clock.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';
import { TestDirectory } from './test-ledger.ts';
import { NOW } from './test-reads.ts';

export const PAGE: Browser = { origin: 'https://bridge.example.com', address: '192.0.2.7' };
export const PASSPHRASE = 'correct horse battery';

export interface TestOwner {
  readonly ledger: Ledger;
  readonly access: OwnerAccess;
  /** Of the command line. */
  readonly passphrase: OwnerPassphrase;
}

/** The owner as one process sees them: with its own memory, and the ledger and files of all. Hashes are cheap. */
export function testOwner(ledger: Ledger, folder: string, clock: ManualClock): TestOwner {
  const passphraseAt = (door: 'terminal' | 'dashboard') =>
    createOwnerPassphrase({
      ...{ file: path.join(folder, 'owner.json'), clock, randomBytes, fs },
      attempts: ownerAttemptStore(ledger, door),
      cost: { N: 16, r: 8, p: 1 },
    });
  const accessLog = createAccessLog({ ledger, clock, log: () => {} });
  const passphrase = passphraseAt('dashboard');
  return {
    ledger,
    access: createOwnerAccess({ ledger, passphrase, accessLog, clock, randomBytes }),
    passphrase: passphraseAt('terminal'),
  };
}

export async function addPasskey(
  { access }: Pick<TestOwner, 'access'>,
  authenticator: SoftwareAuthenticator,
  { name = 'laptop', from = PAGE } = {},
): Promise<PasskeyInfo> {
  const { code } = access.offerEnrolment(name);
  return access.enrol(code, from, authenticator.create(await access.enrolmentOptions(code, from)));
}

/** One data directory, and any number of processes in which the owner uses it. */
class OwnerWorld {
  readonly clock = new ManualClock(NOW);
  readonly directory = new TestDirectory(this.clock);
  /** Its passkey is added by {@link withPasskey}. */
  laptop = new SoftwareAuthenticator(PAGE.origin);

  /** As another process, or the same one after a restart, has it. */
  owner(): TestOwner {
    return testOwner(this.directory.ledger(), this.directory.folder, this.clock);
  }

  async withPasskey(): Promise<TestOwner> {
    const one = this.owner();
    await addPasskey(one, this.laptop);
    return one;
  }

  /** What the audit log was told, oldest first. */
  async told(): Promise<AuditRecord['data'][]> {
    return (await this.directory.accessRecords()).map(({ data }) => data);
  }
}

/** A world of its own for each test of the file. */
export function eachWithItsOwner(): () => OwnerWorld {
  let world: OwnerWorld;
  beforeEach(() => {
    world = new OwnerWorld();
  });
  afterEach(() => world.directory.remove());
  return () => world;
}
