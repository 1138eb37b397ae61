// The pages of runs; the router joins them below the shell.

export const runsRoutes = [] as const;
