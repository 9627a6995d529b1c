import { fileURLToPath } from 'node:url';

export const dashboardFiles = fileURLToPath(new URL('dist/pages', import.meta.url));
