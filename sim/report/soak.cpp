#include "sim/report/soak.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/report/words.hpp"

namespace feira::report {
namespace {

using campaign::SlowSeed;
using campaign::SoakSum;
using campaign::SoakViolation;
using Json = nlohmann::ordered_json;

constexpr const char* format = "feira-soak";
constexpr int version = 1;
constexpr std::size_t violations_shown = 20;

Json json(const SoakSum& sum) {
  Json violations = Json::array();
  for (const SoakViolation& each : sum.violations) {
    violations.push_back({{"seed", each.seed}, {"properties", each.properties}});
  }
  Json slowest = Json::array();
  for (const SlowSeed& each : sum.slowest) {
    slowest.push_back({{"seed", each.seed}, {"real_ns", each.real.ns}, {"events", each.events}});
  }
  return {{"file", sum.file},
          {"text_hash", hex(sum.text_hash)},
          {"seeds", sum.seeds},
          {"events", sum.events},
          {"purchases", sum.purchases},
          {"messages", sum.messages},
          {"simulated_ms", sum.simulated_ms},
          {"real_ms", sum.real_ms},
          {"situations", sum.situations},
          {"kinds_on", sum.kinds_on},
          {"builds", sum.builds},
          {"violations", violations},
          {"slowest", slowest}};
}

SoakSum sum_from(const Json& json) {
  SoakSum sum;
  json.at("file").get_to(sum.file);
  sum.text_hash = std::stoull(json.at("text_hash").get<std::string>(), nullptr, 16);
  json.at("seeds").get_to(sum.seeds);
  json.at("events").get_to(sum.events);
  json.at("purchases").get_to(sum.purchases);
  json.at("messages").get_to(sum.messages);
  json.at("simulated_ms").get_to(sum.simulated_ms);
  json.at("real_ms").get_to(sum.real_ms);
  json.at("situations").get_to(sum.situations);
  json.at("kinds_on").get_to(sum.kinds_on);
  json.at("builds").get_to(sum.builds);
  for (const Json& each : json.at("violations")) {
    sum.violations.push_back({each.at("seed"), each.at("properties").get<std::vector<std::string>>()});
  }
  for (const Json& each : json.at("slowest")) {
    sum.slowest.push_back({each.at("seed"), Duration{each.at("real_ns")}, each.at("events")});
  }
  return sum;
}

std::string line(std::string_view head, const std::string& text) {
  std::string out = "  " + std::string(head);
  out.resize(std::max<std::size_t>(out.size() + 1, 12), ' ');
  return out + text + "\n";
}

// "a 1, b 2, ...", broken into lines.
std::string wrapped(std::string_view head, const std::vector<std::string>& parts) {
  constexpr std::size_t width = 100;
  std::string out;
  std::string row;
  for (const std::string& part : parts) {
    if (!row.empty() && row.size() + part.size() + 2 > width) {
      out += line(head, row + ",");
      head = "";
      row.clear();
    }
    row += (row.empty() ? "" : ", ") + part;
  }
  return row.empty() ? out : out + line(head, row);
}

std::string built_by(const SoakSum& sum) {
  return sum.builds.size() == 1 ? "" : ", by " + counted(sum.builds.size(), "build");
}

std::string of_one(const SoakSum& sum, const Palette& palette) {
  std::string out = palette.title(sum.file) + "\n";
  out += line("ran", "seeds 1.." + grouped(sum.seeds) + built_by(sum) + ": " + counted(sum.events, "event") + ", " +
                         text(Duration{static_cast<std::int64_t>(sum.simulated_ms) * 1'000'000}) + " simulated, " +
                         counted(sum.purchases, "purchase"));
  std::vector<std::string> kinds;
  for (const auto& [kind, seeds] : sum.kinds_on) kinds.push_back(kind + " " + grouped(seeds));
  out += wrapped("swarm on", kinds);
  std::vector<std::string> slow;
  for (const SlowSeed& each : sum.slowest) {
    slow.push_back("seed " + std::to_string(each.seed) + " (" + text(each.real) + ", " + counted(each.events, "event") +
                   ")");
  }
  out += wrapped("slowest", slow);
  for (std::size_t i = 0; i < std::min(sum.violations.size(), violations_shown); ++i) {
    const SoakViolation& each = sum.violations[i];
    out += "  " + palette.bad("FAILS") + "   " + listed(each.properties) + "; repeat it:  feira run " + sum.file +
           " --seed " + std::to_string(each.seed) + "\n";
  }
  if (sum.violations.size() > violations_shown) {
    out += line("", "and " + grouped(sum.violations.size() - violations_shown) + " more seeds");
  }
  return out;
}

}  // namespace

std::string soak_state(const std::vector<SoakSum>& sums) {
  Json out{{"format", format}, {"version", version}, {"scenarios", Json::array()}};
  for (const SoakSum& sum : sums) out["scenarios"].push_back(json(sum));
  return out.dump(1) + "\n";
}

std::vector<SoakSum> read_soak_state(std::string_view text) {
  try {
    const Json document = Json::parse(text);
    if (document.at("format") != format) throw BadSoakState("not the state of a soak");
    if (document.at("version") != version) {
      throw BadSoakState("the state of a soak of version " + document.at("version").dump() + "; expected version " +
                         std::to_string(version));
    }
    std::vector<SoakSum> sums;
    for (const Json& each : document.at("scenarios")) sums.push_back(sum_from(each));
    return sums;
  } catch (const Json::exception&) {
    throw BadSoakState("not the state of a soak");
  } catch (const std::logic_error&) {  // a hash that is no number
    throw BadSoakState("not the state of a soak");
  }
}

std::string soak_summary(const std::vector<SoakSum>& sums, const Palette& palette) {
  std::string out;
  std::map<std::string, std::uint64_t> situations;
  std::uint64_t seeds = 0;
  std::uint64_t events = 0;
  std::uint64_t failing = 0;
  for (const SoakSum& sum : sums) {
    out += of_one(sum, palette);
    seeds += sum.seeds;
    events += sum.events;
    failing += sum.violations.size();
    for (const auto& [situation, times] : sum.situations) situations[situation] += times;
  }
  std::vector<std::string> reached;
  std::vector<std::string> never;
  for (const auto& [situation, times] : situations) {
    if (times == 0) {
      never.push_back(situation);
    } else {
      reached.push_back(situation + " " + grouped(times));
    }
  }
  out += palette.title("all") + "\n" + wrapped("reached", reached) + wrapped("never", never);
  const std::string sum = counted(seeds, "seed") + ", " + counted(events, "event");
  return out + line("verdict", failing == 0
                                   ? palette.good("no violation") + " in " + sum
                                   : palette.bad(counted(failing, "seed") + " violated a property") + " of " + sum);
}

}  // namespace feira::report
