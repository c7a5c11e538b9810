// What is promised of every generated scenario, and of every run.
#include "sim/search/generate/generate.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/fault_plan.hpp"
#include "sim/scenario/network_faults.hpp"
#include "sim/scenario/problem.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/recipes.hpp"
#include "sim/world/run.hpp"
#include "tests/sim/search/generate/arbitrary_case.hpp"

namespace feira::search {
namespace {

using scenario::Fault;
using scenario::Scenario;

Scenario read_again(const Scenario& scenario) {
  const auto outcome = scenario::read(scenario::write(scenario), "generated.json");
  if (const auto* problems = std::get_if<std::vector<scenario::Problem>>(&outcome)) {
    RC_FAIL(scenario::message(problems->front()));
  }
  return std::get<Scenario>(outcome);
}

std::string violated(const sim::RunResult& result) {
  std::string names;
  for (const check::Verdict& verdict : result.verdicts) {
    if (!verdict.holds) names += std::string(check::name(verdict.property)) + ": " + verdict.violation->sentence + '\n';
  }
  return names;
}

RC_GTEST_PROP(Generated, IsAsAFileCanSayIt, (const Case& made)) {
  RC_ASSERT(read_again(made.scenario) == made.scenario);
}

RC_GTEST_PROP(Generated, HasNoFaultThatOutlastsItsTime, (const Case& made)) {
  const Scenario expanded = scenario::with_recipes(made.scenario, made.seed);
  for (const Fault& fault : scenario::expand(expanded, made.seed).faults) {
    RC_ASSERT(fault.at >= Duration{});
    RC_ASSERT(fault.at < made.scenario.run.faults_until);
    RC_ASSERT(fault.at + fault.length <= made.scenario.run.faults_until);
  }
}

/// Its disk cannot be read from 8 ms on, so the crash that notices it cannot come 10 ms earlier.
TEST(Generated, HasNoFaultBeforeTheBeginning) {
  const Case made = generate(1, 24'392);
  ASSERT_EQ(made.scenario.faults.size(), 2U);
  for (const Fault& fault : made.scenario.faults) EXPECT_GE(fault.at, Duration{});
}

RC_GTEST_PROP(Generated, KeepsClocksWithinTheBound, (const Case& made)) {
  const std::int64_t bound = made.scenario.protocol.drift_ppm;
  const auto within = [bound](std::int64_t rate) { return -bound <= rate && rate <= bound; };
  for (const auto& clock : made.scenario.clocks) RC_ASSERT(within(clock.drift_ppm.value_or(0)));
  for (const Fault& fault : made.scenario.faults) {
    if (fault.kind == Fault::Kind::drift) RC_ASSERT(within(fault.amount));
    if (fault.kind == Fault::Kind::clock_step) RC_ASSERT(fault.amount < 0);
    if (fault.kind == Fault::Kind::suspend) RC_ASSERT(!fault.clock_stops);
  }
}

RC_GTEST_PROP(Generated, HoldsAllProperties, (const Case& made)) {
  RC_ASSERT(violated(sim::run(made.scenario, made.seed)) == "");
}

RC_GTEST_PROP(Generated, RunsTheSameWhateverRanBefore, (const Case& made, const Case& other)) {
  const auto first = sim::run(made.scenario, made.seed).digest;
  const auto between = sim::run(other.scenario, other.seed).digest;
  RC_ASSERT(sim::run(made.scenario, made.seed).digest == first);
  RC_ASSERT(between != first);
}

RC_GTEST_PROP(Generated, RunsTheSameWhenReadFromAFile, (const Case& made)) {
  const auto first = sim::run(made.scenario, made.seed).digest;
  RC_ASSERT(sim::run(read_again(made.scenario), made.seed).digest == first);
}

RC_GTEST_PROP(Generated, LosesNoOtherFaultWithOneOfTheNetwork, (const Case& made)) {
  Scenario scenario = made.scenario;
  const auto cut =
      std::ranges::find_if(scenario.faults, [](const Fault& fault) { return is_of_the_network(fault.kind); });
  if (cut == scenario.faults.end()) return;
  std::vector<Fault> before = scenario::expand(scenario, made.seed).faults;
  const auto planned =
      std::ranges::find_if(before, [&](const Fault& fault) { return fault.at == cut->at && fault.kind == cut->kind; });
  RC_ASSERT(planned != before.end());
  before.erase(planned);
  scenario.faults.erase(cut);
  RC_ASSERT(scenario::expand(scenario, made.seed).faults == before);
}

/// When each client asks for the first time, and for what.
using FirstAsked = std::map<std::uint64_t, std::pair<std::int64_t, ProductId>>;

FirstAsked first_asked(const Scenario& scenario, std::uint64_t seed) {
  FirstAsked first;
  sim::Observers observers;
  observers.event = [&](const check::Event& event) {
    if (event.kind != check::EventKind::invoke || event.invocation->kind != check::InvocationKind::buy) return;
    first.try_emplace(event.invocation->client, event.time.ns, event.invocation->product);
  };
  const auto result = sim::run(scenario, seed, observers);
  EXPECT_GT(result.events, 0U);
  return first;
}

RC_GTEST_PROP(Generated, HasBuyersWhoComeWhetherOthersDoOrNot, (const Case& made)) {
  Scenario scenario = made.scenario;
  // Nothing that keeps a buyer at the door, which may depend on what others have asked for.
  scenario.membership.clear();
  scenario.random_membership = {};
  scenario.faults.clear();
  scenario.recipes.clear();
  scenario.random_faults = {};
  if (scenario.buyers.size() < 2) return;
  const FirstAsked all = first_asked(scenario, made.seed);
  scenario.buyers.pop_back();
  const FirstAsked some = first_asked(scenario, made.seed);
  RC_ASSERT(!some.empty());
  for (const auto& [client, asked] : some) {
    const auto before = all.find(client);
    RC_ASSERT(before != all.end());
    RC_ASSERT(before->second == asked);
  }
}

/// So the property that all hold is one that can fail: it finds what is switched off within a few cases.
TEST(Generate, FindsMechanismsThatAreSwitchedOff) {
  for (const Ablation mechanism : {Ablation::causal_delivery, Ablation::idempotency, Ablation::leave_at_commit,
                                   Ablation::drift_margin, Ablation::cancel_recorded}) {
    const auto fails = [mechanism](std::uint64_t number) {
      Case made = generate(1, number);
      made.scenario.ablate.add(mechanism);
      made.scenario.encode = false;
      return !sim::run(made.scenario, made.seed).all_hold();
    };
    std::uint64_t number = 1;
    while (number <= 40 && !fails(number)) ++number;
    EXPECT_LE(number, 40U) << name(mechanism);
  }
}

TEST(Generate, IsAFunctionOfSeedAndNumber) {
  const Case once = generate(7, 30);
  EXPECT_EQ(generate(7, 30).scenario, once.scenario);
  EXPECT_EQ(generate(7, 30).seed, once.seed);
  EXPECT_NE(generate(7, 31).scenario, once.scenario);
  EXPECT_NE(generate(8, 30).scenario, once.scenario);
}

TEST(Generate, BeginsSmallAndGrows) {
  const auto buyers = [](std::uint64_t number) {
    std::uint64_t sum = 0;
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
      for (const auto& group : generate(seed, number).scenario.buyers) sum += group.count;
    }
    return sum;
  };
  EXPECT_LT(buyers(1) * 2, buyers(100));
}

}  // namespace
}  // namespace feira::search
