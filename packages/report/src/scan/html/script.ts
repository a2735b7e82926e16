/** The only script of the page: a search field, which is hidden without it. Kept short; its hash is in the CSP. */
export const SCRIPT = `
const field = document.getElementById("search");
const rows = [...document.querySelectorAll("#entries tbody tr")];
if (field && rows.length > 0) {
  field.closest(".search").hidden = false;
  const texts = rows.map((row) => row.textContent.toLowerCase());
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let found = 0;
    rows.forEach((row, index) => {
      const match = words.every((word) => texts[index].includes(word));
      row.hidden = !match;
      if (match) found += 1;
    });
    document.querySelector("output[for=search]").textContent = words.length > 0 ? found + " found" : "";
    if (words.length > 0) for (const page of document.querySelectorAll("details.page")) page.open = true;
  });
}
`;
