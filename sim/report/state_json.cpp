// A marketplace's state for programs to read.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/check/describe.hpp"
#include "sim/check/directory.hpp"
#include "sim/report/state.hpp"

namespace feira::report {
namespace {

using Json = nlohmann::ordered_json;
using check::Names;

const char* word(MarketplaceState::Condition condition) {
  static constexpr const char* words[] = {"not-started", "up", "paused", "down", "stopped"};
  return words[static_cast<std::size_t>(condition)];
}

Json clock_json(const VectorClock& clock, const Names& names) {
  Json out = Json::object();
  for (const auto& entry : clock.entries()) out[names.of(entry.marketplace)] = entry.count;
  return out;
}

template <class Ranges>
Json ranges_json(const Ranges& holders) {
  Json out = Json::array();
  for (const auto& holder : holders) out.push_back({holder.range.first, holder.range.last});
  return out;
}

Json from_now(LocalTime then, LocalTime now) { return then == never ? Json(nullptr) : Json((then - now).ns); }

Json keys_json(const Keys& keys) {
  Json out = Json::array();
  for (const IdempotencyKey& key : keys) out.push_back(check::text(key));
  return out;
}

Json origins_json(const CausalDelivery& delivery, const Names& names) {
  Json out = Json::array();
  for (const auto& origin : delivery.origins()) {
    out.push_back({{"origin", names.of(origin.id)},
                   {"heard", origin.heard},
                   {"held_back", ranges_json(origin.buffer)},
                   {"lacks", ranges_json(origin.gaps)}});
  }
  return out;
}

Json members_json(const MarketplaceState& state, const Names& names) {
  Json out = Json::array();
  for (const MemberEntry& member : state.core->membership().all()) {
    out.push_back({{"member", names.of(member.id)},
                   {"standing", name(member.standing)},
                   {"suspected", state.core->suspects(member.id, state.local)},
                   {"silent_ns", state.core->peers().silence(member.id, state.local).ns}});
  }
  return out;
}

Json catalogue_json(const OwnerCatalogue& catalogue, const Names& names) {
  Json products = Json::array();
  for (const Product& product : catalogue.products()) {
    products.push_back({{"product", names.of(product.id)},
                        {"version", product.version},
                        {"stock", product.stock},
                        {"price", product.price.minor},
                        {"removed", product.removed}});
  }
  return {{"owner", names.of(catalogue.owner())}, {"version", catalogue.version()}, {"products", products}};
}

Json replicas_json(const Marketplace& core, const Names& names) {
  Json out = Json::array();
  for (const auto& held : core.catalogue().versions().entries()) {
    const OwnerCatalogue* replica = core.catalogue().of(held.marketplace);
    if (held.marketplace != core.id() && replica != nullptr) out.push_back(catalogue_json(*replica, names));
  }
  return out;
}

Json interests_json(const MarketplaceState& state, const Names& names) {
  Json out = Json::array();
  for (const Desk::Shelf& shelf : state.core->desk().shelves()) {
    if (!shelf.open) continue;
    const Desk::Open& open = *shelf.open;
    Json each{{"interest", names.of(open.interest.id)},
              {"product", names.of(open.interest.product)},
              {"clock", clock_json(open.interest.clock, names)},
              {"purchases", open.interest.purchases.size()},
              {"state", open.inside      ? "inside"
                        : open.committed ? "committed"
                                         : "waiting"},
              {"told_again_in_ns", from_now(open.tell_again, state.local)}};
    if (open.inside) {
      each["token"] = check::text(open.inside->token);
      each["lease_ends_in_ns"] = from_now(open.inside->until, state.local);
      each["hooks"] = keys_json(open.inside->awaited);
    } else if (open.committed) {
      each["token"] = check::text(open.committed->token);
    }
    out.push_back(std::move(each));
  }
  return out;
}

Json waiting_json(const Desk& desk, const Names& names) {
  Json out = Json::array();
  for (const Desk::Shelf& shelf : desk.shelves()) {
    if (shelf.line.size() != 0) out.push_back({{"product", names.of(shelf.product)}, {"buyers", shelf.line.size()}});
  }
  return out;
}

Json sections_json(const MarketplaceState& state, const Names& names) {
  Json out = Json::array();
  for (const auto& section : state.core->arbiter().sections()) {
    Json queue = Json::array();
    for (const auto& waiting : section.queue) {
      queue.push_back(waiting.change
                          ? Json{{"change", check::describe(waiting.change->change, names)}, {"sum", waiting.sum}}
                          : Json{{"interest", names.of(waiting.interest.id)}, {"sum", waiting.sum}});
    }
    Json each{{"product", names.of(section.product)}, {"queue", queue}};
    if (section.held) {
      each["granted"] = {{"interest", names.of(section.held->grant.interest)},
                         {"token", check::text(section.held->grant.token)},
                         {"since_ns", (state.local - section.held->from).ns},
                         {"lease_ns", section.held->grant.lease.ns},
                         {"lease_ends_in_ns", from_now(section.held->until, state.local)}};
    }
    out.push_back(std::move(each));
  }
  return out;
}

Json books_json(const Shop& shop, const Names& names) {
  Json out = Json::array();
  for (const auto& book : shop.books()) {
    const auto& decisions = book.sales.decisions();
    const auto sold = std::ranges::count_if(decisions, [](const Decision& each) { return each.sold(); });
    out.push_back({{"product", names.of(book.product)},
                   {"sold", sold},
                   {"refused", static_cast<std::int64_t>(decisions.size()) - sold}});
  }
  return out;
}

Json state_json(const MarketplaceState& state, const Names& names) {
  Json out{{"marketplace", state.name}, {"condition", word(state.condition)}};
  if (state.condition == MarketplaceState::Condition::not_started) return out;
  const Marketplace& core = *state.core;
  out["incarnation"] = core.incarnation().value;
  out["crashes"] = state.crashes;
  out["local_ns"] = std::to_string(state.local.ns);
  out["drift_ppm"] = state.drift_ppm;
  out["journal"] = {{"records", state.written}, {"durable", state.durable}, {"held_back", state.held_back}};
  out["clock"] = clock_json(core.clock(), names);
  out["frontier"] = clock_json(core.frontier(), names);
  out["origins"] = origins_json(core.delivery(), names);
  out["members"] = members_json(state, names);
  out["catalogue"] = catalogue_json(core.own_catalogue(), names);
  out["replicas"] = replicas_json(core, names);
  out["interests"] = interests_json(state, names);
  out["waiting"] = waiting_json(core.desk(), names);
  out["sections"] = sections_json(state, names);
  out["books"] = books_json(core.shop(), names);
  return out;
}

}  // namespace

std::string json(const MarketplaceState& state, const Names& names) {
  return state_json(state, names).dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace feira::report
