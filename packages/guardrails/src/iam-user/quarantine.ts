/** AWS's own, deny everything. Managed, as a policy of the organization can protect its attachment. */
export const QUARANTINE = "arn:aws:iam::aws:policy/AWSDenyAll";
