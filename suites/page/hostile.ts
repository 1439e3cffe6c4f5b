/** Names as tags of foreign snapshots may have them. */
export const HOSTILE: readonly string[] = [
  "<img src=x onerror=window.harmed=1>",
  "</script><script>window.harmed=1</script>",
  "<!--<script>window.harmed=1",
  "\u2028window.harmed=1\u2029",
  "javascript:window.harmed=1",
  "\"'`><svg/onload=window.harmed=1>",
  "\u0024{window.harmed=1}{{window.harmed=1}}",
  "__proto__",
  "]]>&lt;b&gt;&amp;",
  "a\u202Eb\u0000c",
];
