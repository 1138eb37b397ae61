// Everything a feature may use. One module per component, so that a page pays
// only for what it shows.
export * from './button/button';
export * from './chip/chip';
export * from './code/code';
export * from './copy/copy';
export * from './cx';
export * from './dialog/dialog';
export * from './field/field';
export * from './format/format';
export * from './icon/icon';
export * from './kbd/kbd';
export * from './menu/menu';
export * from './page/page';
export * from './popover/popover';
export * from './safe-html/safe-html';
export * from './select/select';
export * from './skeleton/skeleton';
export * from './states/states';
export * from './tabs/tabs';
export * from './time/time';
export * from './toast/toast';
export * from './tooltip/tooltip';
