/** A setting of a bench: what the environment says, or what is usual. */
export const numberSetting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
