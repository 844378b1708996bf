// Compiles templates in the browser: the ahead-of-time compiler is large, and the code of the docs is the same for both.
import "@angular/compiler";
import { provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { App } from "./nachklang";

bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
