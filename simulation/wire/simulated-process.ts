// Imported first by a process that asks the simulated AWS: it is the time there that SIMULATED_NOW says, and passes; and whoever reads
// has 80 columns.

const ahead = Number(process.env.SIMULATED_NOW) - Date.now();
const OwnDate = Date;

globalThis.Date = new Proxy(OwnDate, {
  construct: (own, args, target) => Reflect.construct(own, args.length === 0 ? [own.now() + ahead] : args, target),
  get: (own, name) => (name === "now" ? () => own.now() + ahead : Reflect.get(own, name)),
});

process.stdout.columns = 80;
