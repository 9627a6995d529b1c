export { createOwnerPassphrase, type OwnerPassphrase, type OwnerPassphraseOptions } from './owner-passphrase.ts';
