/**
 * What a script adds to the page: j and k go from flag to flag, q to the queue; a field filters the queue by any of its
 * words and a choice sorts it. A constant, named by its hash in the page's policy; the page is whole without it.
 */
export const FLAGS_SCRIPT = `(()=>{
const cards=[...document.querySelectorAll("article.card")];
const table=document.querySelector("#queue-table");
if(!table||cards.length<2)return;
const rows=[...table.tBodies[0].rows];
let at=-1;
const go=(to)=>{if(to<0||to>=cards.length)return;at=to;const card=cards[at];card.tabIndex=-1;card.focus({preventScroll:true});card.scrollIntoView({block:"start"})};
addEventListener("keydown",(event)=>{
if(event.ctrlKey||event.metaKey||event.altKey||/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName))return;
if(event.key==="j")go(at+1);else if(event.key==="k")go(at-1);else if(event.key==="q"){at=-1;table.tabIndex=-1;table.focus({preventScroll:true});table.scrollIntoView({block:"start"})}else return;
event.preventDefault()});
const bar=document.createElement("p");bar.className="second tools";
const label=(words,control)=>{const one=document.createElement("label");one.append(words+" ",control);bar.append(one," ")};
const filter=document.createElement("input");filter.type="search";filter.autocomplete="off";
const order=document.createElement("select");
for(const [value,words] of [["","as ranked"],["p","most unusual first"],["about","by entity"],["state","by state"]]){const option=document.createElement("option");option.value=value;option.textContent=words;order.append(option)}
const said=document.createElement("span");said.setAttribute("role","status");
label("Filter",filter);label("Order",order);const keys=document.createElement("span");keys.className="keys";keys.textContent="Keys: j next, k back, q queue. ";bar.append(keys,said);
table.parentElement.before(bar);
const words=(row,cell)=>row.cells[cell].querySelector(".content").textContent.trim();
const rarity=(row)=>{const found=words(row,3).match(/^1 in ([\\d,.]+)$/);return found?-Number(found[1].replaceAll(",","")):words(row,3).startsWith("less")?-1e13:0};
const compare={p:(a,b)=>rarity(a)-rarity(b),about:(a,b)=>words(a,2).localeCompare(words(b,2)),state:(a,b)=>words(a,5).localeCompare(words(b,5))};
const apply=()=>{
const wanted=filter.value.trim().toLowerCase();let shown=0;
const sorted=compare[order.value]?[...rows].sort((a,b)=>compare[order.value](a,b)||rows.indexOf(a)-rows.indexOf(b)):rows;
for(const row of sorted){row.hidden=!row.textContent.toLowerCase().includes(wanted);if(!row.hidden)shown+=1;row.parentElement.append(row)}
said.textContent=wanted===""?"":shown+" of "+rows.length+" shown."};
filter.addEventListener("input",apply);order.addEventListener("change",apply);
})();`;
