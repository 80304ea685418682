// Reloads after a rebuild; only `cargo xtask serve` writes it. What a release that was served here
// before has kept would hide what changes.
navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
new WebSocket(`ws://${location.host}/.well-known/trunk/ws`).onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === "reload") location.reload();
  else console.error("the rebuild failed:", message.data?.reason);
};
