// The pages of lineage; the router joins them below the shell.

export const lineageRoutes = [] as const;
