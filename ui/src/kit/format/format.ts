// Numbers, sizes, dates and durations in the reader's language.
import { useTranslation } from 'react-i18next';

function once<Value>(make: (locale: string) => Value): (locale: string) => Value {
  const made = new Map<string, Value>();
  return (locale) => {
    const known = made.get(locale);
    if (known !== undefined) return known;
    const value = make(locale);
    made.set(locale, value);
    return value;
  };
}

const plain = once((locale) => new Intl.NumberFormat(locale));
const compact = once((locale) => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }));
const percent = once((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }));
const dateTime = once((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }));
const date = once((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
/** Amounts and other decimals are texts; as such they are formatted without being rounded to a binary number first. */
type Decimal = Intl.StringNumericLiteral;
const cents = once((locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
const tenths = once((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
const relative = once((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

export interface Format {
  number(value: number): string;
  compact(value: number): string;
  percent(ratio: number): string;
  bytes(value: number): string;
  /** A decimal that is written as text, to one place. */
  decimal(value: string): string;
  /** An amount that is written as text, to two places, with the code of its currency: "90,000.00 USD". */
  money(amount: string, currency: string): string;
  date(iso: string): string;
  dateTime(iso: string): string;
  /** "3 minutes ago"; below a minute "now". */
  ago(iso: string, now?: number): string;
  /** Milliseconds as "850 ms", "4.2 s", "3 min 5 s"; in Chinese with its own units. */
  duration(milliseconds: number): string;
}

const SYMBOLS = { millisecond: 'ms', second: 's', minute: 'min', hour: 'h' } as const;
type Unit = keyof typeof SYMBOLS;
/** Units in Chinese; the short English ones would be `sec` and `hr`. */
const units = once((unit) => new Intl.NumberFormat('zh-CN', { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }));

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

export function formatFor(language: string): Format {
  const locale = language.startsWith('zh') ? 'zh-CN' : 'en';
  return {
    number: (value) => plain(locale).format(value),
    compact: (value) => compact(locale).format(value),
    percent: (ratio) => percent(locale).format(ratio),
    bytes(value) {
      const step = value < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
      const scaled = value / 1000 ** step;
      return `${plain(locale).format(Math.round(scaled * 10) / 10)} ${UNITS[step]}`;
    },
    decimal: (value) => tenths(locale).format(value as Decimal),
    money: (amount, currency) => `${cents(locale).format(amount as Decimal)} ${currency}`,
    date: (iso) => date(locale).format(new Date(iso)),
    dateTime: (iso) => dateTime(locale).format(new Date(iso)),
    ago(iso, now = Date.now()) {
      const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
      for (const [unit, length] of STEPS) {
        if (Math.abs(seconds) >= length) return relative(locale).format(Math.round(seconds / length), unit);
      }
      return relative(locale).format(0, 'second');
    },
    duration(milliseconds) {
      const said = (value: number, unit: Unit): string => (locale === 'zh-CN' ? units(unit).format(value) : `${value} ${SYMBOLS[unit]}`);
      if (milliseconds < 1000) return said(Math.round(milliseconds), 'millisecond');
      const seconds = milliseconds / 1000;
      if (seconds < 60) return said(Math.round(seconds * 10) / 10, 'second');
      const minutes = Math.floor(seconds / 60);
      if (minutes < 60) return `${said(minutes, 'minute')} ${said(Math.round(seconds % 60), 'second')}`;
      return `${said(Math.floor(minutes / 60), 'hour')} ${said(minutes % 60, 'minute')}`;
    },
  };
}

const formats = once(formatFor);

export function useFormat(): Format {
  const { i18n } = useTranslation('kit');
  return formats(i18n.language);
}
