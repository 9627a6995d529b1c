/** The folder with the built pages. */
export declare const dashboardFiles: string;
/** The built views for hosts of MCP Apps, a file each. */
export declare const viewFiles: { readonly approval: string; readonly positions: string };
