// Applies the remembered theme and language before the first paint, so that a
// dark screen never flashes white. It is a file of its own because the content
// security policy allows no inline script.
(function () {
  try {
    var theme = localStorage.getItem('cadastre.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    var locale = localStorage.getItem('cadastre.locale');
    if (locale) document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
  } catch (error) {
    // Storage may be forbidden; the system theme then applies.
  }
})();
