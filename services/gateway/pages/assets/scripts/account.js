// The sign-up page: a key for the dot in names.
import { dotKeys } from "./_dot_key.js";

dotKeys();
