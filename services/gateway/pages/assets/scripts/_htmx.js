// htmx, set up so that it needs no inline style and no eval, and keeps no page in the browser.
import htmx from "htmx.org";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.historyCacheSize = 0;
htmx.config.selfRequestsOnly = true;

window.htmx = htmx;
