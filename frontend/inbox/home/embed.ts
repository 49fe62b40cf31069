/** Whether the widget is switched on in the published theme, as App Bridge says, and the way to the switch. */
export type EmbedState = "on" | "off" | "unknown";

/** The theme app extension's only block. */
const BLOCK = "chat";

interface Activation {
  handle?: string;
  status?: string;
}

export async function readEmbed(): Promise<EmbedState> {
  try {
    const extensions = await window.shopify.app.extensions();
    const blocks = extensions
      .filter((extension) => extension.type === "theme_app_extension")
      .flatMap((extension) => extension.activations as Activation[]);
    return stateOf(blocks);
  } catch {
    return "unknown";
  }
}

export function stateOf(blocks: readonly Activation[]): EmbedState {
  if (blocks.some((block) => block.status === "active")) return "on";
  return "off";
}

export function embedEditorUrl(): string {
  const { apiKey } = window.shopify.config;
  return `shopify://admin/themes/current/editor?context=apps&template=index&activateAppId=${apiKey}/${BLOCK}`;
}
