"use strict";
(() => {
  const content = JSON.parse(document.getElementById("data").textContent);
  const page = document.getElementById("page");
  const narrowest = 200;
  const drawn = [];

  // Elements: texts are set as texts, so that no name of a task is taken for markup.

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...children.filter(child => child !== null && child !== ""));
    return made;
  }

  function section(title) {
    const id = `section-${page.children.length + 1}`;
    const made = element("section", { id }, element("h2", {}, title));
    page.append(made);
    document.getElementById("contents").append(element("a", { href: `#${id}` }, title));
    return made;
  }

  function code(text) {
    const button = element("button", { type: "button" }, "Copy");
    const pre = element("pre", { tabindex: "0" }, text);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(pre);
        button.textContent = "Selected: press Ctrl+C";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    return element("div", { class: "code" }, pre, button);
  }

  function number(value) {
    if (value === null || value === undefined) {
      return "";
    }
    const size = Math.abs(value);
    if (Number.isInteger(value) && size < 1e15) {
      return value.toLocaleString("en");
    }
    if (size >= 1000 && size < 1e9) {
      return value.toLocaleString("en", { maximumFractionDigits: 0 });
    }
    return size !== 0 && (size < 1e-4 || size >= 1e9) ? value.toExponential(3) : `${Number(value.toPrecision(5))}`;
  }

  /** A figure with its interval below it, in as many decimals as the interval's width has any use for. */
  function withInterval(value, interval) {
    if (value === null || interval === null || interval.lower === null || interval.upper === null) {
      return value;
    }
    const width = interval.upper - interval.lower;
    const decimals = width > 0 ? Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(width)))) : 5;
    const shown = end => Math.abs(end) >= 1e9 ? end.toExponential(3) : end.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return element("span", { class: "figure" }, number(value), element("span", { class: "interval" }, `${shown(interval.lower)} to ${shown(interval.upper)}`));
  }

  function table(columns, rows, name) {
    const cells = row => row.map((cell, index) => index === 0
      ? element("th", { scope: "row" }, `${cell}`)
      : element("td", {}, typeof cell === "string" || cell instanceof Node ? cell : number(cell)));
    return element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": name },
      element("table", {},
        element("thead", {}, element("tr", {}, ...columns.map(column => element("th", { scope: "col" }, column)))),
        element("tbody", {}, ...rows.map(row => element("tr", {}, ...cells(row))))));
  }

  // Colours are the style sheet's, so that light, dark and print are told in one place.

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }

  const symbols = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle", "emptyDiamond"];
  // Dashes let a line be seen that another one covers.
  const dashes = ["solid", [7, 4], [2, 3], [10, 3, 2, 3]];
  const seriesColour = index => colour(`series-${index % 8 + 1}`);

  const pen = document.createElement("canvas").getContext("2d");
  const font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";
  function width(text) {
    pen.font = `12px ${font}`;
    return Math.ceil(pen.measureText(text).width);
  }

  function safe(text) {
    const holder = document.createElement("span");
    holder.textContent = text;
    return holder.innerHTML;
  }

  function frame() {
    return {
      animation: false,
      textStyle: { fontFamily: font, color: colour("text") },
      tooltip: {
        confine: true,
        backgroundColor: colour("page"),
        borderColor: colour("line"),
        textStyle: { color: colour("text"), fontFamily: font, fontSize: 13 },
      },
      grid: { left: 8, right: 24, top: 14, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "all" },
    };
  }

  function axis(name, isVertical, rest) {
    return {
      name,
      nameLocation: "middle",
      nameGap: isVertical ? 12 : 10,
      nameMoveOverlap: true,
      nameTextStyle: { color: colour("soft"), fontSize: 12 },
      axisLine: { show: true, lineStyle: { color: colour("line") } },
      axisTick: { lineStyle: { color: colour("line") } },
      axisLabel: { color: colour("soft"), fontSize: 12, hideOverlap: true, formatter: rest.type === "category" ? undefined : axisNumber },
      splitLine: { show: rest.type !== "category", lineStyle: { color: colour("grid") } },
      ...rest,
    };
  }

  function axisNumber(value) {
    const size = Math.abs(value);
    return size >= 1e9 ? value.toExponential(1)
      : size >= 1e6 ? `${Number((value / 1e6).toPrecision(4))} M`
        : size >= 1e4 ? `${Number((value / 1e3).toPrecision(4))} k`
          : size !== 0 && size < 1e-3 ? value.toExponential(1) : `${Number(value.toPrecision(5))}`;
  }

  /** A scale that shows small beside large, where all values are positive and some are fifty times others. */
  function isWide(values) {
    const present = values.filter(value => value !== null);
    return present.length > 0 && Math.min(...present) > 0 && Math.max(...present) / Math.min(...present) > 50;
  }

  function valueAxis(name, isVertical, values, rest = {}) {
    return isWide(values)
      ? axis(`${name} (logarithmic)`, isVertical, { type: "log", ...rest })
      : axis(name, isVertical, { type: "value", scale: true, ...rest });
  }

  // Charts: for each kind its option, its height, and the table of its numbers.

  const kinds = {
    lines: {
      names: figure => figure.series.map(series => series.name),
      height: () => 280,
      option: figure => {
        const xs = figure.series.flatMap(series => series.x);
        const isWhole = xs.every(Number.isInteger);
        return {
          xAxis: axis(figure.xAxis, false, {
            type: "value",
            min: xs.length > 0 ? Math.min(...xs) : 0,
            max: xs.length > 0 && Math.max(...xs) > Math.min(...xs) ? Math.max(...xs) : undefined,
            minInterval: isWhole ? 1 : 0,
            splitLine: { show: false },
          }),
          yAxis: valueAxis(figure.yAxis, true, figure.series.flatMap(series => series.y)),
          tooltip: { ...frame().tooltip, trigger: "axis", valueFormatter: value => number(value) },
          series: figure.series.map((series, index) => ({
            type: "line",
            name: series.name,
            data: series.x.map((x, point) => [x, series.y[point]]),
            color: seriesColour(index),
            symbol: symbols[index % symbols.length],
            symbolSize: 7,
            showSymbol: series.x.length <= 40,
            lineStyle: { width: 2, type: dashes[index % dashes.length] },
          })),
        };
      },
      numbers: figure => {
        const xs = [...new Set(figure.series.flatMap(series => series.x))].sort((first, second) => first - second);
        const places = figure.series.map(series => new Map(series.x.map((x, index) => [x, series.y[index]])));
        return [[figure.xAxis, ...figure.series.map(series => series.name)],
          xs.map(x => [number(x), ...places.map(place => place.get(x) ?? null)])];
      },
    },
    bars: {
      names: figure => figure.series.length > 1 ? figure.series.map(series => series.name) : [],
      height: (figure, space) => isLying(figure, space)
        ? 70 + figure.categories.length * Math.max(8 + 15 * lines(figure.categories, space * 0.4), figure.series.length * 14 + 8) : 280,
      option: (figure, space) => {
        const lies = isLying(figure, space);
        const ofValues = axis(figure.yAxis, !lies, { type: "value" });
        const ofCategories = axis(figure.xAxis, lies, {
          type: "category",
          data: figure.categories,
          inverse: lies,
          axisLabel: {
            color: colour("soft"), fontSize: 12,
            ...(lies ? { interval: 0, width: nameRoom(figure.categories, space * 0.4), overflow: "break", lineHeight: 15 } : { hideOverlap: true }),
          },
        });
        return {
          xAxis: lies ? ofValues : ofCategories,
          yAxis: lies ? ofCategories : ofValues,
          tooltip: { ...frame().tooltip, trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: value => number(value) },
          series: figure.series.map((series, index) => ({
            type: "bar", name: series.name, data: series.values, color: seriesColour(index), barMaxWidth: 36,
          })),
        };
      },
      numbers: figure => [[figure.xAxis, ...figure.series.map(series => series.name)],
        figure.categories.map((category, index) => [category, ...figure.series.map(series => series.values[index])])],
    },
    "heat-map": {
      names: () => [],
      height: (figure, space) => 64 + figure.rows.length * (8 + 15 * lines(figure.rows, space * 0.38))
        + Math.max(0, 5 - figure.rows.length) * 12,
      option: (figure, space) => ({
        xAxis: axis(figure.xAxis, false, {
          type: "category", data: figure.columns, splitLine: { show: false },
          axisLabel: columnLabels(figure, space),
        }),
        yAxis: axis(figure.yAxis, true, {
          type: "category", data: figure.rows, inverse: true, splitLine: { show: false },
          axisLabel: { color: colour("soft"), fontSize: 12, interval: 0, width: nameRoom(figure.rows, space * 0.38), overflow: "break", lineHeight: 15 },
        }),
        visualMap: {
          show: false, min: figure.minimum, max: figure.maximum, dimension: 2, inRange: { color: ramp(figure) },
        },
        tooltip: {
          ...frame().tooltip,
          formatter: point => `${safe(figure.rows[point.value[1]])}, ${safe(figure.xAxis)} ${safe(figure.columns[point.value[0]])}<br><b>${number(point.value[2])}</b>`,
        },
        series: [{
          type: "heatmap",
          data: figure.values.flatMap((row, y) => row.map((value, x) => [x, y, value]).filter(cell => cell[2] !== null))
            .map(cell => ({ value: cell, label: { color: colour(strength(figure, cell[2]) > 0.6 ? "page" : "text") } })),
          itemStyle: { borderColor: colour("card"), borderWidth: figure.columns.length * 4 < space ? 1 : 0 },
          label: cellLabels(figure, space),
        }],
      }),
      numbers: figure => [[figure.yAxis, ...figure.columns], figure.rows.map((row, index) => [row, ...figure.values[index]])],
    },
    scatter: {
      names: figure => figure.series.map(series => series.name),
      height: () => 340,
      option: figure => ({
        xAxis: axis(figure.xAxis, false, { type: "value", scale: true }),
        yAxis: axis(figure.yAxis, true, { type: "value", scale: true }),
        tooltip: {
          ...frame().tooltip,
          formatter: point => `${safe(point.seriesName)}<br>${safe(figure.xAxis)} <b>${number(point.value[0])}</b><br>${safe(figure.yAxis)} <b>${number(point.value[1])}</b>`,
        },
        series: figure.series.map((series, index) => ({
          type: "scatter",
          name: series.name,
          data: series.x.map((x, point) => [x, series.y[point]]).filter(point => point[1] !== null),
          color: seriesColour(index),
          symbol: symbols[index % symbols.length],
          symbolSize: series.x.length > 200 ? 4 : 8,
          itemStyle: { opacity: series.x.length > 200 ? 0.6 : 0.9 },
        })),
      }),
      numbers: figure => [["series", figure.xAxis, figure.yAxis],
        figure.series.flatMap(series => series.x.map((x, index) => [series.name, x, series.y[index]]))],
    },
    dots: {
      names: () => [],
      height: (figure, space) => 70 + figure.rows.length * Math.max(34, 8 + 15 * lines(figure.rows, space * 0.34)),
      option: (figure, space) => {
        const dots = figure.values.flatMap((row, y) => row.map((value, x) => ({ value: [value, y], name: figure.columns[x] })))
          .filter(dot => dot.value[0] !== null);
        const means = figure.values.map((row, y) => [row.filter(value => value !== null), y]).filter(([row]) => row.length > 0)
          .map(([row, y]) => ({ value: [row.reduce((sum, value) => sum + value, 0) / row.length, y], name: "mean" }));
        const series = (data, rest) => ({
          type: "scatter",
          data: data.map(dot => ({ ...dot, itemStyle: { color: seriesColour(dot.value[1]) } })),
          ...rest,
        });
        return {
          xAxis: axis(figure.xAxis, false, { type: "value", scale: true }),
          yAxis: axis(figure.yAxis, true, {
            type: "category", data: figure.rows, inverse: true,
            splitLine: { show: true, lineStyle: { color: colour("grid") } },
            axisLabel: { color: colour("soft"), fontSize: 12, interval: 0, width: nameRoom(figure.rows, space * 0.34), overflow: "break", lineHeight: 15 },
          }),
          tooltip: {
            ...frame().tooltip,
            formatter: point => `${safe(figure.rows[point.value[1]])}, ${safe(point.name)}<br><b>${number(point.value[0])}</b>`,
          },
          series: [
            series(dots, { symbolSize: 10, itemStyle: { opacity: 0.75 } }),
            series(means, { symbol: "rect", symbolSize: [3, 24] }),
          ],
        };
      },
      numbers: figure => [[figure.yAxis, ...figure.columns], figure.rows.map((row, index) => [row, ...figure.values[index]])],
    },
  };

  /** Names that don't fit beside each other go below each other; the bins of a histogram are an axis and stay. */
  function isLying(figure, space) {
    const isOrdered = figure.categories.length > 0 && figure.categories.every(category => /^[-+\[(]?[\d.]/.test(category));
    const room = (space - 80) / Math.max(1, figure.categories.length);
    return !isOrdered && figure.categories.some(category => width(category) + 12 > room);
  }

  /** The lines of the longest text; a little room is lost at the end of each. */
  function lines(texts, space) {
    return Math.max(1, ...texts.map(text => Math.ceil(width(text) / (0.92 * space))));
  }

  /** The room of names beside a chart: what the longest takes, up to a limit from which on they are broken into lines. */
  function nameRoom(names, limit) {
    return Math.min(limit, Math.max(0, ...names.map(width)) + 4);
  }

  function labelRoom(figure, space) {
    const names = nameRoom(figure.rows, space * 0.38);
    return (space - names - 60) / Math.max(1, figure.columns.length);
  }

  /** Words as columns are turned where they don't fit, and some left out where that is not enough; so are numbers, such as epochs. */
  function columnLabels(figure, space) {
    const isOrdered = figure.columns.every(column => /^[-+\[(]?[\d.]/.test(column));
    const fits = figure.columns.every(column => width(column) + 6 <= labelRoom(figure, space));
    return {
      color: colour("soft"), fontSize: 12,
      ...(isOrdered ? { hideOverlap: true } : {
        interval: fits ? 0 : Math.ceil(16 / Math.max(1, labelRoom(figure, space))) - 1, rotate: fits ? 0 : 90, hideOverlap: true,
      }),
    };
  }

  function turnedHeight(figure, space) {
    const labels = columnLabels(figure, space);
    return labels.rotate === 90 ? Math.max(...figure.columns.map(width)) : 0;
  }

  function cellLabels(figure, space) {
    const shown = value => `${Number(value.toPrecision(2))}`;
    const texts = figure.values.flat().filter(value => value !== null).map(shown);
    const fits = texts.every(text => width(text) + 6 <= labelRoom(figure, space) && text.length < 8);
    return {
      show: fits, fontSize: 12, formatter: point => shown(point.value[2]),
    };
  }

  /** How far a value's colour is from the page's, from 0 to 1. */
  function strength(figure, value) {
    return figure.minimum < 0 && figure.maximum > 0
      ? Math.abs(value) / Math.max(-figure.minimum, figure.maximum)
      : (value - figure.minimum) / (figure.maximum - figure.minimum);
  }

  function ramp(figure) {
    return figure.minimum < 0 && figure.maximum > 0
      ? [colour("negative"), colour("zero"), colour("positive")]
      : [colour("low"), colour("middle"), colour("high")];
  }

  function isEmpty(figure) {
    const values = figure.values?.flat() ?? figure.series.flatMap(series => series.values ?? series.y);
    return values.every(value => value === null);
  }

  function draw(entry) {
    const space = Math.max(narrowest, entry.width ?? entry.holder.clientWidth);
    const kind = kinds[entry.figure.type];
    const height = kind.height(entry.figure, space)
      + (entry.figure.type === "heat-map" ? turnedHeight(entry.figure, space) : 0);
    entry.holder.style.height = `${height}px`;
    entry.chart ??= echarts.init(entry.holder, null, { renderer: "svg", width: space, height });
    entry.chart.resize({ width: space, height });
    entry.chart.setOption({
      ...frame(), ...kind.option(entry.figure, space),
      title: isEmpty(entry.figure)
        ? { text: "no values", left: "center", top: "middle", textStyle: { color: colour("soft"), fontSize: 14, fontWeight: "normal" } } : undefined,
      legend: { show: false, selected: Object.fromEntries([...entry.hidden].map(name => [name, false])) },
      aria: { enabled: true, label: { description: `${entry.figure.title}. ${entry.figure.caption} Its numbers are in the table below it.` } },
    }, true);
    entry.drawnFor = space;
    for (const [index, swatch] of [...entry.legend.querySelectorAll("i")].entries()) {
      swatch.style.background = seriesColour(index);
    }
    if (entry.scale) {
      entry.scale.style.background = `linear-gradient(to right, ${ramp(entry.figure).join(", ")})`;
    }
  }

  function chartFigure(figure) {
    const kind = kinds[figure.type];
    const holder = element("div", { class: "chart" });
    const entry = { figure, holder, hidden: new Set(), legend: element("div", { class: "legend" }) };
    for (const name of kind.names(figure)) {
      const button = element("button", { type: "button", "aria-pressed": "true", title: "Show or hide" }, element("i"), name);
      button.addEventListener("click", () => {
        if (!entry.hidden.delete(name)) {
          entry.hidden.add(name);
        }
        button.setAttribute("aria-pressed", `${!entry.hidden.has(name)}`);
        draw(entry);
      });
      entry.legend.append(button);
    }
    const made = element("figure", { class: isBroad(figure) ? "whole" : "" },
      element("figcaption", {}, element("h3", {}, figure.title), figure.caption ? element("p", {}, figure.caption) : null),
      entry.legend, holder);
    if (figure.type === "heat-map") {
      entry.scale = element("i");
      made.append(element("div", { class: "scale" }, number(figure.minimum), entry.scale, number(figure.maximum)));
    }
    const [columns, rows] = kind.numbers(figure);
    made.append(element("details", {}, element("summary", {}, `Numbers of ${figure.title}`), table(columns, rows, `Numbers of ${figure.title}`)));
    drawn.push(entry);
    return made;
  }

  function isBroad(figure) {
    // A cell with an interval takes the room of two.
    const widestTable = figure.intervals ? 4 : 6;
    return figure.type === "heat-map" && figure.columns.length > 24 || figure.type === "table" && figure.columns.length > widestTable || isLong(figure);
  }

  /** A table that would push all that follows off the screen is folded. */
  function isLong(figure) {
    return figure.type === "table" && figure.rows.length > 30;
  }

  function tableFigure(figure) {
    const interval = (row, column) => figure.intervals?.[row]?.[column] ?? null;
    const numbers = table(figure.columns, figure.rows.map((row, index) =>
      [row, ...figure.values[index].map((value, column) => withInterval(value, interval(index, column)))]), figure.title);
    return element("figure", { class: isBroad(figure) ? "whole" : "" },
      element("figcaption", {}, element("h3", {}, figure.title), figure.caption ? element("p", {}, figure.caption) : null),
      isLong(figure) ? element("details", {}, element("summary", {}, `Show ${figure.rows.length} rows`), numbers) : numbers);
  }

  function reportSection(data) {
    const made = section(data.title);
    if (data.text) {
      made.append(element("p", { class: "soft" }, data.text));
    }
    made.append(element("div", { class: "figures" },
      ...data.figures.map(figure => figure.type === "table" ? tableFigure(figure) : chartFigure(figure))));
  }

  function verdict(data) {
    const [word, ...rest] = data.text.split(":");
    return element("article", { class: `verdict ${data.verdict}` },
      element("h3", {}, data.name),
      element("p", { class: "soft" }, data.meaning),
      element("p", {}, element("span", { class: "word" }, word), `:${rest.join(":")}`),
      ...data.evidence.map(evidence => element("p", {}, evidence)));
  }

  function cures(data) {
    return element("article", { class: "verdict found" },
      element("h3", {}, `What to try against: ${data.name.toLowerCase()}`),
      element("p", { class: "soft" }, "One at a time, the likeliest first: as a part of the configuration file, or on the command line."),
      element("ol", { class: "cures" }, ...data.cures.map(cure => element("li", {}, cure.reason, code(cure.snippet), code(cure.argument)))));
  }

  function alerts() {
    const made = section("Alerts");
    if (content.alerts.length === 0) {
      made.append(element("p", {}, "No probe told of anything while the run went on."));
      return;
    }
    made.append(element("p", { class: "soft" }, "What probes told of while the run went on; a state is told when it begins."));
    made.append(element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Alerts" }, element("table", { class: "words" },
      element("thead", {}, element("tr", {}, ...["epoch", "probe", "alert", "what"].map(name => element("th", { scope: "col" }, name)))),
      element("tbody", {}, ...content.alerts.map(alert => element("tr", {},
        element("th", { scope: "row" }, `${alert.epoch}`), element("td", {}, alert.probe), element("td", {}, alert.name), element("td", {}, alert.message)))))));
  }

  function cell(data) {
    const text = data.link ? element("a", { href: data.link }, data.text) : data.text;
    return data.tone ? element("span", { class: `tone ${data.tone}` }, text) : text;
  }

  function wordTable(data) {
    // A column of sentences is broken into lines; figures and names are not.
    const kinds = data.columns.map((_, column) =>
      data.rows.some(cells => cells.length > 1 && cells[column].text.split("\n").some(line => line.length > 30)) ? { class: "sentence" } : {});
    const row = cells => cells.length === 1
      ? element("tr", { class: "group" }, element("th", { scope: "colgroup", colspan: `${data.columns.length}` }, cell(cells[0])))
      : element("tr", {}, ...cells.map((part, index) => index === 0
        ? element("th", { scope: "row", ...kinds[index] }, cell(part)) : element("td", kinds[index], cell(part))));
    return element("figure", { class: "whole" },
      element("figcaption", {}, element("h3", {}, data.title), data.caption ? element("p", {}, data.caption) : null),
      element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": data.title }, element("table", { class: "lines" },
        element("thead", {}, element("tr", {}, ...data.columns.map(column => element("th", { scope: "col" }, column)))),
        element("tbody", {}, ...data.rows.map(row)))));
  }

  function pageSection(data) {
    const made = section(data.title);
    made.append(...data.paragraphs.map(text => element("p", { class: "soft" }, text)));
    made.append(element("div", { class: "figures" },
      ...data.tables.map(wordTable),
      ...data.figures.map(figure => figure.type === "table" ? tableFigure(figure) : chartFigure(figure))));
  }

  function runReport() {
    section("Verdict").append(
      element("div", { class: "verdicts" }, ...content.verdicts.map(verdict)),
      ...content.verdicts.filter(data => data.cures.length > 0).map(cures));
    content.results.forEach(reportSection);
    content.probes.forEach(reportSection);
    alerts();
    reportSection(content.network);
    section("Configuration").append(
      element("p", { class: "soft" }, "With every default and override; config.json in the run folder is the same, and runs again."),
      element("details", {}, element("summary", {}, "Show the configuration"), code(content.configuration)));
    section("Environment").append(element("table", { class: "words" },
      element("tbody", {}, ...content.environment.map(fact => element("tr", {},
        element("th", { scope: "row" }, fact.name), element("td", {}, fact.value))))));
  }

  document.getElementById("title").textContent = content.title;
  document.getElementById("summary").textContent = content.summary;
  if (content.sections) {
    content.sections.forEach(pageSection);
  } else {
    runReport();
  }

  const redraw = () => drawn.forEach(draw);
  redraw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => drawn.filter(entry => entry.holder.clientWidth !== entry.drawnFor).forEach(draw));
  });

  // Paper is narrower than most windows, and white.
  const paper = matchMedia("print");
  paper.addEventListener("change", () => {
    drawn.forEach(entry => { entry.width = paper.matches ? 620 : undefined; });
    redraw();
  });
})();
