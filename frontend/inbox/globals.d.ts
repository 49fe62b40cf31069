/// <reference types="@shopify/polaris-types" />
/// <reference types="@shopify/app-bridge-types" />

import type { ComponentChildren } from "preact";

/** `s-app-nav` and `rel` on its links belong to App Bridge, which ships no element types for them. */
declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "s-app-nav": { children?: ComponentChildren };
    }
  }
}
