// Imports the package and uses nothing of it, so no byte of it may end in the bundle.
import { init } from "nachklang";

void init;

export const other = "other";
