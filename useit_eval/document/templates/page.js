"use strict";
(() => {
  const narrow = () => window.matchMedia("(max-width: 70rem)").matches;
  const contents = document.querySelector("nav.contents details");
  if (contents && narrow()) contents.open = false;

  for (const rest of document.querySelectorAll(".cites .rest")) {
    const more = document.createElement("button");
    more.type = "button";
    more.className = "more";
    more.textContent = "+" + rest.dataset.count;
    more.setAttribute("aria-label", "Show " + rest.dataset.count + " more references");
    more.addEventListener("click", () => { rest.hidden = false; more.remove(); rest.querySelector("a")?.focus(); });
    rest.hidden = true;
    rest.before(more);
  }

  const plots = [...document.querySelectorAll(".plot")];
  for (const plot of plots) {
    const { data, layout } = JSON.parse(plot.closest("figure").querySelector(".plot-data").textContent);
    Plotly.newPlot(plot, data, layout, { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false });
  }
  const fit = () => plots.forEach((plot) => Plotly.Plots.resize(plot));
  window.matchMedia("print").addEventListener("change", fit);
  window.addEventListener("beforeprint", fit);
  window.addEventListener("afterprint", fit);
})();
