// What every page shares: the basket's count and its "add" links, copy buttons, autocomplete,
// the tree. Each part starts only where the page has the element for it.
import { startBasket } from "./basket.js";
import { startSuggestions } from "./suggest.js";
import { startTree } from "./tree.js";
import { startCopying } from "./copy.js";

document.documentElement.classList.add("js");
startBasket();
startCopying();
startSuggestions();
startTree();
