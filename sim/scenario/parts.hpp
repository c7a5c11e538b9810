// The parts of a scenario file, one function each; `read` calls them in this order, since later ones refer to names and
// times that earlier ones read. A null node is an absent part: its defaults stand.
#pragma once

#include "sim/scenario/fields.hpp"
#include "sim/scenario/process_faults.hpp"

namespace feira::scenario {

void read_marketplace_names(Reading& reading, const Node* node);
void read_products(Reading& reading, const Node* node);
void read_protocol(Reading& reading, const Node* node);
void read_run(Reading& reading, const Node* node);
void read_explore(Reading& reading, const Node* node);
void read_buyers(Reading& reading, const Node* node);
void read_changes(Reading& reading, const Node* node);
void read_network(Reading& reading, const Node* node);
/// What happens to single messages.
void read_messages(Reading& reading, const Node* node);
void read_disk(Reading& reading, const Node* node);
void read_clocks(Reading& reading, const Node* node);
void read_membership(Reading& reading, const Node* node);
void read_random_membership(Reading& reading, const Node* node);
void read_faults(Reading& reading, const Node* node);
/// A recipe among the faults, by its name or as an object with its parameters.
void read_recipe(Reading& reading, const Node& node, Duration at, Duration length);
void read_random_faults(Reading& reading, const Node* node);
/// What a fault of one marketplace says beside its times; of a given fault whom it strikes, too.
void read_process_fault(Reading& reading, const Object& object, const ProcessFault& kind, Fault& fault);
void read_process_fault(Reading& reading, const Object& object, const ProcessFault& kind, RandomFaultSpec& random);
void read_ablations(Reading& reading, const Node* node);
void read_reach(Reading& reading, const Node* node);
void read_expectation(Reading& reading, const Node* node);

}  // namespace feira::scenario
