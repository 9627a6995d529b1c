/** The folder with the built pages. */
export declare const dashboardFiles: string;
