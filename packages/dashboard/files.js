import { fileURLToPath } from 'node:url';

const built = (path) => fileURLToPath(new URL(`dist/${path}`, import.meta.url));

export const dashboardFiles = built('pages');
export const viewFiles = { approval: built('views/approval.html'), positions: built('views/positions.html') };
