#include "sim/search/generate/classes.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "sim/search/generate/parts.hpp"

namespace feira::search {

namespace {

using scenario::BuyersSpec;
using scenario::Scenario;

bool any_group(const Scenario& scenario, bool (*of)(const BuyersSpec&)) {
  return std::ranges::any_of(scenario.buyers, of);
}

struct Content {
  std::string_view name;
  bool (*is)(const Scenario&);
};

constexpr std::array contents{
    Content{"two-marketplaces", [](const Scenario& s) { return s.marketplaces.size() == 2; }},
    Content{"one-product", [](const Scenario& s) { return s.products.size() == 1; }},
    Content{"hook-about-lease", [](const Scenario& s) { return longest_of(s.hook) * 2 >= s.protocol.lease; }},
    Content{"lease-capped", [](const Scenario& s) { return s.protocol.lease_cap < seconds(8); }},
    Content{"impatient",
            [](const Scenario& s) { return any_group(s, [](const BuyersSpec& b) { return b.patience.has_value(); }); }},
    Content{"retries-elsewhere",
            [](const Scenario& s) {
              return any_group(s, [](const BuyersSpec& b) { return b.retry.enabled && b.retry.elsewhere; });
            }},
    Content{
        "cancelling",
        [](const Scenario& s) { return any_group(s, [](const BuyersSpec& b) { return b.cancel.per_million > 0; }); }},
    Content{"open-loop",
            [](const Scenario& s) {
              return any_group(s,
                               [](const BuyersSpec& b) { return b.arrive.shape == scenario::ArriveSpec::Shape::open; });
            }},
    Content{"closed-loop",
            [](const Scenario& s) {
              return any_group(
                  s, [](const BuyersSpec& b) { return b.arrive.shape == scenario::ArriveSpec::Shape::closed; });
            }},
    Content{"cart", [](const Scenario& s) { return any_group(s, [](const BuyersSpec& b) { return b.buy.cart; }); }},
    Content{"owner-changes", [](const Scenario& s) { return !s.changes.empty(); }},
    Content{"slow-link", [](const Scenario& s) { return !s.network.links.empty(); }},
    Content{"recipe", [](const Scenario& s) { return !s.recipes.empty(); }},
    Content{"encoded", [](const Scenario& s) { return s.encode; }},
};

constexpr std::array<std::string_view, 2> watched{"crash-in-grant", "pause-in-grant"};

std::string short_name(check::Situation situation) {
  constexpr std::string_view of_a_fault = "fault:";
  const std::string_view name = check::name(situation);
  return std::string(name.starts_with(of_a_fault) ? name.substr(of_a_fault.size()) : name);
}

}  // namespace

void SectionWatch::leaves(MarketplaceId holder, ProductId product) {
  std::erase_if(inside_, [&](const Inside& each) { return each.holder == holder && each.product == product; });
}

void SectionWatch::observe(const check::Event& event) {
  using check::EventKind;
  switch (event.kind) {
    case EventKind::hook_start:
      leaves(event.process, event.hook->product);
      inside_.push_back({event.process, event.hook->product, event.lease_end});
      return;
    case EventKind::send:
      if (const auto* commit = std::get_if<Commit>(&event.message->body))
        leaves(event.process, commit->interest.product);
      if (const auto* release = std::get_if<Release>(&event.message->body)) leaves(event.process, release->product);
      return;
    case EventKind::crash:
      std::erase_if(inside_, [&](const Inside& each) { return each.lease_end <= event.time; });
      crash_ = crash_ || std::ranges::any_of(inside_, [&](const Inside& each) {
                 return each.holder == event.process || each.product.owner == event.process;
               });
      std::erase_if(inside_, [&](const Inside& each) { return each.holder == event.process; });
      return;
    case EventKind::pause:
      std::erase_if(inside_, [&](const Inside& each) { return each.lease_end <= event.time; });
      pause_ = pause_ || std::ranges::any_of(inside_, [&](const Inside& each) { return each.holder == event.process; });
      return;
    default:
      return;
  }
}

std::vector<std::string> class_names() {
  std::vector<std::string> names;
  for (const Content& content : contents) names.emplace_back(content.name);
  for (const std::string_view name : watched) names.emplace_back(name);
  for (std::size_t i = 0; i < check::situation_count; ++i)
    names.push_back(short_name(static_cast<check::Situation>(i)));
  return names;
}

std::optional<std::size_t> class_named(std::string_view name) {
  if (name == "contended") name = check::name(check::Situation::contended_grant);
  const auto names = class_names();
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

std::vector<bool> classes_of(const Scenario& scenario, const SectionWatch& watch,
                             std::span<const std::uint64_t> situations) {
  std::vector<bool> classes;
  for (const Content& content : contents) classes.push_back(content.is(scenario));
  classes.push_back(watch.crash_in_grant());
  classes.push_back(watch.pause_in_grant());
  for (const std::uint64_t times : situations) classes.push_back(times > 0);
  return classes;
}

}  // namespace feira::search
