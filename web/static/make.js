// Elements and buttons, as every script of the page makes them.

/** An element with these properties, and what stands in it. */
export const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** A button that says this, and is told when it is pressed. */
export const press = (words, done) => {
  const button = make("button", { type: "button", textContent: words });
  button.addEventListener("click", () => done(button));
  return button;
};
