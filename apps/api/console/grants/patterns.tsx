/** What tells the states of grants apart without colours. */
export const Patterns = () => (
  <defs>
    <pattern id="grants-suspended" width="6" height="6" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M3 0V6" />
    </pattern>
    <pattern id="grants-withdrawn" width="6" height="6" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M0 0 6 6M6 0 0 6" />
    </pattern>
    <pattern id="grants-expired" width="6" height="6" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M0 6 6 0M-1 1 1-1M5 7 7 5" />
    </pattern>
  </defs>
);
