// Everything works without this file. It only makes some moments easier.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import "./offline.js";

document.body.classList.add("govuk-frontend-supported", "js");

const start = (Component, name) => {
  for (const element of document.querySelectorAll(`[data-module="govuk-${name}"]`)) {
    try {
      new Component(element);
    } catch {
      // The page is complete without the enhancement.
    }
  }
};
start(Button, "button"); // a second tap on Send does nothing
start(CharacterCount, "character-count");
start(Checkboxes, "checkboxes"); // "none of these" unticks the others

// After an error the page starts at the list of what to change.
const summary = document.querySelector(".govuk-error-summary");
if (summary) {
  summary.setAttribute("tabindex", "-1");
  summary.focus();
}

// A link in that list moves focus to its answer and keeps the question in view.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".govuk-error-summary a[href^='#']");
  const input = link && document.getElementById(link.hash.slice(1));
  if (!input) return;
  event.preventDefault();
  const group = input.closest(".govuk-form-group, fieldset") ?? input;
  group.scrollIntoView();
  input.focus({ preventScroll: true });
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
