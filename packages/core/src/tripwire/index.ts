export { gather, type Heard, hear, type TripRequest } from "./heard.ts";
export { createTrip, type Trip, type TripDeps, type Tripped } from "./trip.ts";
