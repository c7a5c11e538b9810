// Which port a node takes when nobody says, and under which address others are told of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "node/http/server.hpp"
#include "node/live/settings.hpp"

namespace feira::node {

/// A server bound to the wanted port, or to the first free of the customary ones. Throws `Refusal` with what to do.
std::unique_ptr<http::Server> bound_server(const NodeSettings& settings);

/// The address that others are told.
std::string own_url(const NodeSettings& settings, std::uint16_t port);

}  // namespace feira::node
