// What every page runs: components that need a script, parts that refresh themselves, the session.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
} from "govuk-frontend";
import "./_htmx.js";
import { keepSession } from "./_session.js";
import { words } from "./_words.js";

const COMPONENTS = [
  [Button, { preventDoubleClick: true }],
  [CharacterCount, { i18n: words.characterCount }],
  [Checkboxes],
  [ErrorSummary],
  [NotificationBanner],
  [PasswordInput, { i18n: words.passwordInput }],
  [Radios],
  [ServiceNavigation],
  [SkipLink],
];

function start(root) {
  for (const [Component, options] of COMPONENTS) {
    for (const element of root.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
      if (!element.hasAttribute(`data-${Component.moduleName}-init`)) {
        try {
          new Component(element, options);
        } catch (error) {
          console.warn(error); // the page works without it
        }
      }
    }
  }
}

start(document);
document.body.addEventListener("htmx:afterSettle", (event) => start(event.target));
keepSession();
