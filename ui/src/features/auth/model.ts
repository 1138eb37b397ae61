// What the forms can say before the server is asked.

export const LEAST_PASSWORD_LENGTH = 10;

export type PasswordProblem = 'short' | 'different';

/** Returns why a new password cannot be used, or null. Characters count, not bytes. */
export function passwordProblem(password: string, again: string): PasswordProblem | null {
  if ([...password].length < LEAST_PASSWORD_LENGTH) return 'short';
  return password === again ? null : 'different';
}
