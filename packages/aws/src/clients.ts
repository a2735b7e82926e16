/** Clients of every service that anything declares. */
import { type ClientOptions, type Clients, createClientsOf } from "./clients-of.ts";
import { services } from "./generated/clients.ts";

export type { ClientOptions, Clients } from "./clients-of.ts";

export function createClients(options: ClientOptions): Clients {
  return createClientsOf(services, options);
}
