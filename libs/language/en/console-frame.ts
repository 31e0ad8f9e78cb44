/** The frame around every page of the console. */
export const frame = {
  skip: 'Skip to content',
};
