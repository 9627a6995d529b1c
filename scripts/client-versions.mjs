// Writes the version of the command line into what names it for clients: the MCP registry's entry and the plugin. With
// --check it writes nothing and fails when a file names another one.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, say } from './process.mjs';

const places = {
  'server.json': /(?<="version": ")[^"]+/g,
  'plugins/mt5-bridge/.claude-plugin/plugin.json': /(?<="version": ")[^"]+/g,
};

const { version } = JSON.parse(await readFile(join(root, 'packages', 'cli', 'package.json'), 'utf8'));
for (const [file, place] of Object.entries(places)) {
  const text = await readFile(join(root, file), 'utf8');
  const wanted = text.replaceAll(place, version);
  if (text === wanted) continue;
  if (!process.argv.includes('--check')) await writeFile(join(root, file), wanted);
  else {
    say(`${file} names another version than ${version}: npm run generate`);
    process.exitCode = 1;
  }
}
