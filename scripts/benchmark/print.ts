export const row = (what: string, figure: string): void => console.log(`${what.padEnd(64)} ${figure}`);

export const number = (value: number): string => value.toLocaleString("en-US");

export const kb = (bytes: number): string => `${(bytes / 1024).toFixed(0)} kB`;
