// `feira node` and `feira cluster` of a program that was built without live nodes.

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/recording.hpp"

namespace feira::cli {

namespace {

[[noreturn]] void left_out() {
  throw Failure(Exit::bad_input, "this feira was built without live nodes; build it with -DFEIRA_NODE=ON");
}

}  // namespace

Exit node_command(const NodeOptions&) { left_out(); }

Exit cluster(const ClusterOptions&) { left_out(); }

bool is_recording(const std::string&) { return false; }

Exit replay_recording(const std::string&) { left_out(); }

}  // namespace feira::cli
