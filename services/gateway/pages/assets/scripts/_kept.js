// What is typed and not stored yet, for this tab: it survives a reload or a page that was left.
// Nothing stays once it is stored, for somebody else, or after signing out (the server clears it).
export class Kept {
  constructor(application) {
    this.name = `tepei-draft-${application}`;
    this.person = document.body.dataset.person || "";
  }

  read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.name) || "{}");
      if (kept.person === this.person) return kept.fields;
      sessionStorage.removeItem(this.name);
    } catch {
      // a browser that stores nothing saves over the line only
    }
    return {};
  }

  // Replaces what is kept of the fields of one page; `fields`: code → { value, base }.
  write(codes, fields) {
    const all = { ...this.read() };
    for (const code of codes) delete all[code];
    Object.assign(all, fields);
    try {
      if (Object.keys(all).length === 0) sessionStorage.removeItem(this.name);
      else sessionStorage.setItem(this.name, JSON.stringify({ person: this.person, fields: all }));
    } catch {
      // as above
    }
  }
}
