// What the forms can say before the server is asked.

export type PasswordProblem = 'short' | 'different';

/** Returns why a new password cannot be used where the server wants `least` characters, or null. Characters count, not bytes. */
export function passwordProblem(password: string, again: string, least: number): PasswordProblem | null {
  if ([...password].length < least) return 'short';
  return password === again ? null : 'different';
}
