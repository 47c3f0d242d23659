// Remarks at a field: what was changed, what is doubtful, what was refused, what another window has.
import { words } from "./_draft_words.js";

const DOUBTFUL = /[\s.．。｡\-－–—_丶]+/gu;

export class Remarks {
  constructor(field, { onAnswer }) {
    this.field = field;
    this.place = field.element.querySelector("[data-notes]");
    this.onAnswer = onAnswer;
    for (const note of this.place.querySelectorAll("[data-ask]")) this.ask(note);
  }

  show(notes) {
    this.place.replaceChildren(...notes.map((note) => this.note(note.kind, note.message)));
  }

  note(kind, message) {
    const note = document.createElement("p");
    note.className = `tp-note tp-note--${kind}`;
    note.textContent = message;
    if (kind === "ask") this.ask(note);
    return note;
  }

  // A question gets its answers as buttons.
  ask(note) {
    const answers = document.createElement("span");
    answers.className = "tp-note__answers";
    if (this.field.type === "name" && note.textContent.includes("·")) {
      answers.append(button(words.useDot, () => {
        this.field.write(this.field.read().replace(DOUBTFUL, "·"));
        note.remove();
        this.onAnswer();
      }));
    }
    answers.append(button(words.keep, () => note.remove()));
    note.append(answers);
  }

  conflict(theirs, mine, { onMine, onTheirs }) {
    const box = document.createElement("div");
    box.className = "tp-conflict";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `${this.field.label}：${words.conflict}`);
    box.tabIndex = -1;
    box.append(
      line(words.theirs, this.field.words(theirs, words.empty)),
      line(words.mine, this.field.words(mine, words.empty)),
      button(words.takeMine, () => close(onMine)),
      button(words.takeTheirs, () => close(onTheirs)),
    );
    const close = (then) => {
      box.remove();
      then();
    };
    this.place.replaceChildren(box);
    return box;
  }
}

function line(label, value) {
  const made = document.createElement("p");
  const name = document.createElement("strong");
  name.textContent = label;
  made.append(name, value);
  return made;
}

function button(text, deed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary tp-small-button";
  made.textContent = text;
  made.addEventListener("click", deed);
  return made;
}
