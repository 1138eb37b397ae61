// Cron expressions as people say them: presets, and a sentence for the common
// shapes. When exactly they fire is the server's to say.

/** A schedule in words: a key of the texts and its values. */
export interface CronWords {
  readonly key: 'everyMinutes' | 'hourly' | 'daily' | 'weekly' | 'monthly';
  readonly values: Readonly<Record<string, string | number>>;
}

export const PRESETS = [
  { name: 'hourly', cron: '0 * * * *' },
  { name: 'daily', cron: '0 2 * * *' },
  { name: 'weekly', cron: '0 2 * * 1' },
  { name: 'monthly', cron: '0 2 1 * *' },
] as const;

const NUMBER = /^\d{1,2}$/;

/**
 * Says an expression of five or six fields in words; `null` for any shape that is
 * not one of the common ones. `weekdays` names the days from Sunday on.
 */
export function cronWords(cron: string, weekdays: readonly string[]): CronWords | null {
  const fields = cron.trim().split(/\s+/);
  // Six fields begin with seconds; only "at second 0" is said in words.
  const five = fields.length === 6 && fields[0] === '0' ? fields.slice(1) : fields;
  if (five.length !== 5) return null;
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = five;
  const anyDay = isAny(day) && isAny(weekday);
  if (!isAny(month)) return null;
  const every = /^\*\/(\d{1,2})$/.exec(minute)?.[1];
  if (every !== undefined && hour === '*' && anyDay) return { key: 'everyMinutes', values: { count: Number(every) } };
  if (!NUMBER.test(minute)) return null;
  if (hour === '*' && anyDay) return { key: 'hourly', values: { minute: minute.padStart(2, '0') } };
  if (!NUMBER.test(hour)) return null;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (anyDay) return { key: 'daily', values: { time } };
  if (isAny(day)) {
    const name = weekdayName(weekday, weekdays);
    return name === null ? null : { key: 'weekly', values: { time, day: name } };
  }
  return isAny(weekday) && NUMBER.test(day) ? { key: 'monthly', values: { time, day: Number(day) } } : null;
}

function isAny(field: string): boolean {
  return field === '*' || field === '?';
}

const SHORT = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function weekdayName(field: string, weekdays: readonly string[]): string | null {
  const index = NUMBER.test(field) ? Number(field) % 7 : SHORT.indexOf(field.toUpperCase());
  return weekdays[index] ?? null;
}
