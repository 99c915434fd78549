import { type Html, html } from "../border/html.js";
import { tokenField, type Viewer } from "./frame.js";

/** The way in. The token ties the form to the browser that asked for it. */
export function signInBody(token: string): Html {
  return html`<form method="post"><input type="hidden" name="token" value="${token}">
<label class="field"><span>Name</span><input type="text" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="63"></label>
<label class="field"><span>Password</span><input type="password" name="password" autocomplete="current-password" required maxlength="1024"></label>
<p><button name="act" value="enter">Sign in</button></p></form>`;
}

/** The way out. */
export function signOutBody(viewer: Viewer): Html {
  return html`<form method="post">${tokenField(viewer)}<p><button name="act" value="leave">Sign out</button></p></form>`;
}
