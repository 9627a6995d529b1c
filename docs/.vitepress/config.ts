import { join, relative } from 'node:path';
import { defineConfig } from 'vitepress';
import { anchorOf, checklists, repository, repositoryLinks } from './markdown.ts';
import { docs, isGenerated, nav, root, sidebar, sourceOf } from './pages.ts';

export default defineConfig({
  title: 'mt5-bridge',
  description: 'MetaTrader 5 for AI agents, with the owner in charge',
  lang: 'en',
  cleanUrls: true,
  // Where the site lies is said at the build: --base.
  transformHead: ({ siteData }) => [['link', { rel: 'icon', type: 'image/svg+xml', href: `${siteData.base}icon.svg` }]],
  // The dashboard's icon is the site's.
  vite: { publicDir: join(root, 'packages/dashboard/public'), build: { assetsInlineLimit: 0 } },
  markdown: { config: (md) => md.use(repositoryLinks).use(checklists), anchor: { slugify: anchorOf } },
  transformPageData(page) {
    page.filePath = relative(root, sourceOf(page.relativePath) ?? join(docs, page.relativePath));
    if (isGenerated(page.relativePath)) page.frontmatter.editLink = false;
  },
  themeConfig: {
    logo: '/icon.svg',
    nav: nav(),
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repository }],
    editLink: { pattern: `${repository}/edit/main/:path`, text: 'Edit this page' },
  },
});
