#include "sim/world/world.hpp"

#include <algorithm>
#include <utility>

namespace feira::sim {

World::World(const scenario::Scenario& scenario, scenario::FaultPlan plan, const chance::Chance& chance,
             const Observers& observers)
    : chance_(chance),
      nemesis_(scenario, std::move(plan)),
      roster_(scenario, chance_, nemesis_.renewals(scenario.marketplaces.size())),
      network_(scenario.network, roster_.size(), {scenario.run.faults_until.ns}, chance_, Overrides(scenario)),
      encoding_(scenario.encode),
      hooks_(scenario, chance_),
      operators_(scenario, roster_, nemesis_.crashes(roster_.size())),
      buyers_(scenario, roster_, {scenario.run.faults_until.ns}, chance_),
      trace_(roster_.members(), scenario.protocol, observers),
      write_(scenario.disk.write),
      clocks_(scenario.clocks),
      applied_(nemesis_.faults().size(), false) {
  const std::vector<bool> crashes = nemesis_.crashes(size());
  const std::vector<bool> newcomers = nemesis_.newcomers(size());
  const std::vector<Member> founders = roster_.founders(newcomers);
  for (MarketplaceIndex index = 0; index < size(); ++index) {
    Config config{roster_.id(index), founders, scenario.protocol, scenario.ablate};
    processes_.emplace_back(std::move(config), crashes[index] || newcomers[index]);
  }
  for (const Fault& fault : nemesis_.faults()) {
    fault_labels_.push_back(std::string(label(fault.kind)) + ": " + scenario::describe(fault, scenario));
  }
  for (const scenario::MembershipSpec& change : nemesis_.membership()) {
    membership_labels_.push_back(scenario::describe(change, scenario));
  }
}

void World::begin() {
  const std::vector<bool> newcomers = nemesis_.newcomers(size());
  for (MarketplaceIndex index = 0; index < size(); ++index) {
    if (!newcomers[index]) boot(index);
  }
  for (std::uint32_t change = 0; change < nemesis_.membership().size(); ++change) {
    set_timer({nemesis_.membership()[change].at.ns}, 0, Timer{Timer::What::membership, false, change, 0, {}});
  }
  members_to_change_ = nemesis_.membership().size();
  for (std::uint32_t fault = 0; fault < nemesis_.faults().size(); ++fault) {
    set_timer(nemesis_.end_of(fault), 0, Timer{Timer::What::fault_ends, false, fault, 0, {}});
  }
  for (std::uint32_t fault = 0; fault < nemesis_.faults().size(); ++fault) {
    set_timer(nemesis_.begin_of(fault), 0, Timer{Timer::What::fault_begins, false, fault, 0, {}});
  }
  set_timer(nemesis_.calm_from(), 0, Timer{Timer::What::calm, false, 0, 0, {}});
  operators_.begin(*this);
  buyers_.begin(*this);
}

void World::draw_from(const chance::Chance& chance) {
  chance_ = chance;
  network_.draw_from(chance);
  hooks_.draw_from(chance);
  buyers_.draw_from(chance);
}

bool World::advance() { return kernel_.run_next(*this); }

bool World::quiet() const {
  if (!calm_ || members_to_change_ > 0) return false;
  const std::vector<bool> gone = down_for_good();
  const bool some_gone = std::ranges::find(gone, true) != gone.end();
  if (!(some_gone ? buyers_.done_without(gone) && operators_.done_without(gone)
                  : buyers_.done() && operators_.done())) {
    return false;
  }
  std::vector<MarketplaceId> gone_ids;
  for (const Process& process : processes_) {
    if (process.down_for_good) gone_ids.push_back(process.config.me);
  }
  std::ranges::sort(gone_ids);
  const auto rests = [&](const Process& process) {
    return process.gone || process.down_for_good ||
           (process.takes_inputs() && !process.paused_until && process.disk.idle() && process.outbox.empty() &&
            process.core.quiescent(gone_ids));
  };
  if (!std::ranges::all_of(processes_, rests)) return false;
  return std::ranges::all_of(processes_, [this](const Process& owner) {
    return owner.gone || owner.down_for_good || std::ranges::all_of(processes_, [&owner](const Process& replica) {
             return &owner == &replica || replica.gone || replica.down_for_good ||
                    replica.core.replica_equals(owner.core);
           });
  });
}

std::vector<bool> World::down_for_good() const {
  std::vector<bool> gone;
  for (const Process& process : processes_) gone.push_back(process.down_for_good);
  return gone;
}

void World::finish(Duration bound) {
  check::Ending ending;
  ending.time = now();
  ending.bound = bound;
  const auto is_up = [this](const Member& any) {
    const MarketplaceIndex index = roster_.index(any.id);
    return processes_[index].takes_inputs() && any.id == watched_as(index);
  };
  for (const Member& any : roster_.members()) {
    if (!is_up(any)) ending.down.push_back(any.id);
  }
  for (const Process& replica : processes_) {
    if (replica.down_for_good) ending.down_for_good.push_back(replica.config.me);
    for (const Process& owner : processes_) {
      if (&owner == &replica || !owner.takes_inputs() || !replica.takes_inputs()) continue;
      if (!replica.core.replica_equals(owner.core)) ending.mismatches.push_back({replica.config.me, owner.config.me});
    }
    trace_.seal(replica.core.hash());
  }
  trace_.checkers().finish(ending);
}

std::vector<std::string> World::drawn() const {
  std::vector<std::string> lines;
  for (const std::string& fault : fault_labels_) lines.push_back(fault.substr(fault.find(' ') + 1));
  lines.insert(lines.end(), membership_labels_.begin(), membership_labels_.end());
  return lines;
}

check::Event World::event(check::EventKind kind, MarketplaceIndex index) const {
  check::Event event;
  event.time = now();
  event.local = local(index);
  event.kind = kind;
  event.process = watched_as(index);
  return event;
}

}  // namespace feira::sim
