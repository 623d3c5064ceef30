"use strict";
// An item is a line of the report's side (data-item) and its pieces of the article (.seg, data-items): one lights the other.
(() => {
  const root = document.documentElement;
  const article = document.getElementById("article");
  const report = document.getElementById("report");
  const box = document.getElementById("with-out");
  const entries = new Map();
  const pieces = new Map();
  for (const entry of report.querySelectorAll("[data-item]")) entries.set(entry.dataset.item, entry);
  for (const piece of article.querySelectorAll(".seg"))
    for (const name of piece.dataset.items.split(" ")) pieces.set(name, [...(pieces.get(name) || []), piece]);
  // In a link no text can be selected with the mouse; what a click on it does is done here, so it need not be one.
  for (const link of document.querySelectorAll("a.text, a.run")) {
    link.removeAttribute("href");
    link.setAttribute("role", "link");
    link.tabIndex = 0;
  }
  const steps = [...report.querySelectorAll("[data-step]")];

  let pinned = []; // what was chosen by a click or the keyboard
  let hovered = []; // what the mouse is on; it counts before what was chosen
  let lit = [];
  let waiting = 0;

  const shown = (name) => !entries.get(name).matches(".out") || box.checked;
  // The items of what an event happened on, the leading one first.
  const namesAt = (node) => {
    if (!(node instanceof Element)) return [];
    const entry = node.closest("[data-item]");
    const piece = node.closest("[data-items]");
    const names = entry ? [entry.dataset.item] : piece ? piece.dataset.items.split(" ") : [];
    return names.filter(shown);
  };

  const update = () => {
    for (const node of lit) node.classList.remove("lit");
    lit = (hovered.length ? hovered : pinned).flatMap((name) => [entries.get(name), ...(pieces.get(name) || [])]);
    for (const node of lit) node.classList.add("lit");
  };

  // Bring an element into sight. Only a jump may scroll a page that does not have its two sides next to each other: there
  // the reader would lose what was under the eyes.
  const bring = (node, jump) => {
    const pane = node.closest(".pane");
    if (!jump && getComputedStyle(pane).overflowY !== "auto") return;
    const place = node.getBoundingClientRect();
    const sight = pane.getBoundingClientRect();
    const top = Math.max(sight.top, 0);
    const bottom = Math.min(sight.bottom, innerHeight);
    if (place.top >= top && place.bottom <= bottom) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    node.scrollIntoView({ block: place.height > bottom - top ? "start" : "center", behavior: still ? "auto" : "smooth" });
  };
  const counterpart = (node, name) => (article.contains(node) ? entries.get(name) : (pieces.get(name) || [])[0]);
  const reveal = (node, names, jump) => {
    const other = names.length && counterpart(node, names[0]);
    if (other) bring(other, jump);
  };

  const pin = (names) => {
    clearTimeout(waiting);
    pinned = names;
    hovered = [];
    update();
  };
  const focusable = (node) => (article.contains(node) ? node.closest(".run") : node.querySelector(".text"));
  // Focus lights and reveals by itself (focusin); the names are pinned after it, as they may be more exact.
  const go = (node, names) => {
    focusable(node).focus({ preventScroll: true });
    pin(names);
    bring(node, true);
  };

  // A scroll under a resting mouse moves nothing: only a mouse that moves chooses.
  document.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const names = namesAt(event.target);
    if (names.join() === hovered.join()) return;
    clearTimeout(waiting);
    hovered = names;
    update();
    if (names.length) waiting = setTimeout(reveal, 120, event.target, names, false);
  });
  root.addEventListener("pointerleave", () => {
    clearTimeout(waiting);
    hovered = [];
    update();
  });

  document.addEventListener("focusin", (event) => {
    const names = namesAt(event.target);
    if (!names.length) return;
    pin(names);
    reveal(event.target, names, false);
  });

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const node = event.target;
    const link = node.closest("a[href]");
    const names = namesAt(node);
    if (!names.length && !link) return;
    if (String(getSelection())) {
      event.preventDefault(); // text was selected, to be copied
      return;
    }
    // The links that are left (a further line, a tag of the list on top, the top's links) go where they point.
    const other = link ? document.getElementById(link.hash.slice(1)) : counterpart(node, names[0]);
    if (!other) return;
    if (other.matches(".pane")) return;
    event.preventDefault();
    go(other, !link ? [names[0]] : article.contains(other) ? names : [other.dataset.item]);
  });

  const step = (by) => {
    const at = steps.findIndex((entry) => pinned.includes(entry.dataset.item));
    const next = steps[at < 0 ? (by > 0 ? 0 : steps.length - 1) : Math.min(Math.max(at + by, 0), steps.length - 1)];
    if (!next) return;
    go(next, [next.dataset.item]);
    reveal(next, [next.dataset.item], false);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const on = document.activeElement;
    const inside = namesAt(on).length > 0;
    if (event.key === "Escape") {
      if (on) on.blur();
      pin([]);
    } else if (event.key === "j" || event.key === "J" || (event.key === "ArrowDown" && inside)) {
      step(1);
    } else if (event.key === "k" || event.key === "K" || (event.key === "ArrowUp" && inside)) {
      step(-1);
    } else if (event.key === "Enter" && inside && !on.matches("a[href]")) {
      on.click();
    } else return;
    event.preventDefault();
  });

  const toggle = () => {
    root.classList.toggle("with-out", box.checked);
    for (const run of article.querySelectorAll(".run.out")) {
      if (box.checked) run.tabIndex = 0;
      else run.removeAttribute("tabindex");
    }
    pin(pinned.filter(shown));
  };
  box.addEventListener("change", toggle);

  root.classList.add("js");
  toggle();
})();
