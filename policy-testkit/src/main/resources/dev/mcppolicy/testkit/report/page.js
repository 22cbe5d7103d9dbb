"use strict";
(() => {
  const places = Array.from(document.querySelectorAll(".missing"));
  const status = document.getElementById("status");
  const keys = document.getElementById("keys");
  const parts = document.querySelectorAll("details.part");
  let current = -1;

  function unfoldTo(element) {
    for (let each = element; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") {
        each.open = true;
      }
    }
  }

  function go(step) {
    const focused = places.findIndex((place) => place.contains(document.activeElement));
    if (focused >= 0) {
      current = focused;
    }
    current = current < 0 ? (step > 0 ? 0 : places.length - 1) : (current + step + places.length) % places.length;
    const place = places[current];
    unfoldTo(place);
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
    status.textContent = `${current + 1} of ${places.length} missing`;
  }

  function onClick(id, action) {
    const button = document.getElementById(id);
    if (button) {
      button.addEventListener("click", action);
    }
  }

  function foldAll(open) {
    parts.forEach((part) => { part.open = open; });
    status.textContent = open ? "all unfolded" : "all folded";
  }

  onClick("next", () => go(1));
  onClick("previous", () => go(-1));
  onClick("unfold", () => foldAll(true));
  onClick("fold", () => foldAll(false));

  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey && !event.isComposing;
    if (!keys || !keys.checked || !isPlain) {
      return;
    }
    if (event.key === "n" || event.key === "p") {
      event.preventDefault();
      go(event.key === "n" ? 1 : -1);
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (target) {
      unfoldTo(target);
      target.focus();
    }
  });

  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = Array.from(document.querySelectorAll("details:not([open])"));
    folded.forEach((each) => { each.open = true; });
  });
  window.addEventListener("afterprint", () => {
    folded.forEach((each) => { each.open = false; });
  });

  document.getElementById("controls").hidden = false;
  const first = document.getElementById("first");
  if (first) {
    first.hidden = true;
  }
})();
