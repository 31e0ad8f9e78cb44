/** The rule of the house that no linter has: for oxlint, as a plugin of ESLint. */
const noCurrentTime = {
  create: (context) => ({
    NewExpression(node) {
      if (node.callee.name === 'Date' && node.arguments.length === 0)
        context.report({ node, message: 'Time comes from the injected Clock.' });
    },
  }),
};

export default { meta: { name: 'jalon' }, rules: { 'no-current-time': noCurrentTime } };
