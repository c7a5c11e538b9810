// feira soak: scenarios on all cores for a given time, seed after seed, from where the last session stopped.
//
// The sums stand in one file of the state folder, written anew every few seconds and at the end (aside, then renamed,
// so that an interruption leaves the old one or the new one). What failed is kept beside it, told in full.

#include "sim/campaign/soak.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>
#include <variant>

#include "cli/arguments.hpp"
#include "cli/campaign_run.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/seed_run.hpp"
#include "sim/campaign/in_order.hpp"
#include "sim/report/soak.hpp"
#include "sim/report/text.hpp"
#include "sim/report/words.hpp"
#include "sim/scenario/problem.hpp"
#include "sim/scenario/units.hpp"

namespace feira::cli {
namespace {

namespace fs = std::filesystem;
using campaign::SoakSum;

constexpr Duration between_saves = seconds(5);
/// Of one scenario, before the next has its turn.
constexpr Duration turn = seconds(10);
constexpr std::size_t kept_failures = 20;

std::string read_whole(const fs::path& path) {
  const std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return std::move(text).str();
}

std::uint64_t hash_of(const std::string& text) { return XXH3_64bits(text.data(), text.size()); }

struct Plan {
  Duration time;
  std::optional<std::uint64_t> seeds;
  unsigned jobs = 1;
  fs::path folder;
  bool as_json = false;
};

Plan understood(const SoakOptions& options) {
  Plan plan;
  auto time = scenario::parse_duration(options.time);
  if (const auto* rejected = std::get_if<scenario::Rejection>(&time)) {
    throw Failure(Exit::bad_input, "--time " + scenario::quote(options.time) + ": " + rejected->what + "; expected " +
                                       rejected->expected);
  }
  plan.time = std::get<Duration>(time);
  if (!options.seeds.empty()) plan.seeds = parse_number("--seeds", options.seeds, 1, UINT64_MAX);
  plan.jobs = jobs_of(options.jobs);
  plan.folder = options.state;
  constexpr std::array<std::string_view, 2> formats = {"text", "json"};
  if (std::find(formats.begin(), formats.end(), options.format) == formats.end()) {
    throw Failure(Exit::bad_input, "--format " + scenario::quote(options.format) +
                                       ": unknown format; expected text or json" + suggestion(options.format, formats));
  }
  plan.as_json = options.format == "json";
  return plan;
}

/// The folder with the sums; nobody else soaks into it meanwhile.
class State {
 public:
  explicit State(fs::path folder) : folder_(std::move(folder)), file_(folder_ / "soak.json") {
    std::error_code error;
    fs::create_directories(folder_, error);
    lock_ = open((folder_ / "lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (error || lock_ < 0) throw Failure(Exit::own_error, folder_.string() + ": cannot be written");
    if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
      throw Failure(Exit::bad_input, folder_.string() +
                                         ": another soak is at work here; expected a folder of its own "
                                         "(--state)");
    }
    if (!fs::exists(file_)) return;
    try {
      sums = report::read_soak_state(read_whole(file_));
    } catch (const report::BadSoakState& bad) {
      throw Failure(Exit::bad_input, file_.string() + ": " + bad.what() + "; move it away to begin anew");
    }
  }
  ~State() { close(lock_); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void save() const {
    const std::string aside = file_.string() + ".new";
    auto output = Output::file(aside);
    output.write(report::soak_state(sums));
    output.flush();
    if (std::rename(aside.c_str(), file_.c_str()) != 0) {
      throw Failure(Exit::own_error, file_.string() + ": cannot be written: " + std::strerror(errno));
    }
  }

  [[nodiscard]] fs::path failure(const scenario::Scenario& scenario, std::uint64_t seed) const {
    std::string name = scenario.name;
    std::replace(name.begin(), name.end(), ' ', '-');
    return folder_ / (name + "-seed-" + std::to_string(seed) + ".txt");
  }

  std::vector<SoakSum> sums;

 private:
  fs::path folder_;
  fs::path file_;
  int lock_ = -1;
};

struct Timed {
  SeedResult result;
  Duration real;
};

class Soak {
 public:
  Soak(Plan plan, std::vector<Input> inputs)
      : plan_(std::move(plan)),
        inputs_(std::move(inputs)),
        state_(plan_.folder),
        situations_(situation_names()),
        build_(report::hex(hash_of(read_whole("/proc/self/exe")))) {}

  Exit run() {
    while (!over()) {
      for (const Input& input : inputs_) {
        if (!over()) take_turn(input);
      }
    }
    state_.save();
    tell();
    return exit();
  }

 private:
  [[nodiscard]] bool over() const {
    return interrupted() || watch_.elapsed() >= plan_.time || (plan_.seeds && ran_ >= *plan_.seeds);
  }

  void take_turn(const Input& input) {
    SoakSum& sum = campaign::sum_of(state_.sums, input.file, hash_of(read_whole(input.file)));
    const std::size_t failures_before = sum.violations.size();
    const std::uint64_t most = plan_.seeds ? *plan_.seeds - ran_ : UINT64_MAX / 2;
    const campaign::SeedRange range{sum.seeds + 1, sum.seeds + most};
    const Duration ends = inputs_.size() == 1 ? plan_.time : std::min(plan_.time, watch_.elapsed() + turn);
    std::atomic<bool> stop = false;
    const auto work = [&](std::uint64_t seed) -> std::optional<Timed> {
      now_running(input.file.c_str(), seed);
      const Stopwatch stopwatch;
      auto result = run_seed(input.scenario, seed);
      if (!result) return std::nullopt;
      return Timed{*std::move(result), stopwatch.elapsed()};
    };
    const auto merge = [&](Timed&& timed) {
      auto& outcome = timed.result.outcome;
      const auto& expected = input.scenario.expect.fails;
      std::erase_if(outcome.violated, [&](const std::string& property) {
        return std::find(expected.begin(), expected.end(), property) != expected.end();
      });
      sum.add(outcome, timed.real, situations_, build_);
      ++ran_;
      if (interrupted() || watch_.elapsed() >= ends) stop = true;
      if (watch_.elapsed() - saved_ >= between_saves) save_and_show(input);
    };
    campaign::run_in_order(range, plan_.jobs, stop, work, merge);
    for (std::size_t i = failures_before; i < std::min(sum.violations.size(), kept_failures); ++i) {
      keep(input, sum.violations[i].seed);
    }
  }

  void save_and_show(const Input& input) {
    state_.save();
    saved_ = watch_.elapsed();
    std::uint64_t events = 0;
    std::uint64_t failing = 0;
    for (const SoakSum& sum : state_.sums) {
      events += sum.events;
      failing += sum.violations.size();
    }
    const std::string said = report::text(saved_) + " of " + report::text(plan_.time) + ": " +
                             report::counted(ran_, "seed") + " in this session, " + report::counted(events, "event") +
                             " in all, " + report::counted(failing, "violation") + " (" + input.scenario.name + ")";
    if (errors_are_seen()) {
      std::fprintf(stderr, "\r\x1b[K%s", said.c_str());
      drawn_ = true;
    } else if (saved_ - told_ >= seconds(60)) {
      std::fprintf(stderr, "%s\n", said.c_str());
      told_ = saved_;
    }
  }

  /// The run of a failing seed, told in full.
  void keep(const Input& input, std::uint64_t seed) const {
    const auto report = run_campaign({{seed, seed}, 1, false}, input, nullptr);
    auto output = Output::file(state_.failure(input.scenario, seed).string());
    const auto plain = report::Palette::plain();
    output.write(report::heading(report, plain) + report::verdict(report, true, plain));
    output.flush();
  }

  void tell() {
    if (drawn_) std::fputs("\r\x1b[K", stderr);
    auto output = Output::standard();
    const auto palette = output_is_coloured() ? report::Palette::coloured() : report::Palette::plain();
    output.write(plan_.as_json ? report::soak_state(state_.sums) : report::soak_summary(state_.sums, palette));
    if (!plan_.as_json) {
      if (const auto missed = unreached(); !missed.empty()) {
        output.write("  unknown   demanded and not reached: " + report::listed(missed) + "\n");
      }
      output.write("  session   " + report::counted(ran_, "seed") + " in " + report::text(watch_.elapsed()) +
                   "; the sums and what failed are in " + plan_.folder.string() + "\n");
    }
    output.flush();
  }

  [[nodiscard]] Exit exit() const {
    if (interrupted()) return Exit::interrupted;
    const bool failed =
        std::any_of(state_.sums.begin(), state_.sums.end(), [](const SoakSum& sum) { return !sum.violations.empty(); });
    if (failed) return Exit::violated;
    return unreached().empty() ? Exit::as_expected : Exit::unknown;
  }

  /// What the scenarios demand and the soak has not seen often enough.
  [[nodiscard]] std::vector<std::string> unreached() const {
    std::vector<std::string> missed;
    for (const Input& input : inputs_) {
      for (const auto& reach : input.scenario.reach) {
        std::uint64_t times = 0;
        for (const SoakSum& sum : state_.sums) {
          const auto found = sum.situations.find(reach.situation);
          if (sum.file == input.file && found != sum.situations.end()) times += found->second;
        }
        if (times < reach.at_least) missed.push_back(reach.situation + " (" + input.file + ")");
      }
    }
    return missed;
  }

  Plan plan_;
  std::vector<Input> inputs_;
  State state_;
  std::vector<std::string> situations_;
  std::string build_;
  Stopwatch watch_;
  std::uint64_t ran_ = 0;
  Duration saved_;
  Duration told_;
  bool drawn_ = false;
};

}  // namespace

Exit soak(const SoakOptions& options) {
  Plan plan = understood(options);
  if (std::find(options.inputs.begin(), options.inputs.end(), "-") != options.inputs.end()) {
    throw Failure(Exit::bad_input, "a soak resumes by the name of its file; expected files or folders, not -");
  }
  return Soak(std::move(plan), read_inputs(options.inputs)).run();
}

}  // namespace feira::cli
