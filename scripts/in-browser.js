/* Runs in the page of scripts/screens.ts, beside the `adaptivecards` renderer. */

/** The little Markdown that our own words use. */
function markdown(text, result) {
  result.outputHtml = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/\[(.+?)\]\((https:[^)]+)\)/g, '<a class="ac-anchor" href="$2">$1</a>');
  result.didProcess = true;
}

/** Draws the card and answers with the texts that are cut off. */
globalThis.drawCard = function drawCard({ card, config }) {
  const { AdaptiveCard, HostConfig } = globalThis.AdaptiveCards;
  AdaptiveCard.onProcessMarkdown = markdown;
  const drawn = new AdaptiveCard();
  drawn.hostConfig = new HostConfig(config);
  drawn.parse(card);
  globalThis.shown = { card, drawn };
  const box = document.querySelector('.card');
  box.replaceChildren(drawn.render());
  return globalThis.cutOff();
};

/** Texts that do not fit where they stand. */
globalThis.cutOff = function cutOff() {
  const right = document.querySelector('.card').getBoundingClientRect().right + 1;
  return [...document.querySelectorAll('.ac-textBlock,.ac-richTextBlock,.ac-pushButton,.ac-pushButton > div,select')]
    .filter((one) => one.offsetParent !== null)
    .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > right)
    .map((one) => one.innerText.slice(0, 60));
};

/** Opens everything that a toggle or a button with a form hides; answers whether there was anything. */
globalThis.openAll = function openAll() {
  const { card, drawn } = globalThis.shown;
  const hidden = [];
  JSON.stringify(card, (_, node) => {
    if (node?.isVisible === false) hidden.push(node.id);
    return node;
  });
  for (const id of hidden) drawn.getElementById(id).isVisible = true;
  const forms = [...document.querySelectorAll('.ac-pushButton[aria-expanded=false]')];
  for (const button of forms) button.click();
  return hidden.length + forms.length > 0;
};
