// What the page says, in English and Brazilian Portuguese.
const words = {
  en: {
    skip: "Skip to the content", sections: "Sections", store: "Store", purchases: "My purchases", consortium: "Consortium",
    language: "Language", title: "{name} · feira", live: "live", away: "no connection, trying again",
    search: "Search by name", inStock: "In stock only", find: "Find", found: "{n} products shown", nothingFound: "Nothing is sold here that fits.",
    more: "Show more", price: "Price", seller: "Sold by {name}", sellerHere: "Sold here", stock: "{n} in stock", soldOut: "Sold out",
    stale: "{name} has not been heard for a while: stock may be out of date.", gone: "{name} is no longer a member.",
    quantity: "Quantity", buy: "Buy", buyOne: "Buy {name}", article: "Article {sku}",
    noPurchases: "Nothing bought from this browser yet.", each: "{n} × {price}",
    sending: "being sent", pending: "being decided", sold: "bought", refused: "refused", unknown: "nobody can say", notAccepted: "not accepted",
    "sold-out": "sold out", removed: "no longer for sale", cancelled: "cancelled", declined: "payment declined", invalid: "not possible",
    "price-changed": "the price has changed", "owner-gone": "the seller has left the consortium",
    cancel: "Cancel", cancelOne: "Cancel the purchase of {name}", forget: "Remove from list", forgetOne: "Remove {name} from the list",
    alreadySold: "It is bought already and cannot be cancelled.", asked: "{name}: asked for {n}.", became: "{name}: {state}.",
    failed: "That did not work: {why}", marketplaces: "Marketplaces", name: "Name", state: "State", version: "Catalogue", clock: "Clock",
    waiting: "Waiting", sent: "Sent", dropped: "Given up", here: "this one", present: "present", suspected: "silent", left: "has left", evicted: "evicted",
    clockOf: "Clock of {name}", interests: "Interests", delivered: "Delivered", life: "Life {n}",
    events: "What happens", pause: "Pause", resume: "Go on", noEvents: "Nothing yet.", again: "Looked anew after a gap.",
    "e-product": "{product}: {stock} in stock at {price}", "e-removed": "{product} is no longer for sale",
    "e-sold": "{n} of {product} sold", "e-refused": "{n} of {product} refused: {reason}", "e-member": "{peer} {state}",
    "e-silent": "{peer} has fallen silent", "e-heard": "{peer} is heard again",
  },
  "pt-BR": {
    skip: "Ir para o conteúdo", sections: "Seções", store: "Loja", purchases: "Minhas compras", consortium: "Consórcio",
    language: "Idioma", title: "{name} · feira", live: "ao vivo", away: "sem conexão, tentando de novo",
    search: "Buscar por nome", inStock: "Só com estoque", find: "Buscar", found: "{n} produtos na lista", nothingFound: "Nada à venda aqui que corresponda.",
    more: "Mostrar mais", price: "Preço", seller: "Vendido por {name}", sellerHere: "Vendido aqui", stock: "{n} em estoque", soldOut: "Esgotado",
    stale: "{name} não responde há algum tempo: o estoque pode estar desatualizado.", gone: "{name} não faz mais parte do consórcio.",
    quantity: "Quantidade", buy: "Comprar", buyOne: "Comprar {name}", article: "Artigo {sku}",
    noPurchases: "Nada comprado neste navegador ainda.", each: "{n} × {price}",
    sending: "enviando", pending: "em decisão", sold: "comprado", refused: "recusado", unknown: "ninguém sabe dizer", notAccepted: "não aceito",
    "sold-out": "esgotado", removed: "fora de venda", cancelled: "cancelado", declined: "pagamento recusado", invalid: "não é possível",
    "price-changed": "o preço mudou", "owner-gone": "o vendedor saiu do consórcio",
    cancel: "Cancelar", cancelOne: "Cancelar a compra de {name}", forget: "Tirar da lista", forgetOne: "Tirar {name} da lista",
    alreadySold: "Já foi comprado e não pode ser cancelado.", asked: "{name}: pedido de {n}.", became: "{name}: {state}.",
    failed: "Não deu certo: {why}", marketplaces: "Feirantes", name: "Nome", state: "Estado", version: "Catálogo", clock: "Relógio",
    waiting: "Na fila", sent: "Enviadas", dropped: "Desistidas", here: "este", present: "presente", suspected: "em silêncio", left: "saiu", evicted: "excluído",
    clockOf: "Relógio de {name}", interests: "Interesses", delivered: "Entregues", life: "Vida {n}",
    events: "O que acontece", pause: "Pausar", resume: "Continuar", noEvents: "Nada ainda.", again: "Lido de novo depois de uma lacuna.",
    "e-product": "{product}: {stock} em estoque a {price}", "e-removed": "{product} saiu de venda",
    "e-sold": "{n} de {product} vendidos", "e-refused": "{n} de {product} recusados: {reason}", "e-member": "{peer} {state}",
    "e-silent": "{peer} ficou em silêncio", "e-heard": "{peer} voltou a responder",
  },
};

export const languages = Object.keys(words);

function remembered() {
  const kept = localStorage.getItem("feira-language");
  if (languages.includes(kept)) return kept;
  return navigator.languages.some((each) => each.toLowerCase().startsWith("pt")) ? "pt-BR" : "en";
}

export let language = remembered();

export function speak(chosen) {
  language = chosen;
  localStorage.setItem("feira-language", chosen);
  document.documentElement.lang = chosen;
}

export function say(word, values = {}) {
  return (words[language][word] ?? word).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function number(value) {
  return new Intl.NumberFormat(language).format(value);
}

/** An amount in the smallest unit of its currency. */
export function money({ minor, currency }) {
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

export function time(ms) {
  return new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(ms);
}
