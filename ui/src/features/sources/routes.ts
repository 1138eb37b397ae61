// The pages of sources; the router joins them below the shell.

export const sourcesRoutes = [] as const;
