// `feira node`: a live marketplace on this machine.

#include "node/live/node.hpp"

#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "node/live/init.hpp"
#include "node/refusal.hpp"
#include "sim/scenario/problem.hpp"

namespace feira::cli {

namespace {

using node::NodeSettings;
using scenario::quote;

/// Where the value of a setting goes that may stand in a configuration file; only what no flag and no variable gave.
std::string* place_of(NodeOptions& options, std::string_view key) {
  const std::vector<std::pair<std::string_view, std::string*>> places{
      {"name", &options.name},           {"data", &options.data},
      {"port", &options.port},           {"bind", &options.bind},
      {"advertise", &options.advertise}, {"consortium-key-file", &options.consortium_key_file},
      {"tls-cert", &options.tls_cert},   {"tls-key", &options.tls_key},
      {"tls-ca", &options.tls_ca},       {"hook", &options.hook},
      {"record", &options.record},       {"log-level", &options.log_level}};
  for (const auto& [name, place] : places) {
    if (name == key) return place;
  }
  return nullptr;
}

constexpr std::string_view keys[] = {"name",
                                     "data",
                                     "port",
                                     "bind",
                                     "advertise",
                                     "consortium-key-file",
                                     "tls-cert",
                                     "tls-key",
                                     "tls-ca",
                                     "hook",
                                     "record",
                                     "log-level",
                                     "peer",
                                     "search-this-host",
                                     "plain-http-beyond-this-host"};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool parse_bool(const std::string& where, std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  throw Failure(Exit::bad_input, where + "expected true or false, not " + quote(text));
}

/// `key = value` lines; # begins a comment.
void read_config(const std::string& file, NodeOptions& options) {
  std::ifstream in(file);
  if (!in) throw Failure(Exit::bad_input, "cannot read the configuration file " + file);
  const bool peers_given = !options.peers.empty();
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::string where = file + ":" + std::to_string(number) + ": ";
    const std::string_view text = trimmed(std::string_view(line).substr(0, line.find('#')));
    if (text.empty()) continue;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) throw Failure(Exit::bad_input, where + "expected: key = value");
    const std::string_view key = trimmed(text.substr(0, equals));
    const std::string_view value = trimmed(text.substr(equals + 1));
    if (key == "peer") {
      if (!peers_given) options.peers.emplace_back(value);
    } else if (key == "search-this-host") {
      options.no_search = options.no_search || !parse_bool(where, value);
    } else if (key == "plain-http-beyond-this-host") {
      options.plain_http = options.plain_http || parse_bool(where, value);
    } else if (std::string* place = place_of(options, key)) {
      if (place->empty()) *place = value;
    } else {
      throw Failure(Exit::bad_input, where + "unknown key " + quote(key) + suggestion(key, keys));
    }
  }
}

node::LogLevel parse_level(const std::string& text) {
  if (text.empty() || text == "info") return node::LogLevel::info;
  if (text == "debug") return node::LogLevel::debug;
  if (text == "warning") return node::LogLevel::warning;
  if (text == "error") return node::LogLevel::error;
  throw Failure(Exit::bad_input, "--log-level: expected debug, info, warning or error, not " + quote(text));
}

std::string data_of(const NodeOptions& options) {
  if (!options.data.empty()) return options.data;
  if (!options.name.empty()) return "feira-" + options.name;
  throw Failure(Exit::bad_input, "which node? Give its data folder with --data, or its name with --name");
}

NodeSettings settings_of(const NodeOptions& options) {
  NodeSettings settings;
  settings.data = data_of(options);
  settings.name = options.name;
  if (!options.bind.empty()) settings.bind = options.bind;
  if (!options.port.empty()) {
    settings.port = static_cast<std::uint16_t>(parse_number("--port", options.port, 0, UINT16_MAX));
  }
  settings.advertise = options.advertise;
  settings.peers = options.peers;
  settings.search_this_host = !options.no_search;
  settings.consortium_key_file = options.consortium_key_file;
  settings.tls_cert = options.tls_cert;
  settings.tls_key = options.tls_key;
  settings.tls_ca = options.tls_ca;
  const bool any = !options.tls_cert.empty() || !options.tls_key.empty() || !options.tls_ca.empty();
  const bool all = !options.tls_cert.empty() && !options.tls_key.empty() && !options.tls_ca.empty();
  if (any && !all) throw Failure(Exit::bad_input, "--tls-cert, --tls-key and --tls-ca belong together: give all three");
  settings.plain_http_beyond_this_host = options.plain_http;
  settings.hook = options.hook;
  settings.record = options.record;
  settings.log_level = parse_level(options.log_level);
  return settings;
}

Exit init(const NodeOptions& options) {
  if (options.name.empty()) throw Failure(Exit::bad_input, "a new node needs a name: --name NAME");
  const std::string data = data_of(options);
  const node::Identity made = node::init(data, options.name, options.consortium_key_file);
  auto output = Output::standard();
  output.write(made.name + " " + node::to_hex(made.id) + " of consortium " + made.consortium + ", in " + data + "\n");
  if (made.founder) {
    output.write(
        "It begins a new consortium. For another marketplace of it:\n  feira node init --name OTHER "
        "--consortium-key-file " +
        data + "/consortium.key\n");
  }
  output.write("Start it:\n  feira node start --data " + data + "\n");
  output.flush();
  return Exit::as_expected;
}

Exit start(const NodeOptions& options) {
  node::LiveNode live(settings_of(options));
  switch (live.run(interrupted())) {
    case StopReason::none:
    case StopReason::left:
      return Exit::as_expected;
    case StopReason::evicted:
      throw Failure(Exit::bad_input,
                    "this marketplace was evicted from its consortium and does not come back; make "
                    "another one with:  feira node init");
    case StopReason::lost_disk:
      break;
  }
  throw Failure(Exit::bad_input,
                "others know of more than is in this data folder: it was lost, or restored from an old copy. What it "
                "sold since then is not in it, so it must not go on under this id; see docs/nodes.md");
}

}  // namespace

Exit node_command(const NodeOptions& given) {
  try {
    NodeOptions options = given;
    if (!options.config.empty()) read_config(options.config, options);
    return options.action == "init" ? init(options) : start(options);
  } catch (const node::Refusal& refusal) {
    throw Failure(Exit::bad_input, refusal.what());
  }
}

}  // namespace feira::cli
