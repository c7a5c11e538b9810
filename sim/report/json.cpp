#include "sim/report/json.hpp"

#include <nlohmann/json.hpp>

#include "sim/report/words.hpp"

namespace feira::report {
namespace {

using Json = nlohmann::ordered_json;
using campaign::Exit;

const char* word(Exit exit) {
  switch (exit) {
    case Exit::as_expected:
      return "as-expected";
    case Exit::violated:
      return "violated";
    case Exit::unknown:
      return "unknown";
    case Exit::bad_input:
      return "bad-input";
    case Exit::own_error:
      return "own-error";
    case Exit::interrupted:
      return "interrupted";
  }
  return "own-error";
}

Json verdict_json(const check::Verdict& verdict, const Story& story) {
  Json out{{"property", check::name(verdict.property)},
           {"holds", verdict.holds},
           {"checked", verdict.checked},
           {"summary", verdict.summary}};
  if (verdict.violation) {
    out["violation"] = {{"sentence", verdict.violation->sentence},
                        {"at_ns", verdict.violation->time.ns},
                        {"events", verdict.violation->events}};
  }
  if (const auto past = story.pasts.find(verdict.property); past != story.pasts.end()) out["past"] = past->second;
  return out;
}

Json story_json(const CampaignReport& report) {
  const Story& story = *report.story;
  Json verdicts = Json::array();
  for (const auto& verdict : story.verdicts) verdicts.push_back(verdict_json(verdict, story));
  return {{"seed", story.seed},
          {"digest", hex(story.digest)},
          {"drawn", story.drawn},
          {"properties", verdicts},
          {"repeat", {"feira", "run", report.file, "--seed", std::to_string(story.seed)}}};
}

Json violated_json(const campaign::Tally& tally) {
  Json out = Json::array();
  for (const auto& [property, violated] : tally.violated()) {
    out.push_back({{"property", property}, {"seeds", violated.seeds}, {"lowest_seed", violated.lowest_seed}});
  }
  return out;
}

Json reached_json(const campaign::Tally& tally) {
  Json out = Json::object();
  for (std::size_t i = 0; i < tally.situations().size(); ++i) out[tally.situations()[i]] = tally.reached()[i];
  return out;
}

Json swarm_json(const campaign::Tally& tally) {
  Json out = Json::object();
  for (const auto& kind : tally.kinds_on()) out[kind.kind] = kind.seeds;
  return out;
}

Json missed_json(const campaign::Tally& tally) {
  Json out = Json::object();
  for (const auto& [what, seeds] : tally.missed()) out[what] = seeds;
  return out;
}

Json unreached_json(const campaign::Judgement& judgement) {
  Json out = Json::array();
  for (const auto& unreached : judgement.unreached) {
    out.push_back({{"situation", unreached.situation}, {"times", unreached.times}, {"demanded", unreached.demanded}});
  }
  return out;
}

Json values_json(const CampaignReport& report) {
  Json out = Json::object();
  for (const auto& [name, value] : report.values) out[name] = value;
  return out;
}

Json mismatch_json(const campaign::Mismatch& mismatch) {
  return {{"seed", mismatch.seed}, {"event", mismatch.event}, {"first", mismatch.first}, {"second", mismatch.second}};
}

Json report_json(const CampaignReport& report) {
  const auto& tally = report.tally;
  Json out{{"file", report.file},
           {"name", report.scenario.name},
           {"about", report.scenario.about},
           {"set", report.setting},
           {"values", values_json(report)},
           {"verdict", word(report.exit())},
           {"exit", static_cast<int>(report.exit())},
           {"seeds",
            {{"first", report.seeds.first},
             {"last", report.seeds.last},
             {"run", tally.seeds()},
             {"held", tally.seeds_held()}}},
           {"expected_fails", report.scenario.expect.fails},
           {"violated", violated_json(tally)},
           {"unexpected", report.judgement.unexpected},
           {"never_came", report.judgement.never_came},
           {"unreached", unreached_json(report.judgement)},
           {"reached", reached_json(tally)},
           {"events", tally.events()},
           {"messages", tally.messages()},
           {"purchases", tally.purchases()},
           {"latency_ns",
            {{"count", tally.latencies().count()},
             {"median", tally.latencies().quantile(500).ns},
             {"p99", tally.latencies().quantile(990).ns}}},
           {"digest", hex(tally.digest())},
           {"simulated_ms", tally.simulated_ms()},
           {"real_ns", report.real.ns}};
  if (!tally.kinds_on().empty()) out["swarm"] = swarm_json(tally);
  if (!tally.missed().empty()) out["missed"] = missed_json(tally);
  if (report.mismatch) out["mismatch"] = mismatch_json(*report.mismatch);
  if (report.story) out["story"] = story_json(report);
  return out;
}

// Text from file names and scenario files may be any bytes; what is no UTF-8 is replaced, never a reason to fail.
std::string dumped(const Json& document, int indent) {
  return document.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string json(const std::vector<CampaignReport>& reports, Exit exit) {
  Json scenarios = Json::array();
  for (const auto& report : reports) scenarios.push_back(report_json(report));
  return dumped({{"format", "feira-verdict"},
                 {"version", 1},
                 {"verdict", word(exit)},
                 {"exit", static_cast<int>(exit)},
                 {"scenarios", scenarios}},
                2);
}

std::string digests_header() { return dumped({{"format", "feira-digests"}, {"version", 1}}, -1); }

std::string digest_line(const std::string& file, std::uint64_t seed, std::uint64_t digest) {
  return dumped({{"scenario", file}, {"seed", seed}, {"digest", hex(digest)}}, -1);
}

}  // namespace feira::report
