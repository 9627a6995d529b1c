// Stands before every other way to pack a package than `npm run pack`, which passes it by.
process.stderr.write(
  'Packed by this command, the manifest would name versions as only pnpm understands them, and files would be missing. ' +
    'Run `npm run pack` at the top of the repository: it leaves every tarball in build/packages.\n',
);
process.exitCode = 1;
