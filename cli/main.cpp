// The program feira: what stands on the command line becomes a call of one command. The only place that knows CLI11.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "sim/report/words.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {
namespace {

constexpr const char* exit_codes = R"(Exit codes:
  0  everything is as the scenarios expect       64  bad usage or a bad scenario file
  1  a property is violated                      70  an error of feira itself, two equal runs that differ,
  2  unknown: a demanded situation or failure        or output that cannot be written
     never came                                 130  interrupted, after telling what was done
)";

constexpr const char* examples = R"(
Examples:
  feira run scenarios/basics/first-market.json
  feira run scenarios --seeds 1..1000 --jobs 2
  feira explain grant-order
  feira judge history.jsonl --model register)";

struct Arguments {
  RunOptions run;
  SoakOptions soak;
  ReplayOptions replay;
  WhenOptions when;
  JudgeOptions judge;
  AblateOptions ablate;
  CheckOptions check;
  ShrinkOptions shrink;
  NodeOptions node;
  ClusterOptions cluster;
  ExploreOptions explore;
  std::string topic;
  std::vector<std::string> names;
  std::vector<std::string> files;
};

void add_run(CLI::App& app, RunOptions& options) {
  auto* run = app.add_subcommand("run", "Runs scenarios and tells for each property whether it held");
  run->add_option("FILE", options.inputs, "Scenario files, folders of them, or - for standard input")->required();
  run->add_option("--seed", options.seed, "Runs this one seed")->type_name("N");
  run->add_option("--seeds", options.seeds, "Runs these seeds, both ends included (default: 1..run.seeds of the file)")
      ->type_name("A..B");
  run->add_option("-j,--jobs", options.jobs, "Runs so many seeds at once (default: one for each core)")->type_name("N");
  run->add_option("--format", options.format, "text or json (default: text)")->type_name("FORMAT");
  run->add_option("--trace", options.trace,
                  "Writes every event of the lowest failing seed, or else of the first one, as JSON lines")
      ->type_name("OUT");
  run->add_option("--digests", options.digests, "Writes the digest of every seed as JSON lines")->type_name("OUT");
  run->add_flag("--verify", options.verify, "Runs each seed twice and names the first event that differs");
  run->footer(std::string(exit_codes) + R"(
Examples:
  feira run scenarios/basics/first-market.json
  feira run scenarios --seeds 1..1000 --jobs 2
  feira run scenarios/network/split-brain.json --seed 7 --trace split-brain.jsonl
  feira run - --format json < market.json)");
}

void add_soak(CLI::App& app, SoakOptions& options) {
  auto* soak = app.add_subcommand("soak", "Runs scenarios seed after seed for a given time; resumes where it stopped");
  soak->add_option("FILE", options.inputs, "Scenario files or folders of them, run in turns")->required();
  soak->add_option("--time", options.time, "Ends after this long (default: 10m)")->type_name("DURATION");
  soak->add_option("--seeds", options.seeds, "Ends after so many seeds, if they are run before the time is up")
      ->type_name("N");
  soak->add_option("-j,--jobs", options.jobs, "Runs so many seeds at once (default: one for each core)")
      ->type_name("N");
  soak->add_option("--state", options.state, "Where the sums and what failed are kept (default: feira-soak)")
      ->type_name("FOLDER");
  soak->add_option("--format", options.format, "text or json (default: text)")->type_name("FORMAT");
  soak->footer(R"(Exit codes, over all that was run into the state folder:
  0  no violation but those that a scenario expects, and all reached that the scenarios demand
  1  a property is violated: the seed and how to repeat it are told, the run in full is kept in the state folder
  2  unknown: a demanded situation was never reached
 64  bad usage, a bad scenario file, or a state folder in use      70  an error of feira itself
130  interrupted: the sums are kept, and the next soak goes on from there

Examples:
  feira soak scenarios/swarm --time 1h
  feira soak scenarios/swarm scenarios/network --seeds 100000 --state /tmp/soak)");
}

void add_ablate(CLI::App& app, AblateOptions& options) {
  auto* ablate = app.add_subcommand(
      "ablate", "Switches every mechanism of the protocol off in turn and tells which property notices");
  ablate->add_option("NAME", options.names, "Only these mechanisms (default: all that `feira list ablations` shows)");
  ablate->add_option("--campaigns", options.campaigns, "So many campaigns, each with its own seeds (default: 5)")
      ->type_name("K");
  ablate->add_option("--seeds", options.seeds, "Seeds of a campaign (default: run.seeds of each file)")->type_name("N");
  ablate->add_option("-j,--jobs", options.jobs, "Runs so many seeds at once (default: one for each core)")
      ->type_name("N");
  ablate->add_option("--format", options.format, "text, json or markdown (default: text)")->type_name("FORMAT");
  ablate->add_option("-o,--output", options.output, "Writes there instead of to standard output")->type_name("OUT");
  ablate
      ->add_option("--scenarios", options.scenarios,
                   "Where the scenarios that switch something off are (default: scenarios/ablations)")
      ->type_name("FOLDER");
  ablate->add_flag("--quick", options.quick, "One campaign: whether all that was seen is still seen");
  ablate->footer(R"(Exit codes:
  0  every mechanism's absence is noticed as its scenario says
  1  one is not, or the same seeds fail with everything in place
  2  unknown: a situation that a scenario demands never came
 64  bad usage or a bad scenario file      70  an error of feira itself      130  interrupted

Examples:
  feira ablate --quick
  feira ablate fencing owner-check
  feira ablate --format markdown -o docs/ablations.md)");
}

void add_words(CLI::App& app, Arguments& arguments) {
  auto* list = app.add_subcommand("list", "Lists properties, faults, situations, recipes and ablations");
  list->add_option("TOPIC", arguments.topic, "Only one of: properties, faults, situations, recipes, ablations");
  list->footer("Exit codes: 0, or 64 for an unknown topic.\n\nExamples:\n  feira list\n  feira list faults");
  auto* explain = app.add_subcommand("explain", "Explains one of the names that list shows, with its source");
  explain->add_option("NAME", arguments.names, "What to explain")->required();
  explain->footer(
      "Exit codes: 0, or 64 for an unknown name.\n\nExamples:\n  feira explain grant-order\n"
      "  feira explain fencing lease-ended-inside fault:partition");
  auto* validate = app.add_subcommand("validate", "Checks scenario files without running them and shows what they set");
  validate->add_option("FILE", arguments.files, "Scenario files, folders of them, or - for standard input")->required();
  validate->footer(
      "Exit codes: 0 all can be run, 64 a file has a mistake, told with its place.\n\nExamples:\n"
      "  feira validate scenarios\n  feira validate - < market.json");
}

constexpr const char* replay_footer =
    R"(A run is repeated from its trace, which holds the scenario, and compared with it event by event; a scenario with
a seed is run twice. Beside the first difference, if there is one, it shows the last events up to where it
stopped and what marketplaces hold there.

Exit codes: 0 the same; 70 two equal runs differ, with the first event that does; 2 the trace differs, but is
of another version of feira; 64 a trace that is broken, cut off or edited; 130 interrupted.

Examples:
  feira run scenarios/basics/first-market.json --seed 7 --trace out.jsonl
  feira replay out.jsonl
  feira replay out.jsonl --until 1.204s --state bia
  feira replay scenarios/basics/first-market.json --seed 7 --until "#1234" --state all)";

void add_replay(CLI::App& app, ReplayOptions& options) {
  auto* replay = app.add_subcommand("replay", "Repeats a run, compares it event by event, and shows what was when");
  replay
      ->add_option("TRACE", options.input,
                   "A trace, or - for standard input, or a node's recording, or a scenario file and --seed")
      ->required();
  replay->add_option("--seed", options.seed, "Of a scenario: the seed to run")->type_name("N");
  replay->add_option("--until", options.until, "Stops after this event (#1234) or time (1.204s)")->type_name("WHERE");
  replay->add_option("--state", options.states, "Shows what this marketplace holds there, or all do")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  replay->add_option("--last", options.last, "Shows so many events before --until (default: 10)")->type_name("N");
  replay->add_option("--format", options.format, "text or json (default: text)")->type_name("FORMAT");
  replay->footer(replay_footer);
}

constexpr const char* when_footer =
    R"(The run is kept as it was up to some step, and goes on from there many times, with all that is drawn later drawn
anew; what was drawn before stays. The share of continuations that violate the same property by the same kinds of
events is known then, with its 95 % confidence interval, for that step; the next step to look at is chosen
where the share rises most. The faults stay those of the seed unless --faults fresh draws later ones anew, too.

Exit codes: 0 told; 2 nothing fails in this seed; 64 bad usage or a bad scenario; 130 interrupted, after telling what
was known by then.

Examples:
  feira when scenarios/ablations/causal-delivery.json --seed 3
  feira when shrunk.json --seed 1 --property no-oversell --continuations 400 --format json)";

void add_when(CLI::App& app, WhenOptions& options) {
  auto* when = app.add_subcommand("when", "Tells when a failure became inevitable, and by which step");
  when->add_option("FILE", options.input, "A scenario file, or - for standard input")->required();
  when->add_option("--seed", options.seed, "The seed that fails")->type_name("N")->required();
  when->add_option("--property", options.property, "Of several violated properties, this one (default: the first)")
      ->type_name("NAME");
  when->add_option("--continuations", options.continuations, "So many from each place (default: 100)")->type_name("N");
  when->add_option("--points", options.points, "Looks at so many places at most (default: 40)")->type_name("N");
  when->add_option("-j,--jobs", options.jobs, "Runs so many continuations at once (default: one for each core)")
      ->type_name("N");
  when->add_option("--faults", options.faults, "kept or fresh (default: kept)")->type_name("WHICH");
  when->add_option("--format", options.format, "text or json (default: text)")->type_name("FORMAT");
  when->footer(when_footer);
}

constexpr const char* judge_footer =
    R"(A history is JSON lines in the order of time, an invoke and its answer for each operation:
  {"index":4,"process":2,"type":"invoke","f":"cas","value":[1,2]}
  {"index":7,"process":2,"type":"ok","f":"cas","value":[1,2],"result":false}
type is invoke, ok, fail (did not take place) or info (nobody knows); "key":"3" tells objects apart.
Functions: stock: buy, restock, read (the first line is {"initial": 10}); register: read, write, cas;
kv: get, put, append.

Exit codes: 0 linearizable, 1 not linearizable, 2 unknown (the budget is used up), 64 bad input.

Examples:
  feira judge history.jsonl --model register
  feira judge - --model stock --format json < history.jsonl)";

void add_judge(CLI::App& app, JudgeOptions& options) {
  auto* judge = app.add_subcommand("judge", "Tells whether a history of clients is linearizable");
  judge->add_option("HISTORY", options.history, "A history as JSON lines, or - for standard input")->required();
  judge->add_option("--model", options.model, "What the objects are: stock, register or kv")
      ->type_name("MODEL")
      ->required();
  judge->add_option("--steps", options.steps, "Gives up after so many steps of the search (default: 5000000000)")
      ->type_name("N");
  judge->add_option("--memory", options.memory, "Gives up when the search needs more MiB than this (default: 1024)")
      ->type_name("MIB");
  judge->add_option("--format", options.format, "text or json (default: text)")->type_name("FORMAT");
  judge->footer(judge_footer);
}

constexpr const char* check_footer =
    R"(A case is a function of --seed and its number. The first that fails ends the check.

Exit codes: 0 all properties hold, 1 one is violated, 2 a floor is missed, 64 bad usage, 130 interrupted, after a summary.

Examples:
  feira check --runs 10000
  feira check --time 10m --floor contended=50% --floor crash=10%
  feira check --ablate fencing -o /tmp
  feira check --seed 7 --case 4127)";

constexpr const char* shrink_footer =
    R"(Marketplaces, products, buyers and faults are cut away, what is left is made milder and rounder, and all that chance
decides is given, as long as a run still violates the same property by the same kinds of event. The result tells in its
"about" what happens, expects that property to fail, and runs like any other scenario.

Exit codes: 0 shrunk, also if the budget did not suffice for all of it; 2 that run does not fail; 64 bad usage or scenario;
130 interrupted, after the best so far has been written.

Examples:
  feira shrink scenarios/ablations/clock-merge.json --seed 1
  feira shrink market.json --seed 4127 --property grant-order -o shrunk.json
  feira shrink market.json --time 1m -o shrunk.json)";

void add_shrink(CLI::App& app, ShrinkOptions& options) {
  auto* shrink = app.add_subcommand("shrink", "Cuts a failing run down to a scenario that a person can read");
  shrink->add_option("FILE", options.input, "A scenario, or - for standard input")->required();
  shrink->add_option("--seed", options.seed, "The seed that fails (default: the lowest one of the file's campaign)")
      ->type_name("N");
  shrink->add_option("--property", options.property, "Keeps the violation of this one (default: the first)")
      ->type_name("NAME");
  shrink->add_option("--runs", options.runs, "Spends so many runs at most (default: 20000)")->type_name("N");
  shrink->add_option("--time", options.time, "Ends after this long with the best so far")->type_name("DURATION");
  shrink->add_option("-j,--jobs", options.jobs, "Tries so many at once (default: one for each core)")->type_name("N");
  shrink->add_option("-o,--output", options.output, "Where it is written (default: standard output)")
      ->type_name("FILE");
  shrink->footer(shrink_footer);
}

void add_check(CLI::App& app, CheckOptions& options) {
  auto* check = app.add_subcommand("check", "Generates scenarios, weighted toward trouble, and runs them");
  check->add_option("--runs", options.runs, "So many cases (default: 1000; with --time as many as it allows)")
      ->type_name("N");
  check->add_option("--time", options.time, "Ends after this long")->type_name("DURATION");
  check->add_option("--seed", options.seed, "From which all cases grow (default: 1)")->type_name("N");
  check->add_option("--case", options.number, "Runs this one case alone")->type_name("N");
  check->add_option("--size", options.size, "How large scenarios may become, 1 to 100 (default: 100)")->type_name("N");
  check->add_option("--ablate", options.ablate, "Switches a mechanism off, to see it found; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  check->add_option("-j,--jobs", options.jobs, "Runs so many cases at once (default: one for each core)")
      ->type_name("N");
  check
      ->add_option("--floor", options.floors,
                   "A class must come in this share of the cases at least, or the check is unknown; may be repeated")
      ->type_name("CLASS=SHARE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  check
      ->add_option("--regressions", options.regressions,
                   "Scenarios that are run first (default: scenarios/regressions, if it is there)")
      ->type_name("FOLDER");
  check
      ->add_option("--shrink-runs", options.shrink_runs,
                   "Makes what fails smaller with so many runs at most (default: 20000; 0: not at all)")
      ->type_name("N");
  check
      ->add_option("-o,--output", options.output, "Where a failing scenario is kept (default: where --regressions are)")
      ->type_name("FOLDER");
  check->add_option("--format", options.format, "text or json (default: text)")->type_name("FORMAT");
  check->footer(check_footer);
}

constexpr const char* node_footer =
    R"(Each option may also stand in the environment, as FEIRA_PORT for --port, or in the configuration file, as lines
"port = 10010"; a flag counts before the environment, and that before the file.

Examples:
  feira node init --name ana --data ana
  feira node init --name bia --data bia --consortium-key-file ana/consortium.key
  feira node start --data ana)";

void add_node_options(CLI::App& action, NodeOptions& options) {
  action.add_option("--name", options.name, "The marketplace's name")->envname("FEIRA_NAME")->type_name("NAME");
  action.add_option("--data", options.data, "Its data folder (default: feira-NAME)")
      ->envname("FEIRA_DATA")
      ->type_name("DIR");
  action
      .add_option("--consortium-key-file", options.consortium_key_file,
                  "What the peers of the consortium share (default: consortium.key in the data folder)")
      ->envname("FEIRA_CONSORTIUM_KEY_FILE")
      ->type_name("FILE");
  action.add_option("--config", options.config, "A file with further options, as lines: key = value")
      ->envname("FEIRA_CONFIG")
      ->type_name("FILE");
}

void add_start_options(CLI::App& start, NodeOptions& options) {
  start.add_option("--port", options.port, "Listens there (default: the first free of 10000, 10010, ... 10090)")
      ->envname("FEIRA_PORT")
      ->type_name("N");
  start.add_option("--bind", options.bind, "Numeric address to listen on (default: 127.0.0.1)")
      ->envname("FEIRA_BIND")
      ->type_name("ADDRESS");
  start.add_option("--advertise", options.advertise, "The address that other marketplaces are told")
      ->envname("FEIRA_ADVERTISE")
      ->type_name("URL");
  start.add_option("--peer", options.peers, "Address of another marketplace; may be given several times")
      ->envname("FEIRA_PEER")
      ->delimiter(',')
      ->type_name("URL");
  start.add_flag("--no-search", options.no_search, "Does not look for others behind ports 10000-10099 of this host");
  start.add_option("--tls-cert", options.tls_cert, "Certificate, PEM")->envname("FEIRA_TLS_CERT")->type_name("FILE");
  start.add_option("--tls-key", options.tls_key, "Its key, PEM")->envname("FEIRA_TLS_KEY")->type_name("FILE");
  start.add_option("--tls-ca", options.tls_ca, "Who signs the certificates of marketplaces, PEM")
      ->envname("FEIRA_TLS_CA")
      ->type_name("FILE");
  start.add_flag("--plain-http-beyond-this-host", options.plain_http,
                 "Listens beyond this host without TLS: everybody on the way can read and change what is said");
  start.add_option("--hook", options.hook, "Asks this service to confirm each purchase (default: confirmed at once)")
      ->envname("FEIRA_HOOK")
      ->type_name("URL");
  start.add_option("--record", options.record, "Writes every input of the core there, for feira replay")
      ->envname("FEIRA_RECORD")
      ->type_name("FILE");
  start.add_option("--log-level", options.log_level, "debug, info, warning or error (default: info)")
      ->envname("FEIRA_LOG_LEVEL")
      ->type_name("LEVEL");
}

void add_node(CLI::App& app, NodeOptions& options) {
  auto* node = app.add_subcommand("node", "Makes or starts one live marketplace");
  node->require_subcommand(1);
  node->footer(node_footer);
  auto* init = node->add_subcommand("init", "Makes a data folder and the identity in it");
  add_node_options(*init, options);
  auto* start = node->add_subcommand("start", "Serves until it is told to end (SIGTERM, Ctrl-C)");
  add_node_options(*start, options);
  add_start_options(*start, options);
  for (auto* action : {init, start}) {
    action->footer(node_footer);
    action->final_callback([&options, action] { options.action = action->get_name(); });
  }
}

void add_cluster(CLI::App& app, ClusterOptions& options) {
  auto* cluster = app.add_subcommand("cluster", "Launches a consortium of live marketplaces on this machine");
  cluster->add_option("N", options.count, "How many marketplaces")->required();
  cluster->add_option("--keep", options.keep, "Keeps their data folders there, and goes on with what is there already")
      ->type_name("DIR");
  cluster->add_option("--format", options.format, "text or json: how the table of addresses is shown (default: text)")
      ->type_name("FORMAT");
  cluster->add_flag("--any-port", options.any_port, "Takes any free ports instead of the customary ones");
  cluster->footer("Examples:\n  feira cluster 3\n  feira cluster 5 --keep /tmp/market --format json");
}

constexpr const char* explore_footer =
    R"(The section "explore" of the file states the budgets: {"losses": 1, "duplicates": 1, "crashes": 0, "timers": 0}.

Exit codes: 0 all schedules, and every property held (or what the file expects to fail does), 1 a property is violated,
2 not exhausted, or an expected failure never came, 64 bad input, 130 interrupted.

Examples:
  feira explore scenarios/explore/two-markets.json
  feira explore scenarios/explore/three-markets.json --ablate causal-delivery -o shortest.json
  feira explore scenarios/explore/three-markets-lossy.json --partial-order)";

void add_explore(CLI::App& app, ExploreOptions& options) {
  auto* explore = app.add_subcommand("explore", "Goes through every schedule of a small scenario");
  explore->add_option("FILE", options.input, "A scenario file, or - for standard input")->required();
  explore->add_option("--ablate", options.ablate, "Switches this mechanism off, too (may be given several times)")
      ->type_name("NAME")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  explore->add_option("-j,--jobs", options.jobs, "Works with so many threads (default: one for each core)")
      ->type_name("N");
  explore->add_option("--memory", options.memory, "Ends when more MiB than this are needed (default: 2048)")
      ->type_name("MIB");
  explore->add_option("--depth", options.depth, "Ends after schedules of so many steps (default: 4095)")
      ->type_name("N");
  explore->add_option("-o,--output", options.output, "Writes the shortest violation there, as a scenario file")
      ->type_name("OUT");
  explore->add_flag("--symmetry", options.symmetry, "Buyers who are alike ask in one order only");
  explore->add_flag("--partial-order", options.partial_order,
                    "Messages that change nothing any more arrive at once, in one order only");
  explore->footer(explore_footer);
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> options_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const auto* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    for (const auto& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

std::string suggested(std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  return suggestion(word, views);
}

// What CLI11 could not parse, in our words where they say more than its own.
std::string usage_problem(const CLI::App& app, const std::vector<std::string>& given, const CLI::ParseError& error) {
  const auto commands = commands_of(app);
  if (given.empty()) return "a command is missing; expected one of: " + report::listed(commands);
  const std::string& first = given.front();
  const bool is_command = std::find(commands.begin(), commands.end(), first) != commands.end();
  if (!is_command && !first.starts_with('-')) {
    return "unknown command " + scenario::quote(first) + "; expected one of: " + report::listed(commands) +
           suggested(first, commands);
  }
  const CLI::App* command = is_command ? app.get_subcommand(first) : &app;
  for (const CLI::App* action : command->get_subcommands({})) {
    if (is_command && given.size() > 1 && given[1] == action->get_name()) command = action;
  }
  const auto options = options_of(*command);
  for (const auto& word : given) {
    const std::string name = word.substr(0, word.find('='));
    if (name.size() < 2 || !name.starts_with('-') || name == "--") continue;
    const bool known = std::any_of(options.begin(), options.end(), [&](const std::string& option) {
      return option == name || (option.size() == 2 && name.starts_with(option) && name[1] != '-');
    });
    if (known) continue;
    return "unknown option " + scenario::quote(name) + "; expected one of: " + report::listed(options) +
           suggested(name, options);
  }
  return error.what();
}

Exit dispatch(const CLI::App& app, const Arguments& arguments) {
  if (app.got_subcommand("run")) return run(arguments.run);
  if (app.got_subcommand("ablate")) return ablate(arguments.ablate);
  if (app.got_subcommand("soak")) return soak(arguments.soak);
  if (app.got_subcommand("shrink")) return shrink(arguments.shrink);
  if (app.got_subcommand("check")) return check(arguments.check);
  if (app.got_subcommand("judge")) return judge(arguments.judge);
  if (app.got_subcommand("node")) return node_command(arguments.node);
  if (app.got_subcommand("cluster")) return cluster(arguments.cluster);
  if (app.got_subcommand("explore")) return explore(arguments.explore);
  if (app.got_subcommand("list")) return list(arguments.topic);
  if (app.got_subcommand("explain")) return explain(arguments.names);
  if (app.got_subcommand("replay")) return replay(arguments.replay);
  if (app.got_subcommand("when")) return when(arguments.when);
  return validate(arguments.files);
}

// Help and version are asked for: they go to standard output, which may be full like any other.
Exit show(const std::string& text) {
  auto output = Output::standard();
  output.write(text);
  output.flush();
  return Exit::as_expected;
}

Exit run_program(const std::vector<std::string>& given) {
  Arguments arguments;
  CLI::App app("feira runs a distributed marketplace consortium in a deterministic simulator, and says what held.",
               "feira");
  app.footer(std::string(exit_codes) + examples);
  app.require_subcommand(1);
  app.set_version_flag("--version", "feira " FEIRA_VERSION);
  add_run(app, arguments.run);
  add_soak(app, arguments.soak);
  add_ablate(app, arguments.ablate);
  add_explore(app, arguments.explore);
  add_words(app, arguments);
  add_judge(app, arguments.judge);
  add_replay(app, arguments.replay);
  add_when(app, arguments.when);
  add_check(app, arguments.check);
  add_shrink(app, arguments.shrink);
  add_node(app, arguments.node);
  add_cluster(app, arguments.cluster);
  try {
    app.parse(std::vector<std::string>(given.rbegin(), given.rend()));
  } catch (const CLI::CallForHelp&) {
    return show(app.help());  // of the chosen command, if one is
  } catch (const CLI::CallForVersion& version) {
    return show(std::string(version.what()) + "\n");
  } catch (const CLI::ParseError& error) {
    throw Failure(Exit::bad_input, usage_problem(app, given, error) + "\nfeira --help tells how it is used");
  }
  return dispatch(app, arguments);
}

}  // namespace
}  // namespace feira::cli

int main(int count, char** values) {
  using feira::cli::Exit;
  feira::cli::watch_signals();
  try {
    return static_cast<int>(feira::cli::run_program({values + 1, values + count}));
  } catch (const feira::cli::Failure& failure) {
    feira::cli::complain(failure.what());
    return static_cast<int>(failure.exit());
  } catch (const std::bad_alloc&) {
    feira::cli::complain("not enough memory");
    return static_cast<int>(Exit::own_error);
  } catch (const std::exception& error) {
    feira::cli::complain(std::string("a mistake of feira itself: ") + error.what());
    return static_cast<int>(Exit::own_error);
  }
}
