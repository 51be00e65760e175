// The QR code carries number and secret behind the #, which no server and no log ever sees.
const form = document.querySelector("[data-track-form]");

// The QR of a printed letter names the invitation and leaves its secret to be typed.
function fill(code) {
  if (form.dataset.trackForm !== "code" || !/^[0-9A-Z]{8}$/.test(code)) return;
  form.elements.number.value = code;
  form.elements.secret.focus();
}

function open() {
  const [number, secret] = decodeURIComponent(location.hash.slice(1)).split(".");
  if (!form || !number) return;
  if (!secret) return fill(number);
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.number.value = number;
  form.elements.secret.value = secret;
  form.requestSubmit();
}

// A link that is pasted where this page lies open already loads nothing anew.
addEventListener("hashchange", open);
open();
