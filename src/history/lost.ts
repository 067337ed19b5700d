/** What of a chat cannot go along as messages of a channel, whoever decides: for the dry run, before anybody approves. */
export function lostWords(): readonly string[] {
  return [
    'Photos, videos, voice notes, stickers and documents. A caption goes along, and says what stood with it.',
    'Reactions.',
    'Which message an answer was for: an export does not tell.',
    'Mentions: they become plain words and tell nobody.',
    'Polls, calls and live locations.',
    'Messages that were deleted or could be looked at once.',
    'What the app itself noted, such as who joined and who left.',
    'Phone numbers in the text: “a phone number” stands in their place. Names in the text stay.',
    'Seconds, where the export has none: messages of one minute keep their order.',
    'Earlier wordings of a message that was edited.',
  ];
}

/** As `lostWords`, for a document. */
export function lostInDocument(): readonly string[] {
  const lost = 'Polls, calls and live locations.';
  return lostWords()
    .map((line) => (line === lost ? 'Calls and live locations. Polls are there as words.' : line))
    .filter((line) => !line.startsWith('Seconds'));
}
