// Lint rules: type-checked and strict. spec/architecture.spec.ts has the import table of the tree.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/*.gen.d.ts', '**/*.gen.ts', 'dist', '**/*.mjs', '**/*.cjs'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: new URL('../..', import.meta.url).pathname },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-param-reassign': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off', // values of JSON.parse and res.locals get their types where they are received
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['src/console/**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: {
        project: './src/console/tsconfig.json',
        tsconfigRootDir: new URL('../..', import.meta.url).pathname,
      },
    },
    rules: {
      // Texts of devices are hostile: nothing makes HTML from a text, and href() of route.ts builds every address.
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
      'no-restricted-properties': [
        'error',
        ...[
          'innerHTML',
          'outerHTML',
          'insertAdjacentHTML',
          'setHTMLUnsafe',
          'srcdoc',
          'cssText',
          'write',
          'writeln',
        ].map((property) => ({ property, message: 'texts are text nodes' })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'texts are text nodes' },
        { selector: 'JSXAttribute[name.name=/^(style|srcDoc|formAction)$/]', message: 'not from here' },
        {
          selector:
            'JSXAttribute[name.name="href"] > JSXExpressionContainer > :not(CallExpression[callee.name=/^(href|loginAddress)$/])',
          message: 'an address is built by href() or loginAddress()',
        },
      ],
      // An effect of preact may return nothing, and a handler may begin work that shows its own failure.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    files: ['spec/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
);
