#include "sim/scenario/write.hpp"

#include <utility>

#include "sim/scenario/fields.hpp"
#include "sim/scenario/lease_fit.hpp"
#include "sim/scenario/message_address.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/written_parts.hpp"

namespace feira::scenario {

namespace {

/// So many can be told apart when they are only counted.
constexpr std::size_t names_shown_max = 10;

const Money usual_price{1000, Currency{{'B', 'R', 'L', '\0'}}};

Json written_marketplaces(const Scenario& scenario) {
  const auto& names = scenario.marketplaces;
  bool usual = names.size() > names_shown_max;
  for (std::size_t i = 0; usual && i < names.size(); ++i) usual = names[i] == marketplace_name(i);
  if (usual) return Json::number(names.size());
  Json list = Json::list();
  for (const std::string& name : names) list.add(Json::text(name));
  return list;
}

Json written_product(const Scenario& scenario, const ProductSpec& product) {
  Json object = Json::object();
  object.add("id", Json::text(product.id)).add("owner", Json::text(scenario.marketplaces[product.owner]));
  object.add("stock", Json::number(static_cast<std::uint64_t>(product.stock)));
  add_unless(object, "price", product.price, usual_price);
  if (!product.sku.empty()) object.add("sku", Json::text(product.sku));
  return object;
}

Json written_products(const Scenario& scenario) {
  Json list = Json::list();
  for (const ProductSpec& product : scenario.products) list.add(written_product(scenario, product));
  return list;
}

Json written_reorder(const ReorderSpec& reorder) {
  Json object = Json::object();
  if (!reorder.messages.all()) object.add("kinds", kind_names(reorder.messages));
  object.add("share", quantity(reorder.share));
  add_unless(object, "by", reorder.by, ReorderSpec{}.by);
  return object;
}

Json written_links(const Scenario& scenario) {
  const auto& links = scenario.network.links;
  Json list = Json::list();
  for (std::size_t i = 0; i < links.size(); ++i) {
    const LinkSpec& link = links[i];
    Json object = Json::object();
    object.add("from", Json::text(scenario.marketplaces[link.from]));
    object.add("to", Json::text(scenario.marketplaces[link.to])).add("delay", quantity(link.delay));
    if (i + 1 < links.size() && links[i + 1] == LinkSpec{link.to, link.from, link.delay}) {
      object.add("both-ways", Json::boolean(true));
      ++i;
    }
    list.add(std::move(object));
  }
  return list;
}

Json written_messages(const Scenario& scenario) {
  Json list = Json::list();
  for (const MessageOverride& given : scenario.messages) {
    Json object = Json::object();
    object.add("message", Json::text(text(given.message, scenario.marketplaces)));
    if (given.delay) object.add("delay", quantity(*given.delay));
    if (given.lost) object.add("lost", Json::boolean(true));
    if (given.again_after) object.add("again-after", quantity(*given.again_after));
    list.add(std::move(object));
  }
  return list;
}

Json written_disk(const Scenario& scenario) {
  Json object = Json::object();
  add_unless(object, "write", scenario.disk.write, DiskSpec{}.write);
  return object;
}

Json written_protocol(const Scenario& scenario) {
  const Scenario usual;
  const Options& options = scenario.protocol;
  const LeaseWords words = fewest_lease_words(options);
  Json object = Json::object();
  const auto add_number = [&object](std::string_view key, std::uint64_t value, std::uint64_t otherwise) {
    if (value != otherwise) object.add(key, Json::number(value));
  };
  if (words.lease) object.add("lease", quantity(*words.lease));
  if (words.cap) object.add("lease-cap", quantity(*words.cap));
  if (words.heartbeat) object.add("heartbeat", quantity(*words.heartbeat));
  add_number("suspect-after", static_cast<std::uint64_t>(options.suspect_after_heartbeats),
             static_cast<std::uint64_t>(usual.protocol.suspect_after_heartbeats));
  add_unless(object, "drift", Share{options.drift_ppm}, Share{usual.protocol.drift_ppm});
  add_unless(object, "retransmit", options.retransmit, usual.protocol.retransmit);
  add_unless(object, "void-timeout", options.void_timeout, usual.protocol.void_timeout);
  add_number("kept-interests", options.kept_interests, usual.protocol.kept_interests);
  add_number("batch-max", options.batch_max, usual.protocol.batch_max);
  add_number("queue-max", options.queue_max, usual.protocol.queue_max);
  add_number("tombstones-max", options.tombstones_max, usual.protocol.tombstones_max);
  add_unless(object, "hook", scenario.hook, usual.hook);
  add_unless(object, "hook-declines", scenario.hook_declines, usual.hook_declines);
  return object;
}

Json written_run(const Scenario& scenario) {
  const RunSpec usual;
  Json object = Json::object();
  add_unless(object, "faults-until", scenario.run.faults_until, usual.faults_until);
  add_unless(object, "settle", scenario.run.settle, usual.settle);
  if (scenario.run.seeds != usual.seeds) object.add("seeds", Json::number(scenario.run.seeds));
  return object;
}

Json written_explore(const Scenario& scenario) {
  Json object = Json::object();
  const auto add = [&object](std::string_view word, std::uint32_t budget) {
    if (budget > 0) object.add(word, Json::number(budget));
  };
  add("losses", scenario.explore.losses);
  add("duplicates", scenario.explore.duplicates);
  add("crashes", scenario.explore.crashes);
  add("timers", scenario.explore.timers);
  return object;
}

/// Counted situations that follow each other share an object.
Json written_reach(const Scenario& scenario) {
  Json list = Json::list();
  Json counted = Json::object();
  const auto flush = [&] {
    if (!counted.empty()) list.add(std::exchange(counted, Json::object()));
  };
  for (const ReachSpec& each : scenario.reach) {
    if (each.at_least == 1) {
      flush();
      list.add(Json::text(each.situation));
    } else {
      counted.add(each.situation, Json::number(each.at_least));
    }
  }
  flush();
  return list;
}

Json written_ablations(const Scenario& scenario) {
  Json list = Json::list();
  for (std::size_t i = 0; i < ablation_count; ++i) {
    const auto ablation = static_cast<Ablation>(i);
    if (scenario.ablate.has(ablation)) list.add(Json::text(name(ablation)));
  }
  return list;
}

Json written_expectation(const Scenario& scenario) {
  Json object = Json::object();
  Json list = Json::list();
  for (const std::string& property : scenario.expect.fails) list.add(Json::text(property));
  if (!list.empty()) object.add("fails", std::move(list));
  return object;
}

Json one_or_list(const std::vector<std::string_view>& names) {
  if (names.size() == 1) return Json::text(names.front());
  Json list = Json::list();
  for (const std::string_view name : names) list.add(Json::text(name));
  return list;
}

}  // namespace

Json quantity(const Spread& spread) {
  if (spread.shape == Spread::Shape::constant) return Json::text(text(spread.low));
  Json object = Json::object();
  if (spread.shape == Spread::Shape::exponential) return object.add("exponential", quantity(spread.low));
  Json both = Json::list();
  both.add(quantity(spread.low)).add(quantity(spread.high));
  return object.add(spread.shape == Spread::Shape::uniform ? "uniform" : "heavy-tail", std::move(both));
}

Json marketplace_names(const Scenario& scenario, std::span<const MarketplaceIndex> members) {
  std::vector<std::string_view> names;
  for (const MarketplaceIndex member : members) names.push_back(scenario.marketplaces[member]);
  return one_or_list(names);
}

Json product_names(const Scenario& scenario, std::span<const ProductIndex> products) {
  std::vector<std::string_view> names;
  for (const ProductIndex product : products) names.push_back(scenario.products[product].id);
  return one_or_list(names);
}

Json kind_names(const MessageKinds& kinds) {
  std::vector<std::string_view> names;
  const auto words = message_kind_words();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (kinds.has(static_cast<MessageKind>(i))) names.push_back(words[i]);
  }
  return one_or_list(names);
}

bool is_every(std::span<const std::uint32_t> indices, std::size_t count) {
  if (indices.size() != count) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (indices[i] != i) return false;
  }
  return true;
}

Json written_network(const Scenario& scenario) {
  const NetworkSpec usual;
  const NetworkSpec& network = scenario.network;
  Json object = Json::object();
  add_unless(object, "delay", network.delay, usual.delay);
  add_unless(object, "loss", network.loss, usual.loss);
  add_unless(object, "duplicate", network.duplicate, usual.duplicate);
  add_unless(object, "late", network.late, usual.late);
  add_unless(object, "late-after", network.late_after, usual.late_after);
  if (!network.links.empty()) object.add("links", written_links(scenario));
  add_unless(object, "corrupt", network.corrupt, usual.corrupt);
  if (network.reorder) object.add("reorder", written_reorder(*network.reorder));
  if (!network.kinds.empty()) {
    Json kinds = Json::object();
    for (const KindDelaySpec& own : network.kinds) {
      Json delay = Json::object();
      kinds.add(name(own.kind), delay.add("delay", quantity(own.delay)));
    }
    object.add("kinds", std::move(kinds));
  }
  if (network.fifo) object.add("fifo", Json::boolean(true));
  return object;
}

Json written_clocks(const Scenario& scenario) {
  Json object = Json::object();
  for (std::size_t i = 0; i < scenario.clocks.size(); ++i) {
    const ClockSpec& clock = scenario.clocks[i];
    Json own = Json::object();
    if (clock.drift_ppm) own.add("drift", Json::text(text_of_rate(*clock.drift_ppm)));
    if (clock.origin) own.add("origin", Json::text(text_with_sign(Duration{clock.origin->ns})));
    if (!own.empty()) object.add(scenario.marketplaces[i], std::move(own));
  }
  return object;
}

std::string write(const Scenario& scenario) {
  Json root = Json::object();
  const auto add = [&root](std::string_view key, Json part) {
    if (!part.empty()) root.add(key, std::move(part));
  };
  root.add("version", Json::number(1));
  if (!scenario.about.empty()) root.add("about", Json::text(scenario.about));
  root.add("marketplaces", written_marketplaces(scenario));
  root.add("products", written_products(scenario));
  add("buyers", written_buyers(scenario));
  add("changes", written_changes(scenario));
  add("network", written_network(scenario));
  add("messages", written_messages(scenario));
  add("disk", written_disk(scenario));
  add("clocks", written_clocks(scenario));
  add("membership", written_membership(scenario));
  add("random-membership", written_random_membership(scenario));
  add("faults", written_faults(scenario));
  add("random-faults", written_random_faults(scenario));
  if (scenario.swarm) root.add("swarm", Json::boolean(true));
  if (scenario.encode) root.add("encode", Json::boolean(true));
  add("protocol", written_protocol(scenario));
  add("run", written_run(scenario));
  add("explore", written_explore(scenario));
  add("reach", written_reach(scenario));
  add("ablate", written_ablations(scenario));
  add("expect", written_expectation(scenario));
  return root.page();
}

}  // namespace feira::scenario
