/** Teams' limits for channel names (limits and specifications for Microsoft Teams, "Channel name"). */
const LONGEST = 50;
const PUNCTUATION = /[~#%&*{}+/\\:<>?|'",]|\.\./;
const INVISIBLE = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const RESERVED = /^(forms|con|conin\$|conout\$|prn|aux|nul|com[1-9]|lpt[1-9]|desktop\.ini)$/i;

/** What is wrong with the name itself, in our own words; null when Teams takes it. */
export function nameProblem(name: string): string | null {
  if (name.trim() === '') return 'Give the channel a name.';
  if (INVISIBLE.test(name)) return 'The name has characters in it that cannot be seen. Type it again.';
  if (name.length > LONGEST) return `A channel name has at most ${LONGEST} characters. This one has ${name.length}.`;
  if (PUNCTUATION.test(name))
    return 'Teams does not take some punctuation in a channel name, such as & / : ? or a comma. Use letters, numbers, spaces and hyphens.';
  if (/^[_.]|\.$/.test(name)) return 'A channel name cannot begin with _ or a full stop, or end with a full stop.';
  if (RESERVED.test(name) || name.toLowerCase().includes('_vti_'))
    return 'Teams keeps this name for itself. Choose another one.';
  return null;
}

/** As Teams compares names within a team: without regard to case. */
export function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
