// Light or dark: JupyterLab's own theme where there is one, else what the person's system prefers.

/** Keep `data-theme` of an element in step with the page; returns a function that stops it. */
export function followTheme(element) {
  const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
  const show = () => {
    const lab = document.body.dataset.jpThemeLight;
    const isDark = lab === undefined ? Boolean(dark?.matches) : lab === "false";
    element.dataset.theme = isDark ? "dark" : "light";
  };
  show();
  dark?.addEventListener?.("change", show);
  const watch = new MutationObserver(show);
  watch.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return () => { dark?.removeEventListener?.("change", show); watch.disconnect(); };
}
