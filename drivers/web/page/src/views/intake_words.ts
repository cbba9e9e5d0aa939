// The fields of an intake in the words in which a person is asked for them.
import type { IntakeField } from "../api";

interface Wording {
  ask: string;
  hint?: string;
}
const CLOCK =
  `By the clock of this computer, ${Intl.DateTimeFormat().resolvedOptions().timeZone} time`;

// The fields in an officer's words; one that is not here is asked in the server's.
const WORDINGS: Record<string, Wording> = {
  device: { ask: "What is it?", hint: "For example: laptop, grey; USB stick, blue" },
  seizure_ref: { ask: "Its reference in the property system" },
  seized_at: { ask: "When was it seized?", hint: CLOCK },
  holder: { ask: "Whose device is it?" },
  consent_scope: {
    ask: "What did they agree to be looked at?",
    hint: "For a victim's or a witness's device. Nothing beyond it is to be scanned.",
  },
  authority: { ask: "Under which authority is it held?" },
  suspect: { ask: "The suspect, by a key", hint: "A reference, not a name" },
  household: { ask: "The household, by a key", hint: "A reference, not an address" },
  case_ref: { ask: "The case it belongs to" },
  lives_with_children: { ask: "Do they live with children?" },
  works_with_children: {
    ask: "Do they work with children?",
    hint: "Paid or unpaid: schools, clubs, care",
  },
  other_access: {
    ask: "Do they have any other contact with children?",
    hint: "Family, neighbours, baby-sitting, groups",
  },
  position_of_trust: {
    ask: "Are they in a position of trust over children?",
    hint: "Teacher, coach, carer, clergy",
  },
  prior_record: { ask: "Are they on record for offences of this kind?" },
  child_identified: { ask: "Is a child known who is at risk, or was abused?" },
  immediate_risk: { ask: "Is a child in danger now?" },
  referral: { ask: "Was what is known passed on, so that a child is protected?" },
  referral_by: { ask: "Who decided that?", hint: "If it was somebody else than you" },
  referral_at: { ask: "When was that decided?", hint: CLOCK },
  referral_ref: { ask: "The referral's reference" },
  cannot_be_scanned: { ask: "Why can it not be scanned?" },
  bail: { ask: "When does bail end?" },
  court: { ask: "When does the court hear it?" },
};
export function keyOf(field: IntakeField): string {
  return field.key.replace(/-/g, "_");
}

export function wordingOf(field: IntakeField): Wording {
  return WORDINGS[keyOf(field)] ?? { ask: field.about };
}
