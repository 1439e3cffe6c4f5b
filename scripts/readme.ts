/** The fenced blocks of a document in one language, without their last line break. */
export function blocks(markdown: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\`$`, "gm");
  return [...markdown.matchAll(fence)].map(([, block = ""]) => block);
}

/** The commands of a document: lines of its `sh` blocks, those that go on after a backslash as one. */
export function commands(markdown: string): string[] {
  return blocks(markdown, "sh").flatMap((block) => block.replace(/\s*\\\n\s*/g, " ").split("\n"));
}
