import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { configLocation, explain, loadConfig, renderDefaults } from '@mt5-bridge/config';
import { CliError } from '../cli-error.ts';
import type { Shell } from '../shell.ts';

export interface ConfigOptions {
  readonly config?: string;
}

/** Prints where the configuration file is, or would be. */
export async function configPath(shell: Shell, { config }: ConfigOptions): Promise<void> {
  await shell.stdout.write(`${configLocation(shell, config).file}\n`);
}

/** Says what the configuration means, and the policy that comes of it. @throws ConfigError with everything that is wrong with it */
export async function configCheck(shell: Shell, { config }: ConfigOptions): Promise<void> {
  const loaded = await loadConfig(configLocation(shell, config), shell.env);
  // Loaded here, since the other two commands need neither.
  const [{ rulesOf }, policy] = await Promise.all([import('@mt5-bridge/gateway'), import('@mt5-bridge/policy')]);
  const sentences = [
    ...explain(loaded),
    '',
    `The policy, on the preset ${loaded.config.policy.preset}:`,
    ...policy.explain(rulesOf(loaded.config, false)).map((sentence) => `- ${sentence}`),
  ];
  await shell.stdout.write(`${sentences.join('\n')}\n`);
}

/** Writes a commented file with the defaults. @throws CliError CONFIG_EXISTS, CONFIG_UNWRITABLE */
export async function configInit(shell: Shell, options: ConfigOptions & { readonly force?: boolean }): Promise<void> {
  const { file } = configLocation(shell, options.config);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, renderDefaults(), { flag: options.force ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && syscall === 'open')
      throw new CliError('CONFIG_EXISTS', `${file} exists already.`, { details: { file } });
    throw new CliError('CONFIG_UNWRITABLE', `${file} can't be written (${code}).`, { details: { file }, cause: error });
  }
  await shell.stderr.write(`Wrote ${file}\n`);
}
