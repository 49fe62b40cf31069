/** Types of the inbox's operations, from the checked-in schema. CI generates them again and compares. */
import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../schema.graphql",
  documents: ["graphql/*.graphql"],
  generates: {
    "graphql/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: "string",
        enumsAsTypes: true,
        skipTypename: true,
        strictScalars: true,
        useTypeImports: true,
        avoidOptionals: { field: true },
        scalars: { DateTime: "string" },
      },
    },
  },
};

export default config;
