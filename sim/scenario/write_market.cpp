// "buyers", "changes" and "membership": what is asked of the marketplaces, and who they are meanwhile.
#include <algorithm>

#include "sim/scenario/written_parts.hpp"

namespace feira::scenario {

namespace {

constexpr Share usual_hot_share{800'000};

/// The products that a wish with this hot product has where its file names none.
std::vector<ProductIndex> usual_products(const Scenario& scenario, const WishSpec& wish) {
  std::vector<ProductIndex> all(scenario.products.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<ProductIndex>(i);
  if (wish.hot && all.size() > 1) std::erase(all, *wish.hot);
  return all;
}

Json written_quantity(const WishSpec& wish) {
  if (wish.quantity_min == wish.quantity_max) return Json::number(wish.quantity_min);
  Json range = Json::list();
  range.add(Json::number(wish.quantity_min)).add(Json::number(wish.quantity_max));
  return range;
}

Json written_wish(const Scenario& scenario, const WishSpec& wish) {
  Json object = Json::object();
  if (wish.products != usual_products(scenario, wish)) object.add("product", product_names(scenario, wish.products));
  if (wish.hot) {
    object.add("hot", Json::text(scenario.products[*wish.hot].id));
    add_unless(object, "share", wish.hot_share, usual_hot_share);
  }
  if (wish.quantity_min != 1 || wish.quantity_max != 1) object.add("quantity", written_quantity(wish));
  if (wish.cart) object.add("cart", Json::boolean(true));
  return object;
}

/// An exponential gap that a rate gives exactly is written as a rate.
Json written_pace(const Spread& gap) {
  constexpr std::int64_t second = 1'000'000'000;
  Json pace = Json::object();
  const bool is_rate = gap.shape == Spread::Shape::exponential && gap.low.ns > 0 && second % gap.low.ns == 0 &&
                       second / gap.low.ns <= 1'000'000;
  if (is_rate) return pace.add("rate", Json::text(std::to_string(second / gap.low.ns) + "/s"));
  return pace.add("every", quantity(gap));
}

Json written_arrival(const ArriveSpec& arrive) {
  Json object = Json::object();
  switch (arrive.shape) {
    case ArriveSpec::Shape::burst:
      return object.add("burst", quantity(arrive.window));
    case ArriveSpec::Shape::open:
      return object.add("open", written_pace(arrive.gap));
    case ArriveSpec::Shape::closed:
      break;
  }
  Json loop = Json::object();
  add_unless(loop, "think", arrive.gap, Spread{Spread::Shape::constant, seconds(1), {}});
  loop.add("times", Json::number(arrive.times));
  return object.add("closed", std::move(loop));
}

Json written_retry(const RetrySpec& retry) {
  if (!retry.enabled) return Json::text("never");
  Json object = Json::object();
  add_unless(object, "after", retry.after, RetrySpec{}.after);
  if (retry.elsewhere) object.add("at", Json::text("other"));
  if (retry.times_max > 0) object.add("times", Json::number(retry.times_max));
  return object;
}

Json written_group(const Scenario& scenario, const BuyersSpec& buyers) {
  const BuyersSpec usual;
  Json object = Json::object();
  object.add("count", Json::number(buyers.count));
  if (!is_every(buyers.at, scenario.marketplaces.size())) object.add("at", marketplace_names(scenario, buyers.at));
  if (Json wish = written_wish(scenario, buyers.buy); !wish.empty()) object.add("buy", std::move(wish));
  add_unless(object, "start", buyers.start, usual.start);
  if (!(buyers.arrive == usual.arrive)) object.add("arrive", written_arrival(buyers.arrive));
  if (buyers.patience) object.add("patience", quantity(*buyers.patience));
  if (!(buyers.retry == usual.retry)) object.add("retry", written_retry(buyers.retry));
  add_unless(object, "cancel", buyers.cancel, usual.cancel);
  add_unless(object, "cancel-after", buyers.cancel_after, usual.cancel_after);
  add_unless(object, "misuse", buyers.misuse, usual.misuse);
  if (buyers.carry_token) object.add("carry-token", Json::boolean(true));
  return object;
}

Json written_change(const Scenario& scenario, const ChangeSpec& change) {
  Json what = Json::object();
  what.add("product", Json::text(scenario.products[change.product].id));
  std::string_view word = "remove";
  switch (change.kind) {
    case ChangeSpec::Kind::restock:
    case ChangeSpec::Kind::withdraw:
      word = change.kind == ChangeSpec::Kind::restock ? "restock" : "withdraw";
      what.add("quantity", Json::number(static_cast<std::uint64_t>(change.quantity)));
      break;
    case ChangeSpec::Kind::reprice:
      word = "reprice";
      what.add("price", quantity(change.price));
      break;
    case ChangeSpec::Kind::remove:
      break;
  }
  Json object = Json::object();
  return object.add("at", quantity(change.at)).add(word, std::move(what));
}

Json written_member(const Scenario& scenario, const MembershipSpec& change) {
  const Json who = Json::text(scenario.marketplaces[change.who]);
  const Json with = Json::text(scenario.marketplaces[change.with]);
  Json object = Json::object();
  object.add("at", quantity(change.at));
  switch (change.kind) {
    case MembershipSpec::Kind::join:
      return object.add("join", who).add("sponsor", with);
    case MembershipSpec::Kind::leave:
      return object.add("leave", who);
    case MembershipSpec::Kind::evict:
      break;
  }
  return object.add("evict", who).add("by", with);
}

}  // namespace

Json written_buyers(const Scenario& scenario) {
  Json list = Json::list();
  for (const BuyersSpec& buyers : scenario.buyers) list.add(written_group(scenario, buyers));
  return list;
}

Json written_changes(const Scenario& scenario) {
  Json list = Json::list();
  for (const ChangeSpec& change : scenario.changes) list.add(written_change(scenario, change));
  return list;
}

Json written_membership(const Scenario& scenario) {
  Json list = Json::list();
  for (const MembershipSpec& change : scenario.membership) list.add(written_member(scenario, change));
  return list;
}

Json written_random_membership(const Scenario& scenario) {
  const RandomMembershipSpec& random = scenario.random_membership;
  Json object = Json::object();
  if (random.founders) object.add("founders", Json::number(*random.founders));
  if (random.join) object.add("join", quantity(*random.join));
  if (random.leave) object.add("leave", quantity(*random.leave));
  if (random.evict) object.add("evict", quantity(*random.evict));
  if (random.least != RandomMembershipSpec{}.least) object.add("least", Json::number(random.least));
  return object;
}

}  // namespace feira::scenario
