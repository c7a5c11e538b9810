// The commands of the program, a file each. They write to standard output and return the exit code; what keeps them
// from their work comes out as a `Failure`.
#pragma once

#include <string>
#include <vector>

#include "cli/failure.hpp"

namespace feira::cli {

/// As given on the command line; checked by the command itself, so that its messages can say what was expected.
struct RunOptions {
  std::vector<std::string> inputs;
  std::string seed;
  std::string seeds;
  std::string jobs;
  std::string format = "text";
  std::string trace;
  std::string digests;
  bool verify = false;
};

struct SoakOptions {
  std::vector<std::string> inputs;
  std::string time = "10m";
  std::string seeds;
  std::string jobs;
  std::string state = "feira-soak";
  std::string format = "text";
};

struct ReplayOptions {
  std::string input;
  std::string seed;
  std::string until;
  std::vector<std::string> states;
  std::string last;
  std::string format = "text";
};

struct WhenOptions {
  std::string input;
  std::string seed;
  std::string property;
  std::string continuations;
  std::string points;
  std::string jobs;
  std::string faults = "kept";
  std::string format = "text";
};

struct JudgeOptions {
  std::string history;
  std::string model;
  std::string steps;
  std::string memory;
  std::string format = "text";
};

struct AblateOptions {
  std::vector<std::string> names;
  std::string campaigns;
  std::string seeds;
  std::string jobs;
  std::string format = "text";
  std::string output;
  std::string scenarios = "scenarios/ablations";
  bool quick = false;
};

struct CheckOptions {
  std::string runs;
  std::string time;
  std::string seed = "1";
  std::string number;
  std::string size;
  std::vector<std::string> ablate;
  std::string jobs;
  std::vector<std::string> floors;
  /// Empty: scenarios/regressions, if it is there.
  std::string regressions;
  std::string shrink_runs;
  std::string output;
  std::string format = "text";
};

struct NodeOptions {
  /// "init" or "start".
  std::string action;
  std::string name;
  std::string data;
  std::string port;
  std::string bind;
  std::string advertise;
  std::vector<std::string> peers;
  std::string consortium_key_file;
  std::string tls_cert;
  std::string tls_key;
  std::string tls_ca;
  std::string config;
  std::string hook;
  std::string record;
  std::string log_level;
  bool no_search = false;
  bool plain_http = false;
};

struct ClusterOptions {
  std::string count;
  std::string keep;
  std::string format = "text";
  bool any_port = false;
};

struct ShrinkOptions {
  std::string input;
  std::string seed;
  std::string property;
  std::string runs;
  std::string time;
  std::string jobs;
  std::string output;
};

struct ExploreOptions {
  std::string input;
  std::vector<std::string> ablate;
  std::string jobs;
  std::string memory;
  std::string depth;
  std::string output;
  bool symmetry = false;
  bool partial_order = false;
};

Exit run(const RunOptions& options);
Exit node_command(const NodeOptions& given);
Exit cluster(const ClusterOptions& options);
Exit soak(const SoakOptions& options);
Exit judge(const JudgeOptions& options);
Exit ablate(const AblateOptions& options);
Exit check(const CheckOptions& options);
Exit explore(const ExploreOptions& options);
Exit list(const std::string& topic);
Exit explain(const std::vector<std::string>& names);
Exit shrink(const ShrinkOptions& options);
Exit validate(const std::vector<std::string>& inputs);
Exit replay(const ReplayOptions& options);
Exit when(const WhenOptions& options);

}  // namespace feira::cli
