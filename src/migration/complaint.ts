/** A field that cannot be taken as it is. `field` is the input's id; `text` follows "Error: " and names what to do. */
export type Complaint = { readonly field: string; readonly label: string; readonly text: string };
