export const moduleReadme = () => "";
