// What the API stands on: one marketplace with all that belongs to it. The driver's side fills it in; what is handed in
// must outlive the API.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/identity.hpp"
#include "node/driver/driver.hpp"
#include "node/driver/event_log.hpp"
#include "node/http/client.hpp"
#include "node/http/server.hpp"

namespace feira::node {

/// How the way to a peer is doing.
struct PeerTraffic {
  MarketplaceId id;
  std::uint64_t waiting = 0;
  std::uint64_t sent = 0;
  std::uint64_t dropped = 0;
  std::uint64_t failures = 0;
  bool reachable = false;
};

/// A marketplace that was met at an address.
struct Met {
  MarketplaceId id;
  std::string name;
};

struct BuyerLimits {
  /// Requests without the operator's token, a second and address; none refused when zero.
  std::uint32_t per_second = 200;
  /// Saved up by who was quiet for a while.
  std::uint32_t burst = 400;
  /// Requests from this host are counted, too.
  bool this_host = false;
};

struct Premises {
  Driver& driver;
  EventLog& events;
  /// Ready for purchases: set once all runs, cleared before it stops.
  const std::atomic<bool>& serving;
  std::string name;
  std::string consortium;
  /// Whoever shows it may change products and members.
  std::string operator_token;
  /// Shared by the consortium; causality tokens are authenticated with a key derived from it.
  std::string consortium_key;
  std::string version;
  BuyerLimits limits{};
  /// The address of another marketplace; empty when unknown. Any thread may ask, as with all that follows.
  std::function<std::string(MarketplaceId)> url_of = [](MarketplaceId) { return std::string(); };
  /// How to speak to an address; nothing when it is none.
  std::function<std::optional<http::ClientOptions>(const std::string& url)> client_options = [](const std::string&) {
    return std::nullopt;
  };
  std::function<std::vector<PeerTraffic>()> traffic = [] { return std::vector<PeerTraffic>(); };
  /// Looks at an address, and remembers who answers there. Says in words why nobody was met.
  std::function<std::variant<Met, std::string>(const std::string& url)> meet = [](const std::string&) {
    return std::string("this marketplace looks for nobody");
  };
};

}  // namespace feira::node
