export { createOwnerAccess, type OwnerAccessOptions } from './owner-access.ts';
export { createOwnerPassphrase, type OwnerPassphrase, type OwnerPassphraseOptions } from './owner-passphrase.ts';
export { writePrivateFile } from './private-file.ts';
