// Passkeys: the browser's own dialogue, between a form and the server. Loaded only where one can be used or added.
// Every page that loads it offers other ways, and says so where this does not work.
const forms = document.querySelectorAll("form[data-passkey]");
const can = Boolean(window.PublicKeyCredential && navigator.credentials);

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  buffer ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") : undefined;
const ids = (list) => list?.map((item) => ({ ...item, id: bytes(item.id) }));

// Browsers' own conversions are younger than browsers we support.
const readOptions = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  excludeCredentials: ids(options.excludeCredentials),
  allowCredentials: ids(options.allowCredentials),
});
const write = (credential) => {
  const { response } = credential;
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.(),
      authenticatorData: text(response.authenticatorData ?? response.getAuthenticatorData?.()),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
    },
  });
};

const ask = async (form) => {
  const answer = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (answer.redirected || !answer.ok) {
    location.reload(); // The server wants something first, and its page says what.
    return new Promise(() => {});
  }

  const publicKey = readOptions(await answer.json());
  return form.dataset.passkey === "create" ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
};

for (const form of forms) {
  form.hidden = !can;
  const failed = form.querySelector("[data-passkey-failed]");
  form.addEventListener("submit", async (event) => {
    const credential = form.elements.namedItem("Credential");
    // What the server would refuse anyway is refused before the dialogue.
    if (credential.value || [...form.querySelectorAll("[data-first]")].some((input) => !input.querySelector("input")?.value.trim())) return;
    event.preventDefault();
    failed.hidden = true;
    try {
      credential.value = write(await ask(form));
      HTMLFormElement.prototype.submit.call(form);
    } catch {
      failed.hidden = false; // Closed by the person, or no passkey here: nothing was sent.
    }
  });
}

for (const note of document.querySelectorAll("[data-passkey-none]")) note.hidden = can;
