// What an accessibility checker would say first; gives a list of complaints.
() => {
  const complaints = [];
  const visible = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(node).visibility === "visible";
  };
  const name = (node) =>
    (node.getAttribute("aria-label") || node.textContent || node.getAttribute("alt") || "").trim();
  const tell = (what, node) => complaints.push(`${what}: ${node.outerHTML.slice(0, 120)}`);

  if (!document.documentElement.lang) complaints.push("no language");
  if (document.querySelectorAll("h1").length !== 1) complaints.push("not one h1");
  if (!document.querySelector("main")) complaints.push("no main");
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  if (new Set(ids).size !== ids.length) complaints.push("ids are not unique");
  for (const node of document.querySelectorAll("[aria-labelledby], [aria-controls]")) {
    for (const attribute of ["aria-labelledby", "aria-controls"]) {
      const id = node.getAttribute(attribute);
      if (id && !document.getElementById(id)) tell(`${attribute} leads nowhere`, node);
    }
  }
  for (const node of document.querySelectorAll("button, a[href], textarea, [role=button], section, [role=log]")) {
    if (visible(node) && !node.matches("section") && !name(node)) tell("no name", node);
    if (node.matches("section") && !node.getAttribute("aria-labelledby")) tell("no name", node);
  }
  for (const node of document.querySelectorAll("img")) if (!node.hasAttribute("alt")) tell("no alt", node);
  for (const node of document.querySelectorAll("[tabindex]")) if (node.tabIndex > 0) tell("tabindex", node);
  for (const node of document.querySelectorAll("button, [role=tab]")) {
    const box = node.getBoundingClientRect();
    if (visible(node) && !node.matches(".command, .tools *") && Math.min(box.width, box.height) < 32) {
      tell("too small to tap", node);
    }
  }

  // Contrast of text, 4.5 to 1, against the nearest painted background.
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (color, over) => {
    context.clearRect(0, 0, 1, 1);
    if (over) {
      context.fillStyle = `rgb(${over.join(" ")})`;
      context.fillRect(0, 0, 1, 1);
    }
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const background = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(getComputedStyle(at).backgroundColor);
    const base = getComputedStyle(document.documentElement).backgroundColor;
    return layers.reverse().reduce((under, color) => rgba(color, under).slice(0, 3), rgba(base).slice(0, 3));
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const skip = "noscript, script, .unseen, .avatar, :disabled, :disabled *, .spoiler:not(.is-shown), dialog:not([open]) *";
    if (!walker.currentNode.data.trim() || node.closest(skip) || !visible(node)) continue;
    const under = background(node);
    const ink = rgba(getComputedStyle(node).color, under).slice(0, 3);
    const [light, dark] = [luminance(ink), luminance(under)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) tell(`contrast ${ratio.toFixed(2)}`, node);
  }
  return [...new Set(complaints)];
}
