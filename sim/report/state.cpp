#include "sim/report/state.hpp"

#include <algorithm>
#include <string_view>

#include "sim/check/describe.hpp"
#include "sim/check/directory.hpp"
#include "sim/report/words.hpp"
#include "sim/scenario/units.hpp"

namespace feira::report {
namespace {

using check::Names;
using Condition = MarketplaceState::Condition;

constexpr std::size_t label_width = 10;

std::string line(std::string_view label, std::string_view rest) {
  std::string out = "    " + std::string(label);
  out.resize(std::max(out.size() + 1, 4 + label_width), ' ');
  return out + std::string(rest) + "\n";
}

/// A line for each part, the label before the first alone.
std::string lines(std::string_view label, const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += line(out.empty() ? label : std::string_view(), part);
  return out;
}

std::string from_now(LocalTime then, LocalTime now) {
  if (then == never) return "never";
  const Duration wait = then - now;
  if (wait == Duration{}) return "now";
  return wait < Duration{} ? text(Duration{-wait.ns}) + " ago" : "in " + text(wait);
}

std::string ranges_text(const std::vector<CountRange>& ranges) {
  std::string out;
  for (const CountRange& range : ranges) {
    out += (out.empty() ? "" : ", ") + std::to_string(range.first);
    if (range.last != range.first) out += "-" + std::to_string(range.last);
  }
  return out;
}

std::string condition_text(const MarketplaceState& state) {
  switch (state.condition) {
    case Condition::not_started:
      return "has not started";
    case Condition::up:
      return "up";
    case Condition::paused:
      return "paused";
    case Condition::down:
      return "down: only what is durable will be known again";
    case Condition::stopped:
      break;
  }
  switch (state.core->stopped_because()) {
    case StopReason::lost_disk:
      return "stopped: it has lost its disk";
    case StopReason::evicted:
      return "stopped: it was evicted";
    case StopReason::left:
      return "stopped: it has left";
    case StopReason::none:
      break;
  }
  return "stopped";
}

std::string runs_line(const MarketplaceState& state) {
  const Marketplace& core = *state.core;
  std::string rest = condition_text(state) + ", incarnation " + std::to_string(core.incarnation().value);
  if (state.crashes != 0) rest += ", " + counted(state.crashes, "crash") + " before";
  if (!core.takes_part()) rest += ", waits to be let in";
  if (core.leaving()) rest += ", leaving";
  const std::string drift =
      (state.drift_ppm < 0 ? "-" : "+") +
      grouped(static_cast<std::uint64_t>(state.drift_ppm < 0 ? -state.drift_ppm : state.drift_ppm));
  return line("runs", rest) +
         line("local", "its clock shows " + text(Duration{state.local.ns}) + ", drifts by " + drift + " ppm");
}

std::string journal_line(const MarketplaceState& state) {
  std::string rest = counted(state.written, "record") + ", durable up to " + grouped(state.durable);
  if (state.held_back != 0) rest += "; " + counted(state.held_back, "effect") + " held back until more are";
  return line("journal", rest);
}

std::string delivery_text(const CausalDelivery::Origin& origin, const Names& names) {
  std::vector<CountRange> held;
  std::vector<CountRange> missing;
  for (const auto& each : origin.buffer) held.push_back(each.range);
  for (const auto& each : origin.gaps) missing.push_back(each.range);
  std::string out = names.of(origin.id) + " heard of up to " + grouped(origin.heard);
  if (!held.empty()) out += ", holds " + ranges_text(held) + " back";
  if (!missing.empty()) out += ", lacks " + ranges_text(missing);
  return out;
}

std::string delivery_lines(const CausalDelivery& delivery, const Names& names) {
  std::vector<std::string> parts = {names.of(delivery.frontier())};
  for (const auto& origin : delivery.origins()) {
    if (!origin.buffer.empty() || !origin.gaps.empty()) parts.push_back(delivery_text(origin, names));
  }
  return lines("frontier", parts);
}

std::string members_line(const MarketplaceState& state, const Names& names) {
  std::string rest;
  for (const MemberEntry& member : state.core->membership().all()) {
    rest += (rest.empty() ? "" : ", ") + names.of(member.id);
    if (member.standing != Standing::present) rest += std::string(" ") + name(member.standing);
    if (state.condition == Condition::up && state.core->suspects(member.id, state.local)) {
      rest += " suspected (silent for " + text(state.core->peers().silence(member.id, state.local)) + ")";
    }
  }
  return line("members", rest);
}

std::string product_text(const Product& product, const Names& names) {
  if (product.removed) return names.of(product.id) + " removed";
  return names.of(product.id) + " " + std::to_string(product.stock) + " at " + scenario::text(product.price);
}

std::string catalogue_text(const OwnerCatalogue& catalogue, const Names& names) {
  std::string out = "version " + grouped(catalogue.version());
  for (const Product& product : catalogue.products()) out += ", " + product_text(product, names);
  return out;
}

std::string catalogue_lines(const Marketplace& core, const Names& names) {
  std::string out;
  if (core.own_catalogue().version() != 0) out += line("sells", catalogue_text(core.own_catalogue(), names));
  std::vector<std::string> replicas;
  for (const auto& held : core.catalogue().versions().entries()) {
    const OwnerCatalogue* replica = core.catalogue().of(held.marketplace);
    if (held.marketplace == core.id() || replica == nullptr) continue;
    replicas.push_back(names.of(held.marketplace) + "'s " + catalogue_text(*replica, names));
  }
  return out + lines("replica", replicas);
}

std::string keys_text(const Keys& keys) {
  std::string out;
  for (const IdempotencyKey& key : keys) out += (out.empty() ? "" : ", ") + check::text(key);
  return out;
}

std::string open_text(const Desk::Open& open, LocalTime now, const Names& names) {
  const Interest& interest = open.interest;
  std::string out = names.of(interest.id) + " for " + names.of(interest.product) + " " + names.of(interest.clock) +
                    ", " + counted(interest.purchases.size(), "purchase");
  if (open.inside) {
    out += "; inside with token " + check::text(open.inside->token) + ", lease ends " +
           from_now(open.inside->until, now) +
           ", hooks under way: " + (open.inside->awaited.empty() ? "none" : keys_text(open.inside->awaited));
  } else if (open.committed) {
    out += "; has committed with token " + check::text(open.committed->token) + ", waits for the last word";
  } else {
    out += "; waits for a grant";
  }
  return out + "; told again " + from_now(open.tell_again, now);
}

std::string desk_lines(const MarketplaceState& state, const Names& names) {
  const Desk& desk = state.core->desk();
  std::vector<std::string> interests;
  std::vector<std::string> waiting;
  for (const Desk::Shelf& shelf : desk.shelves()) {
    if (shelf.open) interests.push_back(open_text(*shelf.open, state.local, names));
    if (shelf.line.size() != 0) {
      waiting.push_back(counted(shelf.line.size(), "buyer") + " of " + names.of(shelf.product));
    }
  }
  for (const Desk::CancelWish& wish : desk.cancels()) {
    waiting.push_back("who cancels " + check::text(wish.key) + " of " + names.of(wish.product) + ", told again " +
                      from_now(wish.tell_again, state.local));
  }
  return lines("interest", interests) + lines("waiting", waiting);
}

std::string waiting_text(const OwnerArbiter::Waiting& waiting, const Names& names) {
  if (waiting.change) return "its own wish to " + check::describe(waiting.change->change, names);
  std::string out = names.of(waiting.interest.id) + " (sum " + std::to_string(waiting.sum);
  if (!waiting.interest.purchases_known) out += ", purchases unknown";
  return out + ")";
}

std::string section_text(const OwnerArbiter::Section& section, LocalTime now, const Names& names) {
  std::string queue;
  for (const auto& waiting : section.queue) queue += (queue.empty() ? "" : ", ") + waiting_text(waiting, names);
  std::string out = names.of(section.product) + ": " + (queue.empty() ? "nobody" : queue);
  if (section.held) {
    out += "; granted to " + names.of(section.held->grant.interest) + " with token " +
           check::text(section.held->grant.token) + " " + from_now(section.held->from, now) + ", lease of " +
           text(section.held->grant.lease) + " ends " + from_now(section.held->until, now);
  }
  return out;
}

std::string owner_lines(const MarketplaceState& state, const Names& names) {
  const Marketplace& core = *state.core;
  std::vector<std::string> sections;
  for (const auto& section : core.arbiter().sections()) {
    if (section.queue.empty() && !section.held) continue;
    sections.push_back(section_text(section, state.local, names));
  }
  std::string out = lines("queue", sections);
  const LeaseBook& leases = core.arbiter().leases();
  if (leases.waiting(state.local)) {
    out += line("grants", "nothing before " + from_now(leases.wait_until(), state.local).substr(3) +
                              " have passed: it has recovered and forgotten its grants");
  }
  std::vector<std::string> books;
  for (const auto& book : core.shop().books()) {
    const auto& decisions = book.sales.decisions();
    if (decisions.empty()) continue;
    const auto sold = std::ranges::count_if(decisions, [](const Decision& each) { return each.sold(); });
    std::int64_t pieces = 0;
    for (const Decision& each : decisions) pieces += each.sold() ? each.purchase.quantity : 0;
    books.push_back(names.of(book.product) + ": " + counted(static_cast<std::uint64_t>(sold), "purchase") + " sold (" +
                    counted(static_cast<std::uint64_t>(pieces), "piece") + "), " +
                    grouped(decisions.size() - static_cast<std::size_t>(sold)) + " refused");
  }
  return out + lines("book", books);
}

}  // namespace

std::string text(const MarketplaceState& state, const Names& names, const Palette& palette) {
  std::string out = "  " + palette.title(state.name) + "\n";
  if (state.condition == Condition::not_started) return out + line("runs", condition_text(state));
  const Marketplace& core = *state.core;
  out += runs_line(state) + journal_line(state);
  out += line("clock", names.of(core.clock())) + delivery_lines(core.delivery(), names);
  out += members_line(state, names) + catalogue_lines(core, names);
  return out + desk_lines(state, names) + owner_lines(state, names);
}

}  // namespace feira::report
