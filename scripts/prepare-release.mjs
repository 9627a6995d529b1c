import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, root, say } from './process.mjs';

/** From the one that asks most of users to the one that asks least, and the heading of each in the list. */
const kinds = { major: 'What works differently', minor: 'New', patch: 'Mended' };

/**
 * Makes of the files in .changeset a new version of every package and its section in CHANGELOG.md, and renews what is
 * generated with the version in it. What it leaves is to be read and committed.
 */
export async function prepareRelease(space, generate) {
  const changes = await pending(join(root, '.changeset'));
  if (changes.length === 0)
    throw new Failure('There is nothing to release: no change is noted in .changeset (`npx changeset` notes one).');
  const end = await space.bin('changeset', ['version']);
  if (end.code !== 0) return end;

  const { version } = JSON.parse(await readFile(join(root, 'packages', 'cli', 'package.json'), 'utf8'));
  const list = join(root, 'CHANGELOG.md');
  await writeFile(list, withSection(await readFile(list, 'utf8'), version, changes));
  say(
    `Version ${version}. Read CHANGELOG.md, commit everything, and push the tag v${version}: CONTRIBUTING.md has the steps.`,
  );
  return generate();
}

async function pending(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md') && name !== 'README.md').sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => {
    const [, head = '', summary = ''] = /^---\r?\n([\s\S]*?)---\r?\n([\s\S]*)$/.exec(text) ?? [];
    return {
      kind: Object.keys(kinds).find((kind) => new RegExp(`: ${kind}\\s*$`, 'm').test(head)),
      summary: summary.trim(),
    };
  });
}

/** The newest version stands first, below the words that open the file. */
function withSection(text, version, changes) {
  const groups = Object.entries(kinds).flatMap(([kind, heading]) => {
    const lines = changes
      .filter((change) => change.kind === kind)
      .map(({ summary }) => `- ${summary.replaceAll('\n', '\n  ')}`);
    return lines.length === 0 ? [] : [`### ${heading}\n\n${lines.join('\n')}\n`];
  });
  const at = text.search(/^## /m);
  const [opening, older] = at < 0 ? [`${text.trimEnd()}\n\n`, ''] : [text.slice(0, at), `\n${text.slice(at)}`];
  return `${opening}## ${version}\n\n${groups.join('\n')}${older}`;
}
