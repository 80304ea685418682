/** The state of a widget as a query: only what differs from the default, `width=64&seed=7`. */
export type State = string;

/**
 * `<third-pass widget="bottleneck" state="width=64&amp;seed=7">a link, for where it does not run</third-pass>`:
 * a widget of a site of Third Pass, in a frame as high as what it shows.
 *
 * Attributes: `widget`; `state`; `host`, the site's address; `lang` ("zh", "en") and `theme` ("light",
 * "dark", "auto"), else the page's; `backend` ("auto", "webgpu", "cpu"); `hide` and `lock`, keys of
 * controls; `ask`, a question; `sandbox`, the frame's; `loading` ("eager": before it comes near the view).
 */
export class ThirdPass extends HTMLElement {
  /** Where the site is, for elements without `host`. */
  static host: string;
  /** The state that is shown, or will be. */
  getState(): State;
  /** Keys that are left out have their defaults. */
  setState(state: State): void;

  // The events do not bubble.
  /** The picture shows a result for the present state, computed in this tab. */
  addEventListener(type: "ready", listener: (event: CustomEvent<{ backend: "webgpu" | "cpu" }>) => void, options?: boolean | AddEventListenerOptions): void;
  /** The reader, or `setState`, has set another state. */
  addEventListener(type: "statechange", listener: (event: CustomEvent<{ state: State }>) => void, options?: boolean | AddEventListenerOptions): void;
  /** What went wrong, in a sentence. */
  addEventListener(type: "error", listener: (event: CustomEvent<{ message: string }>) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "third-pass": ThirdPass;
  }
}
