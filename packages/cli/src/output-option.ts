import { Option } from 'commander';
import { formats } from './output/formats.ts';

export const outputOption = (): Option =>
  new Option('-o, --output <FORMAT>', 'how the answer is written (default: table at a terminal, else json)').choices(
    formats,
  );
