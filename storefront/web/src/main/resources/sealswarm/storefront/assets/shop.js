// Small comforts over pages that work without script: copy buttons, keys, focus after a swap.
(() => {
  "use strict";
  const announce = (text) => {
    const place = document.querySelector(".notice-place");
    if (place) {
      place.textContent = text;
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) {
      return;
    }
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    navigator.clipboard.writeText(text).then(() => {
      button.textContent = button.dataset.copied;
      announce(button.dataset.copied);
    });
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "/") {
      const search = document.getElementById("q");
      event.preventDefault();
      if (search) {
        search.focus();
      } else {
        location.assign("/#q");
      }
    } else if (event.key === "?") {
      document.getElementById("keys").showModal();
    }
  });
  document.addEventListener("submit", (event) => {
    const button = event.target.querySelector("button[type=submit]:not(.quiet)");
    if (button && event.target.method === "post") {
      setTimeout(() => button.setAttribute("aria-busy", "true"), 0);
    }
  });
})();
