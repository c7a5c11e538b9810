// "buyers" and "changes": what is asked of the marketplaces, and when.
#include <algorithm>
#include <array>
#include <utility>

#include "sim/scenario/parts.hpp"

namespace feira::scenario {

namespace {

constexpr std::size_t groups_max = 10'000;
constexpr std::int64_t buyers_max = 1'000'000;
constexpr std::int64_t quantity_max = 1'000'000;
constexpr std::int64_t change_quantity_max = 1'000'000'000'000;
constexpr Share usual_hot_share{800'000};

bool is_any(const Node* node) { return node == nullptr || (node->kind == Node::Kind::string && node->text == "any"); }

template <class Index>
std::vector<Index> all_of(std::size_t count) {
  std::vector<Index> all(count);
  for (std::size_t i = 0; i < count; ++i) all[i] = static_cast<Index>(i);
  return all;
}

void read_quantity(Reading& reading, const Node* node, WishSpec& wish) {
  if (node == nullptr) return;
  if (node->kind != Node::Kind::array) {
    if (read_count(reading, node, wish.quantity_min, 1, quantity_max)) wish.quantity_max = wish.quantity_min;
    return;
  }
  if (node->items.size() != 2) {
    reading.complain_of_type(*node, "a number, or a list of two, as in [1, 3]");
    return;
  }
  const bool low = read_count(reading, &node->items[0], wish.quantity_min, 1, quantity_max);
  if (!low || !read_count(reading, &node->items[1], wish.quantity_max, 1, quantity_max)) return;
  if (wish.quantity_max < wish.quantity_min) {
    reading.complain(node->items[1], "upper bound " + std::to_string(wish.quantity_max) + " is below the lower bound",
                     "at least " + std::to_string(wish.quantity_min));
  }
}

std::vector<ProductIndex> read_wanted(Reading& reading, const Node* node) {
  if (is_any(node)) return all_of<ProductIndex>(reading.scenario.products.size());
  std::vector<ProductIndex> wanted;
  const auto add = [&](const Node& item) {
    const auto product = read_product(reading, &item);
    if (!product) return;
    if (std::find(wanted.begin(), wanted.end(), *product) != wanted.end()) {
      reading.complain(item, "product " + quote(item.text) + " is named twice", "each name once");
      return;
    }
    wanted.push_back(*product);
  };
  if (node->kind == Node::Kind::array) {
    read_list(reading, node, "products", 1, reading.scenario.products.size() + 1000, add);
  } else {
    add(*node);
  }
  return wanted;
}

void read_wish(Reading& reading, const Node* node, WishSpec& wish) {
  wish.products = all_of<ProductIndex>(reading.scenario.products.size());
  if (node == nullptr) return;
  const Object object(reading, *node, "what to buy", {"product", "hot", "share", "quantity", "cart"});
  if (!object.valid()) return;
  wish.products = read_wanted(reading, object.find("product"));
  wish.hot = read_product(reading, object.find("hot"));
  if (wish.hot) {
    wish.hot_share = usual_hot_share;
    // Whoever does not want the hot product wants another one.
    if (wish.products.size() > 1) std::erase(wish.products, *wish.hot);
  }
  if (read_share(reading, object.find("share"), wish.hot_share) && object.find("hot") == nullptr) {
    reading.complain(*object.find("share"), "\"share\" without \"hot\"",
                     "\"hot\" beside it: the product that is wanted most");
  }
  read_quantity(reading, object.find("quantity"), wish);
  read_bool(reading, object.find("cart"), wish.cart);
  if (wish.cart && wish.hot) {
    reading.complain(*object.find("cart"), "\"cart\" beside \"hot\"", "one of them: a cart holds all products alike");
  }
}

void read_open(Reading& reading, const Node& node, ArriveSpec& arrive) {
  arrive.shape = ArriveSpec::Shape::open;
  const Object object(reading, node, "an open loop", {"every", "rate"});
  const Member* pace = object.only({"every", "rate"});
  if (pace == nullptr) return;
  if (pace->key == "every") {
    read_spread(reading, &pace->value, arrive.gap);
    return;
  }
  if (pace->value.kind != Node::Kind::string) {
    reading.complain_of_type(pace->value, R"(a rate, as in "50/s")");
    return;
  }
  const auto gap = parse_rate(pace->value.text);
  if (const auto* rejection = std::get_if<Rejection>(&gap)) {
    reading.complain(pace->value.offset, *rejection);
  } else {
    arrive.gap = Spread{Spread::Shape::exponential, std::get<Duration>(gap), {}};
  }
}

void read_closed(Reading& reading, const Node& node, ArriveSpec& arrive) {
  arrive.shape = ArriveSpec::Shape::closed;
  arrive.gap = Spread{Spread::Shape::constant, seconds(1), {}};
  const Object object(reading, node, "a closed loop", {"think", "times"});
  if (!object.valid()) return;
  read_spread(reading, object.find("think"), arrive.gap);
  read_count(reading, object.require("times"), arrive.times, 1, buyers_max);
}

void read_arrival(Reading& reading, const Node* node, ArriveSpec& arrive) {
  if (node == nullptr) return;
  const Object object(reading, *node, "how buyers arrive", {"burst", "open", "closed"});
  const Member* shape = object.only({"burst", "open", "closed"});
  if (shape == nullptr) return;
  if (shape->key == "burst") {
    read_duration(reading, &shape->value, arrive.window);
  } else if (shape->key == "open") {
    read_open(reading, shape->value, arrive);
  } else {
    read_closed(reading, shape->value, arrive);
  }
}

void read_retry(Reading& reading, const Node* node, RetrySpec& retry) {
  if (node == nullptr) return;
  if (node->kind == Node::Kind::string) {
    constexpr std::array<std::string_view, 1> never_only{"never"};
    if (read_word(reading, node, "way to retry", never_only)) retry.enabled = false;
    return;
  }
  const Object object(reading, *node, "\"never\" or how to retry", {"after", "at", "times"});
  if (!object.valid()) return;
  constexpr std::array<std::string_view, 2> places{"same", "other"};
  read_duration(reading, object.find("after"), retry.after, {milliseconds(1), duration_max});
  if (const auto place = read_word(reading, object.find("at"), "place to retry", places)) retry.elsewhere = *place == 1;
  read_count(reading, object.find("times"), retry.times_max, 1, buyers_max);
}

void read_group(Reading& reading, const Node& node) {
  const Object object(reading, node, "a group of buyers",
                      {"count", "at", "buy", "start", "arrive", "patience", "retry", "cancel", "cancel-after", "misuse",
                       "carry-token"});
  if (!object.valid()) return;
  BuyersSpec buyers;
  read_count(reading, object.require("count"), buyers.count, 1, buyers_max);
  const Node* at = object.find("at");
  buyers.at =
      is_any(at) ? all_of<MarketplaceIndex>(reading.scenario.marketplaces.size()) : read_marketplaces(reading, at);
  read_wish(reading, object.find("buy"), buyers.buy);
  read_duration(reading, object.find("start"), buyers.start);
  read_arrival(reading, object.find("arrive"), buyers.arrive);
  if (Duration patience; read_duration(reading, object.find("patience"), patience, positive))
    buyers.patience = patience;
  read_retry(reading, object.find("retry"), buyers.retry);
  read_share(reading, object.find("cancel"), buyers.cancel);
  read_spread(reading, object.find("cancel-after"), buyers.cancel_after);
  read_share(reading, object.find("misuse"), buyers.misuse);
  read_bool(reading, object.find("carry-token"), buyers.carry_token);
  reading.scenario.buyers.push_back(std::move(buyers));
}

void read_change_detail(Reading& reading, const Member& kind, ChangeSpec& change) {
  constexpr std::array<std::string_view, 4> kinds{"restock", "withdraw", "reprice", "remove"};
  change.kind = static_cast<ChangeSpec::Kind>(std::find(kinds.begin(), kinds.end(), kind.key) - kinds.begin());
  const bool counts = change.kind == ChangeSpec::Kind::restock || change.kind == ChangeSpec::Kind::withdraw;
  const std::string what = quote(kind.key);
  const Object object = counts ? Object(reading, kind.value, what, {"product", "quantity"})
                        : change.kind == ChangeSpec::Kind::reprice
                            ? Object(reading, kind.value, what, {"product", "price"})
                            : Object(reading, kind.value, what, {"product"});
  if (!object.valid()) return;
  if (const auto product = read_product(reading, object.require("product"))) change.product = *product;
  if (counts) read_integer(reading, object.require("quantity"), change.quantity, 1, change_quantity_max);
  if (change.kind == ChangeSpec::Kind::reprice) read_money(reading, object.require("price"), change.price);
}

void read_change(Reading& reading, const Node& node) {
  const Object object(reading, node, "a change", {"at", "restock", "withdraw", "reprice", "remove"});
  if (!object.valid()) return;
  ChangeSpec change;
  read_duration(reading, object.require("at"), change.at);
  const Member* kind = object.only({"restock", "withdraw", "reprice", "remove"});
  if (kind == nullptr) return;
  read_change_detail(reading, *kind, change);
  reading.scenario.changes.push_back(change);
}

}  // namespace

void read_buyers(Reading& reading, const Node* node) {
  read_list(reading, node, "groups of buyers", 0, groups_max, [&](const Node& item) { read_group(reading, item); });
}

void read_changes(Reading& reading, const Node* node) {
  read_list(reading, node, "changes", 0, groups_max, [&](const Node& item) { read_change(reading, item); });
}

}  // namespace feira::scenario
