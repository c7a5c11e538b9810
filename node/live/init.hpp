// Makes a data folder and the identity in it: the one way in which a node comes into being.
#pragma once

#include <filesystem>
#include <string>

#include "node/identity/identity.hpp"

namespace feira::node {

/// With an empty `consortium_key_file` a new consortium begins, whose founder this node is. Throws `Refusal`.
Identity init(const std::filesystem::path& data, const std::string& name,
              const std::filesystem::path& consortium_key_file);

}  // namespace feira::node
