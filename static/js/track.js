// The QR code carries number and secret behind the #, which no server and no log ever sees.
const form = document.querySelector("[data-track-form]");

function open() {
  const [number, secret] = decodeURIComponent(location.hash.slice(1)).split(".");
  if (!form || !number || !secret) return;
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.number.value = number;
  form.elements.secret.value = secret;
  form.requestSubmit();
}

// A link that is pasted where this page lies open already loads nothing anew.
addEventListener("hashchange", open);
open();
