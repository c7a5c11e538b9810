// A journal that was made short recovers to what the whole one recovers to, and goes on in the same way: over random
// runs with crashes, newcomers and leavers, cut anywhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "core/journal/compact.hpp"
#include "core/marketplace.hpp"
#include "core/wire/wire.hpp"
#include "sim/scenario/read.hpp"
#include "sim/world/run.hpp"
#include "tests/sim/world/sample_scenario.hpp"

namespace feira::sim {
namespace {

/// What one marketplace has written and heard in a run.
struct Past {
  std::vector<Record> journal;
  std::vector<Message> heard;
};

std::map<MarketplaceId, Past> pasts_of(const scenario::Scenario& scenario, std::uint64_t seed) {
  std::map<MarketplaceId, Past> pasts;
  Observers observers;
  observers.event = [&](const check::Event& event) {
    Past& past = pasts[event.process];
    if (event.kind == check::EventKind::record) past.journal.push_back(*event.record);
    if (event.kind == check::EventKind::crash) past.journal.resize(event.id);
    if (event.kind == check::EventKind::receive) past.heard.push_back(*event.message);
  };
  EXPECT_TRUE(run(scenario, seed, observers).all_hold());
  std::erase_if(pasts, [](const auto& each) { return each.second.journal.empty(); });
  return pasts;
}

bool has_joined(const Past& past) {
  return std::any_of(past.journal.begin(), past.journal.end(),
                     [](const Record& record) { return record.kind() == RecordKind::joined; });
}

Config config_of(MarketplaceId me, const std::map<MarketplaceId, Past>& pasts, const scenario::Scenario& scenario) {
  Config config;
  config.me = me;
  config.options = scenario.protocol;
  if (has_joined(pasts.at(me))) {
    config.members = {{me, "newcomer"}};
    config.sponsor = MarketplaceId{UINT32_MAX};
    return config;
  }
  for (const auto& [id, past] : pasts) {
    if (!has_joined(past)) config.members.push_back({id, "founder"});
  }
  return config;
}

/// All that a step asks for, as text.
std::string text_of(const Effects& effects) {
  std::string text = std::to_string(effects.first_record) + "\n";
  for (const Record& record : effects.records) text += wire::encode(record) + "\n";
  for (const Send& send : effects.sends) {
    text += std::to_string(send.to.value) + " " + std::to_string(send.except.value) + " " + std::to_string(send.after) +
            " " + wire::encode(send.message) + "\n";
  }
  for (const StartHook& hook : effects.hooks) text += std::to_string(hook.purchase.key.low) + " hook\n";
  for (const Delivery& delivery : effects.deliveries) text += std::to_string(delivery.interest.number) + " delivered\n";
  if (effects.timer) text += std::to_string(effects.timer->ns) + " timer\n";
  return text + (effects.stopped ? "stopped" : "");
}

/// Two marketplaces that are given the same, and must do the same.
class Twins {
 public:
  Twins(const Config& config, std::span<const Record> whole, std::span<const Record> made_short)
      : one_(config), other_(config) {
    one_.start(now_, whole, of_one_);
    other_.start(now_, made_short, of_other_, whole.size());
    compare("start");
  }

  void hear(const Message& message) {
    now_ = now_ + milliseconds(30);
    step(MessageArrived{message}, "a message");
    if (timer_ <= now_) step(TimerFired{}, "a timer");
    step(Durable{made_}, "durable");
  }
  /// As long as both do the same there is something to compare.
  [[nodiscard]] bool go_on() const { return same_ && !one_.stopped(); }
  [[nodiscard]] bool stopped() const { return one_.stopped(); }

  void expect_equal_views() const {
    EXPECT_EQ(one_.clock(), other_.clock());
    EXPECT_EQ(one_.frontier(), other_.frontier());
    EXPECT_EQ(one_.membership(), other_.membership());
    EXPECT_EQ(one_.own_catalogue(), other_.own_catalogue());
    for (const MemberEntry& member : one_.membership().all()) {
      EXPECT_TRUE(other_.catalogue_of(member.id) != nullptr || one_.catalogue_of(member.id) == nullptr);
      if (one_.catalogue_of(member.id) == nullptr || other_.catalogue_of(member.id) == nullptr) continue;
      EXPECT_EQ(one_.catalogue_of(member.id)->products(), other_.catalogue_of(member.id)->products());
      EXPECT_EQ(one_.catalogue_of(member.id)->floor(), other_.catalogue_of(member.id)->floor());
    }
  }

 private:
  void step(const Input& input, const char* what) {
    of_one_.clear();
    of_other_.clear();
    one_.step(now_, input, of_one_);
    other_.step(now_, input, of_other_);
    compare(what);
  }
  void compare(const char* what) {
    same_ = text_of(of_one_) == text_of(of_other_);
    EXPECT_TRUE(same_) << what << "\n" << text_of(of_one_) << "\nbut from the short journal\n" << text_of(of_other_);
    if (of_one_.timer) timer_ = *of_one_.timer;
    if (!of_one_.records.empty()) made_ = of_one_.first_record + of_one_.records.size() - 1;
  }

  Marketplace one_;
  Marketplace other_;
  Effects of_one_;
  Effects of_other_;
  LocalTime now_{seconds(1000).ns};
  LocalTime timer_ = never;
  RecordNumber made_ = 0;
  bool same_ = true;
};

struct Tally {
  std::uint64_t cuts = 0;
  std::uint64_t steps = 0;
  std::uint64_t records = 0;
  std::uint64_t kept = 0;
  /// Twins that heard, both, that they were evicted or have left.
  std::uint64_t stopped = 0;
  std::set<RecordKind> kinds;
};

void compare(const Config& config, const Past& past, std::size_t cut, Tally& tally) {
  const std::span<const Record> whole(past.journal);
  std::vector<Record> made_short = compacted(whole.first(cut), config.options);
  tally.records += cut;
  tally.kept += made_short.size();
  for (const Record& record : made_short) tally.kinds.insert(record.kind());
  EXPECT_EQ(compacted(made_short, config.options), made_short);
  const auto tail = whole.subspan(cut);
  made_short.insert(made_short.end(), tail.begin(), tail.end());
  EXPECT_EQ(compacted(made_short, config.options), compacted(whole, config.options));
  Twins twins(config, whole, made_short);
  twins.expect_equal_views();
  ++tally.cuts;
  for (std::size_t i = past.heard.size() - std::min<std::size_t>(past.heard.size(), 60); i < past.heard.size(); ++i) {
    if (!twins.go_on()) break;
    twins.hear(past.heard[i]);
    ++tally.steps;
  }
  tally.stopped += twins.stopped() ? 1U : 0U;
  twins.expect_equal_views();
}

void compare_all(const scenario::Scenario& scenario, std::uint64_t seeds, Tally& tally) {
  for (std::uint64_t seed = 1; seed <= seeds && !testing::Test::HasFailure(); ++seed) {
    const auto pasts = pasts_of(scenario, seed);
    for (const auto& [id, past] : pasts) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", marketplace " + std::to_string(id.value));
      const Config config = config_of(id, pasts, scenario);
      for (std::size_t part = 1; part <= 4; ++part) compare(config, past, past.journal.size() * part / 4, tally);
    }
  }
}

scenario::Scenario from_file(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return std::get<scenario::Scenario>(scenario::read(text.str(), file));
}

TEST(Compaction, RecoversToTheSameUnderFaults) {
  Tally tally;
  compare_all(rough_market(), 10, tally);
  EXPECT_GT(tally.steps, 1'000U);
  EXPECT_EQ(tally.stopped, 0U);
  EXPECT_LT(tally.kept * 2, tally.records);
  EXPECT_TRUE(tally.kinds.contains(RecordKind::interest_made)) << "cut while an interest was open";
  EXPECT_TRUE(tally.kinds.contains(RecordKind::decided));
}

TEST(Compaction, RecoversToTheSameWhileMarketplacesComeAndGo) {
  Tally tally;
  compare_all(from_file("scenarios/membership/churn.json"), 3, tally);
  EXPECT_GT(tally.steps, 500U);
  EXPECT_TRUE(tally.kinds.contains(RecordKind::joined));
  EXPECT_TRUE(tally.kinds.contains(RecordKind::member_changed));
}

TEST(Compaction, RecoversToTheSameWithTombstonesDropped) {
  scenario::Scenario scenario = from_file("scenarios/catalogue/restock-and-removal.json");
  scenario.protocol.tombstones_max = 0;
  Tally tally;
  compare_all(scenario, 5, tally);
  EXPECT_TRUE(tally.kinds.contains(RecordKind::replica_advanced));
}

}  // namespace
}  // namespace feira::sim
